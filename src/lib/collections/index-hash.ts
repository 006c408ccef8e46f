import { createHash } from 'node:crypto';
import type { AnyCollection } from './collection.js';
import { indexOptions, indexSchema } from './index-schema.js';

const hashes = new WeakMap<AnyCollection, string>();

/**
 * Identifies the index of a definition: equal hashes, equal indexes. It is part of the index's name. Computed once for
 * each value: searches ask for it.
 */
export function indexHash(collection: AnyCollection): string {
  const known = hashes.get(collection);
  if (known !== undefined) return known;
  const identity = JSON.stringify([indexOptions(collection), indexSchema(collection), collection.partitions]);
  const hash = createHash('sha256').update(identity).digest('hex').slice(0, 10);
  hashes.set(collection, hash);
  return hash;
}
