import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';

export interface CounterOptions {
  /** Milliseconds of one bucket: how finely windows are told apart, 1,000 to 86,400,000. @default 60000 */
  readonly bucketMs?: number;
  /** Milliseconds that buckets are kept: the longest window. At most 2,000 buckets. @default 86400000 */
  readonly keepMs?: number;
}

export type CounterRuntimeOptions = Readonly<Required<CounterOptions>>;

const MOST_BUCKETS = 2_000;
const DAY_MS = 86_400_000;

/** @throws INVALID_VALUE that names the option and its range */
export function resolveCounterOptions({ bucketMs = 60_000, keepMs = DAY_MS }: CounterOptions): CounterRuntimeOptions {
  assertWithin('counter option "bucketMs"', bucketMs, { min: 1_000, max: DAY_MS });
  assertWithin('counter option "keepMs"', keepMs, { min: bucketMs, max: bucketMs * MOST_BUCKETS });
  return Object.freeze({ bucketMs, keepMs });
}

/** @throws INVALID_VALUE */
export function assertAmount(by: number): void {
  if (Number.isSafeInteger(by)) return;
  throw new AisleError('INVALID_VALUE', `"by" is ${by}. Give a whole number within ±(2^53−1).`);
}
