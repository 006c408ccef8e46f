import type { AnyCollection } from '../collections/collection.js';
import { partitionsOf } from '../collections/partition.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { scan } from '../redis/scan.js';

/** A key under a collection's prefix: of a document, or of whatever another program put there. */
export interface DocumentKey {
  readonly key: string;
  readonly id: string;
  readonly partition: number | null;
}

const COUNT = 200;

/**
 * Goes through the keys under a collection's prefixes, some hundred at a time. Those that are there all the time come at
 * least once, those written or deleted meanwhile may come.
 */
export async function* scanKeys(
  connection: RedisConnection,
  keys: Keys,
  collection: AnyCollection,
  signal?: AbortSignal,
): AsyncGenerator<readonly DocumentKey[]> {
  for (const partition of partitionsOf(collection.partitions)) {
    const prefix = keys.documentPrefix(collection.name, partition);
    for await (const page of scan(connection, `${prefix}*`, { count: COUNT, signal })) {
      yield page.map((key) => ({ key, id: key.slice(prefix.length), partition }));
    }
  }
}
