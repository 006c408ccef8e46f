import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';
import { LEADERBOARD_PERIODS } from './leaderboard-period.js';
import type { LeaderboardPeriod } from './leaderboard-period.js';

export interface LeaderboardOptions {
  /** @default 'forever' */
  readonly period?: LeaderboardPeriod;
  /** How many former periods are kept, 0 to 366. @default 4 */
  readonly keep?: number;
  /** Members of one period, the lowest being dropped beyond, 10 to 1,000,000. @default 100000 */
  readonly maxMembers?: number;
  /** The clock, in milliseconds since 1970. @default Date.now */
  readonly now?: () => number;
}

export type LeaderboardRuntimeOptions = Readonly<Required<LeaderboardOptions>>;

/** @throws INVALID_VALUE that names the option and what is allowed */
export function resolveLeaderboardOptions(options: LeaderboardOptions): LeaderboardRuntimeOptions {
  const { period = 'forever', keep = 4, maxMembers = 100_000, now = Date.now } = options;
  if (!LEADERBOARD_PERIODS.includes(period)) {
    throw new AisleError(
      'INVALID_VALUE',
      `The leaderboard option "period" is "${period}". Use one of: ${LEADERBOARD_PERIODS.join(', ')}.`,
    );
  }
  assertWithin('leaderboard option "keep"', keep, { min: 0, max: 366 });
  assertWithin('leaderboard option "maxMembers"', maxMembers, { min: 10, max: 1_000_000 });
  return Object.freeze({ period, keep, maxMembers, now });
}
