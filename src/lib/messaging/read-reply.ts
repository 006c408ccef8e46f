import { EngineError } from '../errors/engine-errors.js';
import type { RedisReply } from '../redis/redis-values.js';

/** The elements of a reply; none where it is no list. */
export const listOf = (reply: RedisReply | undefined): readonly RedisReply[] =>
  Array.isArray(reply) ? (reply as readonly RedisReply[]) : [];

/** A reply that is a text or a number. @throws ENGINE_ERROR */
export function textOf(reply: RedisReply | undefined): string {
  if (typeof reply === 'string') return reply;
  if (typeof reply === 'number') return String(reply);
  throw new EngineError('The engine answered with something unknown where a text was due.');
}
