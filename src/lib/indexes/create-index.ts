import type { AnyCollection } from '../collections/collection.js';
import { indexOptions, indexSchema } from '../collections/index-schema.js';
import { partitionsOf } from '../collections/partition.js';
import { EngineError, IndexNotFoundError } from '../errors/engine-errors.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import type { RedisCommand } from '../redis/redis-values.js';
import { listIndexes, readIndexInfo } from './index-info.js';
import { indexNameOf } from './index-name.js';

/** Dropping a large index frees its memory before the engine answers. */
const DROP_DEADLINE_MS = 60_000;

/** The FT.CREATE of a collection. Highlights are made from the document, so the index keeps no offsets for them. */
export function createIndexCommand(keys: Keys, collection: AnyCollection): RedisCommand {
  const prefixes = partitionsOf(collection.partitions).map((partition) =>
    keys.documentPrefix(collection.name, partition),
  );
  return [
    ...['FT.CREATE', indexNameOf(keys, collection), 'ON', 'JSON', 'PREFIX', String(prefixes.length), ...prefixes],
    ...['NOHL', 'STOPWORDS', '0', ...indexOptions(collection), 'SCHEMA', ...indexSchema(collection)],
  ];
}

/** Creates the index of a definition; one that is there stays as it is. A cluster that cannot be searched gets none. */
export async function createIndex(connection: RedisConnection, keys: Keys, collection: AnyCollection): Promise<void> {
  if (!connection.capabilities.searchable) return;
  try {
    await connection.send(createIndexCommand(keys, collection));
  } catch (error) {
    if (!(error instanceof EngineError && /index already exists/i.test(error.reply ?? ''))) throw error;
  }
}

/** Drops an index and keeps the documents; none is no error. */
export async function dropIndex(connection: RedisConnection, index: string): Promise<void> {
  try {
    await connection.send(['FT.DROPINDEX', index], { deadlineMs: DROP_DEADLINE_MS });
  } catch (error) {
    if (!(error instanceof IndexNotFoundError)) throw error;
  }
}

/** Drops all indexes of a collection but those in `keep`. */
export async function dropOtherIndexes(
  connection: RedisConnection,
  keys: Keys,
  name: string,
  keep: readonly string[],
): Promise<void> {
  const prefix = keys.index(name, '');
  for (const index of await listIndexes(connection)) {
    if (index.startsWith(prefix) && !keep.includes(index)) await dropIndex(connection, index);
  }
}

/**
 * Points the alias of a collection at its index, for people and tools that search on their own.
 * @throws ENGINE_ERROR when an index of another program bears the alias's name, for that index would be found instead
 */
export async function pointAlias(connection: RedisConnection, keys: Keys, collection: AnyCollection): Promise<void> {
  if (!connection.capabilities.searchable) return;
  const alias = keys.indexAlias(collection.name);
  const index = indexNameOf(keys, collection);
  const current = (await readIndexInfo(connection, alias))?.name;
  if (current === index) return;
  if (current === alias) {
    throw new EngineError(
      `There is an index named "${alias}", which must be free for the alias of the collection "${collection.name}". Drop that index (FT.DROPINDEX, without DD) or use another namespace.`,
    );
  }
  await connection.send(['FT.ALIASUPDATE', alias, index]);
}

/** Takes the alias of a collection away; none is no error. */
export async function removeAlias(connection: RedisConnection, keys: Keys, name: string): Promise<void> {
  const alias = keys.indexAlias(name);
  const current = await readIndexInfo(connection, alias);
  if (current !== null && current.name !== alias) await connection.send(['FT.ALIASDEL', alias]);
}
