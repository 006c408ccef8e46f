import type { AnyCollection } from '../collections/collection.js';
import { indexHash } from '../collections/index-hash.js';
import type { Keys } from '../redis/keys.js';

/** Name of the index of a definition. Another definition of the collection has another one, unless both index alike. */
export function indexNameOf(keys: Keys, collection: AnyCollection): string {
  return keys.index(collection.name, indexHash(collection));
}
