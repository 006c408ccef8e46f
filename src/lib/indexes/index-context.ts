import type { DefinitionStore } from '../documents/definition-store.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';

/** What all work on indexes needs. */
export interface IndexContext {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly definitions: DefinitionStore;
}
