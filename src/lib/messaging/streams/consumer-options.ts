import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';
import type { BackOff } from '../back-off.js';
import { assertMessagingName } from '../payloads.js';

export interface ConsumerOptions {
  /** The group: each entry goes to one consumer of it. Groups do not take entries from each other. */
  readonly group: string;
  /**
   * Where a group begins that is made now: with the oldest entry that is kept, with what is added from now on, or after an
   * id. A group that exists goes on where it was.
   * @default 'oldest'
   */
  readonly from?: 'oldest' | 'new' | `${number}-${number}`;
  /** Entries that are handled at a time, 1 to 1,000. No more are fetched. With 1 they come in order, but for retries. @default 10 */
  readonly concurrency?: number;
  /** Times that an entry is handled, 1 to 1,000, before it is put aside as a dead letter. @default 5 */
  readonly maxTries?: number;
  /** Milliseconds before the second try, 1 to a day; they double with each further one. @default 1000 */
  readonly retryBaseMs?: number;
  /** Most milliseconds between tries, up to a day. @default 60000 */
  readonly retryMaxMs?: number;
  /**
   * Milliseconds without a sign of life, 100 to a day, after which the entries of a consumer go to others. A handler may
   * take longer: its process gives signs of life.
   * @default 30000
   */
  readonly claimAfterMs?: number;
  /** Milliseconds that handlers have to end when the consumer is stopped, up to an hour. @default 10000 */
  readonly graceMs?: number;
  /** Milliseconds that `commit` remembers an effect, 1,000 to a year. @default 86400000, a day */
  readonly effectTtlMs?: number;
}

export interface ConsumerRuntimeOptions extends Required<Omit<ConsumerOptions, 'retryBaseMs' | 'retryMaxMs'>> {
  readonly backOff: BackOff;
}

const DAY_MS = 86_400_000;

/** @throws INVALID_VALUE that names the option and what is allowed */
export function resolveConsumerOptions(options: ConsumerOptions): ConsumerRuntimeOptions {
  const {
    group,
    from = 'oldest',
    concurrency = 10,
    maxTries = 5,
    retryBaseMs = 1_000,
    retryMaxMs = 60_000,
    claimAfterMs = 30_000,
    graceMs = 10_000,
    effectTtlMs = DAY_MS,
  } = options;
  assertMessagingName('consumer group', group);
  if (from !== 'oldest' && from !== 'new' && !/^\d+-\d+$/.test(from)) {
    throw new AisleError(
      'INVALID_VALUE',
      `The consumer option "from" is "${from}". Give oldest, new or the id of an entry.`,
    );
  }
  assertWithin('consumer option "concurrency"', concurrency, { min: 1, max: 1_000 });
  assertWithin('consumer option "maxTries"', maxTries, { min: 1, max: 1_000 });
  assertWithin('consumer option "retryBaseMs"', retryBaseMs, { min: 1, max: DAY_MS });
  assertWithin('consumer option "retryMaxMs"', retryMaxMs, { min: 1, max: DAY_MS });
  assertWithin('consumer option "claimAfterMs"', claimAfterMs, { min: 100, max: DAY_MS });
  assertWithin('consumer option "graceMs"', graceMs, { min: 0, max: 3_600_000 });
  assertWithin('consumer option "effectTtlMs"', effectTtlMs, { min: 1_000, max: 366 * DAY_MS });
  const backOff = Object.freeze({ baseMs: retryBaseMs, maxMs: Math.max(retryBaseMs, retryMaxMs) });
  return Object.freeze({ group, from, concurrency, maxTries, backOff, claimAfterMs, graceMs, effectTtlMs });
}
