import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';
import { DAY_MS, resolveHandlingOptions } from '../handling-options.js';
import type { HandlingOptions, HandlingRuntimeOptions } from '../handling-options.js';
import { assertMessagingName } from '../payloads.js';

export interface ConsumerOptions extends HandlingOptions {
  /** The group: each entry goes to one consumer of it. Groups do not take entries from each other. */
  readonly group: string;
  /**
   * Where a group begins that is made now: with the oldest entry that is kept, with what is added from now on, or after an
   * id. A group that exists goes on where it was.
   * @default 'oldest'
   */
  readonly from?: 'oldest' | 'new' | `${number}-${number}`;
  /**
   * Milliseconds without a sign of life, 100 to a day, after which the entries of a consumer go to others. A handler may
   * take longer: its process gives signs of life.
   * @default 30000
   */
  readonly claimAfterMs?: number;
  /** Milliseconds that `commit` remembers an effect, 1,000 to a year. @default 86400000, a day */
  readonly effectTtlMs?: number;
}

export type ConsumerRuntimeOptions = HandlingRuntimeOptions & Required<Omit<ConsumerOptions, keyof HandlingOptions>>;

/** @throws INVALID_VALUE that names the option and what is allowed */
export function resolveConsumerOptions(options: ConsumerOptions): ConsumerRuntimeOptions {
  const { group, from = 'oldest', claimAfterMs = 30_000, effectTtlMs = DAY_MS } = options;
  assertMessagingName('consumer group', group);
  if (from !== 'oldest' && from !== 'new' && !/^\d+-\d+$/.test(from)) {
    throw new AisleError(
      'INVALID_VALUE',
      `The consumer option "from" is "${from}". Give oldest, new or the id of an entry.`,
    );
  }
  assertWithin('consumer option "claimAfterMs"', claimAfterMs, { min: 100, max: DAY_MS });
  assertWithin('consumer option "effectTtlMs"', effectTtlMs, { min: 1_000, max: 366 * DAY_MS });
  return Object.freeze({ ...resolveHandlingOptions('consumer', options), group, from, claimAfterMs, effectTtlMs });
}
