import { createHash } from 'node:crypto';
import type { AnyCollection } from './collection.js';
import { indexSchema } from './index-schema.js';

/** Identifies the index of a definition: equal hashes, equal indexes. It is part of the index's name. */
export function indexHash(collection: AnyCollection): string {
  const identity = JSON.stringify([indexSchema(collection), collection.partitions]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 10);
}
