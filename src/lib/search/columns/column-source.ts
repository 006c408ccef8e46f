import type { AnyCollection } from '../../collections/collection.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';

/** Where the documents of columns are read. */
export interface ColumnSource {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly collection: AnyCollection;
}
