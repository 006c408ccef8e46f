import { assertWithin } from '../errors/option-range.js';
import type { BackOff } from './back-off.js';

/** How messages are handled, whatever brings them. */
export interface HandlingOptions {
  /** Messages that are handled at a time, 1 to 1,000; no more are fetched. With 1 they come in order, but for retries. @default 10 */
  readonly concurrency?: number;
  /** Times that a message is handled, 1 to 1,000, before it is put aside as a dead letter. @default 5 */
  readonly maxTries?: number;
  /** Milliseconds before the second try, 1 to a day; they double with each further one. @default 1000 */
  readonly retryBaseMs?: number;
  /** Most milliseconds between tries, up to a day. @default 60000 */
  readonly retryMaxMs?: number;
  /** Milliseconds that handlers have to end when they are stopped, up to an hour. @default 10000 */
  readonly graceMs?: number;
}

export interface HandlingRuntimeOptions extends Required<Omit<HandlingOptions, 'retryBaseMs' | 'retryMaxMs'>> {
  readonly backOff: BackOff;
}

export const DAY_MS = 86_400_000;

/** @param who `worker` or `consumer`, for messages. @throws INVALID_VALUE that names the option and its range */
export function resolveHandlingOptions(who: string, options: HandlingOptions): HandlingRuntimeOptions {
  const { concurrency = 10, maxTries = 5, retryBaseMs = 1_000, retryMaxMs = 60_000, graceMs = 10_000 } = options;
  assertWithin(`${who} option "concurrency"`, concurrency, { min: 1, max: 1_000 });
  assertWithin(`${who} option "maxTries"`, maxTries, { min: 1, max: 1_000 });
  assertWithin(`${who} option "retryBaseMs"`, retryBaseMs, { min: 1, max: DAY_MS });
  assertWithin(`${who} option "retryMaxMs"`, retryMaxMs, { min: 1, max: DAY_MS });
  assertWithin(`${who} option "graceMs"`, graceMs, { min: 0, max: 3_600_000 });
  const backOff = Object.freeze({ baseMs: retryBaseMs, maxMs: Math.max(retryBaseMs, retryMaxMs) });
  return { concurrency, maxTries, backOff, graceMs };
}
