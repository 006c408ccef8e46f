import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';

export interface SessionOptions {
  /** Milliseconds that a session lives after it was last used, 1,000 to a year. @default 86400000, a day */
  readonly ttlMs?: number;
  /** Milliseconds that a session lives at most, however often it is used, 1,000 to ten years. @default 2592000000, 30 days */
  readonly maxAgeMs?: number;
  /** Sessions of one user, 1 to 1,000. A further one takes the place of the one that would expire first. @default 100 */
  readonly maxPerUser?: number;
}

export type SessionRuntimeOptions = Readonly<Required<SessionOptions>>;

const DAY_MS = 86_400_000;

/** @throws INVALID_VALUE that names the option and its range */
export function resolveSessionOptions(options: SessionOptions): SessionRuntimeOptions {
  const { ttlMs = DAY_MS, maxAgeMs = 30 * DAY_MS, maxPerUser = 100 } = options;
  assertWithin('session option "ttlMs"', ttlMs, { min: 1_000, max: 366 * DAY_MS });
  assertWithin('session option "maxAgeMs"', maxAgeMs, { min: 1_000, max: 3_660 * DAY_MS });
  assertWithin('session option "maxPerUser"', maxPerUser, { min: 1, max: 1_000 });
  return Object.freeze({ ttlMs, maxAgeMs, maxPerUser });
}

/** @throws INVALID_VALUE */
export function assertUserId(userId: string): void {
  if (/^[^\p{Cc}\p{Cs}]{1,256}$/u.test(userId)) return;
  const message = 'must have 1 to 256 characters and no control characters';
  throw new AisleError('INVALID_VALUE', `The userId ${message}.`, { faults: [{ path: 'userId', message }] });
}
