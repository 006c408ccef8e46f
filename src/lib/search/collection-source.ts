import type { AnyCollection } from '../collections/collection.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';

/** Where the documents of a collection are read. */
export interface CollectionSource {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly collection: AnyCollection;
}
