import type { AnyCollection } from '../collections/collection.js';
import { partitionsOf } from '../collections/partition.js';
import { EngineError } from '../errors/engine-errors.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';

/** A key under a collection's prefix: of a document, or of whatever another program put there. */
export interface DocumentKey {
  readonly key: string;
  readonly id: string;
  readonly partition: number | null;
}

const COUNT = '200';

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
    for await (const page of scanPrefix(connection, prefix, signal)) {
      yield page.map((key) => ({ key, id: key.slice(prefix.length), partition }));
    }
  }
}

/** Goes through all keys that begin with a prefix, in the same way. */
export async function* scanPrefix(
  connection: RedisConnection,
  prefix: string,
  signal?: AbortSignal,
): AsyncGenerator<readonly string[]> {
  let cursor = '0';
  do {
    signal?.throwIfAborted();
    const command = ['SCAN', cursor, 'MATCH', `${prefix}*`, 'COUNT', COUNT];
    const page = readPage(await connection.send(command));
    cursor = page.cursor;
    if (page.keys.length > 0) yield page.keys;
  } while (cursor !== '0');
}

function readPage(reply: unknown): { readonly cursor: string; readonly keys: readonly string[] } {
  const parts: readonly unknown[] = Array.isArray(reply) ? reply : [];
  const [cursor, keys] = parts;
  if (!Array.isArray(keys)) throw new EngineError('The engine answered SCAN with something unknown.');
  return { cursor: String(cursor), keys: keys.map(String) };
}
