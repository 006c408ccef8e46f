import { SearchTimeoutError } from '../errors/engine-errors.js';
import { parseIndexInfo } from '../indexes/index-info.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import type { RedisCommand, RedisReply } from '../redis/redis-values.js';

/**
 * Asks a replica. null when something failed, or when its index does not hold all documents: a replica that copied
 * everything anew builds its indexes and answers meanwhile as if they were whole.
 */
export async function askReplica(
  connection: RedisConnection,
  index: string,
  commands: readonly RedisCommand[],
  deadlineMs: number,
): Promise<readonly (RedisReply | Error)[] | null> {
  const [info, ...replies] = await connection.pipeline([['FT.INFO', index], ...commands], {
    deadlineMs,
    consistency: 'replica',
  });
  if (info instanceof Error || parseIndexInfo(info).isBuilding) return null;
  return replies.some((reply) => reply instanceof Error && !(reply instanceof SearchTimeoutError)) ? null : replies;
}
