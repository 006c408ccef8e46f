import { EngineError } from '../../errors/engine-errors.js';
import type { RedisReply } from '../../redis/redis-values.js';
import { listOf, textOf } from '../read-reply.js';

/** An entry as the engine gives it. */
export interface RawEntry {
  readonly id: string;
  readonly fields: ReadonlyMap<string, string>;
}

/** Fields that the application does not see. */
export const FOR_GROUP = '#for';
export const ORIGIN = '#origin';
export const IDEMPOTENCY_KEY = '#key';
export const FAILURE = '#error';
export const TRIES = '#tries';

/** Reads `[id, [name, value, …]]`. @throws ENGINE_ERROR */
export function readEntry(reply: RedisReply | undefined): RawEntry {
  const [id, fields] = listOf(reply);
  if (typeof id !== 'string') throw new EngineError('The engine answered a read of a stream with something unknown.');
  return { id, fields: readFields(fields) };
}

/** Reads `[name, value, …]`; of a name that comes twice, the first value. */
export function readFields(reply: RedisReply | undefined): ReadonlyMap<string, string> {
  const flat = listOf(reply);
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const name = textOf(flat[at]);
    if (!fields.has(name)) fields.set(name, textOf(flat[at + 1]));
  }
  return fields;
}

export function readEntries(reply: RedisReply | undefined): readonly RawEntry[] {
  return listOf(reply).map(readEntry);
}

/** Milliseconds since 1970 at which the engine took an entry. */
export const timeOf = (id: string): number => Number(id.split('-', 1)[0]);
