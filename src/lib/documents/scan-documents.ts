import { partitionsOf } from '../collections/partition.js';
import type { AnyCollection } from '../collections/collection.js';
import type { DocumentAccess } from './document-access.js';

/** Keys that the engine looks at in one step. */
const STEP = 500;

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
    let cursor = '0';
    do {
      const reply = await connection.send([
        'SCAN',
        cursor,
        'MATCH',
        `${prefix}*`,
        'COUNT',
        String(STEP),
        'TYPE',
        'ReJSON-RL',
      ]);
      const [next, found] = (Array.isArray(reply) ? reply : []) as readonly unknown[];
      const ids = (Array.isArray(found) ? found : []).map((key) => String(key).slice(prefix.length));
      if (ids.length > 0) yield [...new Set(ids)];
      cursor = typeof next === 'string' ? next : '0';
    } while (cursor !== '0');
  }
}
