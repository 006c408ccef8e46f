import { EngineError, SearchTimeoutError } from '../errors/engine-errors.js';
import type { RedisConnection } from '../redis/redis-connection.js';

const TIMEOUT_MS = '10000';

/** Which of the keys an index holds. @throws INDEX_NOT_FOUND, SEARCH_TIMEOUT */
export async function indexedKeys(
  connection: RedisConnection,
  index: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const size = String(keys.length);
  const { results } = await search(connection, index, ['INKEYS', size, ...keys, 'NOCONTENT', 'LIMIT', '0', size]);
  return new Set(results);
}

/** How many documents an index holds. @throws INDEX_NOT_FOUND, SEARCH_TIMEOUT */
export async function countIndexed(connection: RedisConnection, index: string): Promise<number> {
  const { total } = await search(connection, index, ['LIMIT', '0', '0']);
  return total;
}

interface SearchReply {
  readonly total: number;
  readonly results: readonly string[];
}

async function search(connection: RedisConnection, index: string, options: readonly string[]): Promise<SearchReply> {
  const reply = await connection.send([
    ...['FT.SEARCH', index, '*', ...options],
    ...['TIMEOUT', TIMEOUT_MS, 'DIALECT', '2'],
  ]);
  if (typeof reply !== 'object' || reply === null || !('total_results' in reply)) {
    throw new EngineError('The engine answered FT.SEARCH with something unknown.');
  }
  const warnings = listOf(reply['warning']);
  if (warnings.length > 0)
    throw new SearchTimeoutError(`The index "${index}" was not looked through: ${warnings.join(', ')}.`);
  const results = listOf(reply['results']).flatMap((row) =>
    typeof row === 'object' && row !== null && 'id' in row ? [String(row.id)] : [],
  );
  return { total: Number(reply.total_results), results };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
