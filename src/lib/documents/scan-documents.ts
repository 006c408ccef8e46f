import { partitionsOf } from '../collections/partition.js';
import type { AnyCollection } from '../collections/collection.js';
import { scan } from '../redis/scan.js';
import type { DocumentAccess } from './document-access.js';

/**
 * The ids of all documents, some at a time. One that is there from beginning to end comes at least once; one that is
 * written or deleted meanwhile may or may not.
 */
export async function* scanDocumentIds(
  { connection, keys }: Pick<DocumentAccess, 'connection' | 'keys'>,
  { name, partitions }: AnyCollection,
): AsyncGenerator<readonly string[], void, undefined> {
  for (const partition of partitionsOf(partitions)) {
    const prefix = keys.documentPrefix(name, partition);
    for await (const found of scan(connection, `${prefix}*`, { type: 'ReJSON-RL' })) {
      yield [...new Set(found.map((key) => key.slice(prefix.length)))];
    }
  }
}
