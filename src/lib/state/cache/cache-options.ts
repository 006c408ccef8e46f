import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';
import { JSON_CODEC } from './cache-codec.js';
import type { CacheCodec } from './cache-codec.js';

/** How the values of one prefix are kept. */
export interface CacheAreaOptions<T = unknown> {
  /** Begins the keys: 1 to 100 letters, digits and `: . _ -`, such as `shop:product`. Values of one prefix are of one kind. */
  readonly prefix: string;
  /** Milliseconds that a value is fresh at most, 1 to 31,622,400,000 (366 days). */
  readonly ttlMs: number;
  /** The part of `ttlMs` that is taken off at random, so that what was stored together does not expire together. 0 to 0.5. @default 0.1 */
  readonly jitter?: number;
  /** As `ttlMs`, of the results `null` and `undefined`; 0 keeps none. @default `ttlMs`, 10000 at most */
  readonly negativeTtlMs?: number;
  /** Milliseconds that a value is given out after it was fresh, while one caller renews it in the background. @default 0 */
  readonly staleMs?: number;
  /** Milliseconds after it was fresh that a value stands in where the load of a newer one fails. @default 0 */
  readonly staleIfErrorMs?: number;
  /** Milliseconds after which others go on without a caller that died while it loaded, 50 to 60,000. @default 2000 */
  readonly flightMs?: number;
  /** Milliseconds that a caller waits for another one's load before it loads by itself, 0 to 3,600,000. @default 10000 */
  readonly waitMs?: number;
  /** Whether a result is to be kept. @default all are */
  readonly accept?: (value: T) => boolean;
  /** Makes text of values and values of text. @default JSON */
  readonly codec?: CacheCodec<T>;
}

export type CacheAreaRuntimeOptions<T = unknown> = Readonly<Required<CacheAreaOptions<T>>>;

/** Milliseconds that a value can be kept: 366 days. */
export const LONGEST_TTL_MS = 366 * 86_400_000;
const DEFAULT_NEGATIVE_MS = 10_000;

/** @throws INVALID_VALUE that names the option and its range */
export function resolveCacheAreaOptions<T>(options: CacheAreaOptions<T>): CacheAreaRuntimeOptions<T> {
  const { prefix, ttlMs, jitter = 0.1, negativeTtlMs = Math.min(ttlMs, DEFAULT_NEGATIVE_MS) } = options;
  const { staleMs = 0, staleIfErrorMs = 0, flightMs = 2_000, waitMs = 10_000 } = options;
  const { accept = () => true, codec = JSON_CODEC as CacheCodec<T> } = options;
  assertPrefix(prefix);
  assertWithin('cache option "ttlMs"', ttlMs, { min: 1, max: LONGEST_TTL_MS });
  assertWithin('cache option "negativeTtlMs"', negativeTtlMs, { min: 0, max: LONGEST_TTL_MS });
  assertWithin('cache option "staleMs"', staleMs, { min: 0, max: LONGEST_TTL_MS });
  assertWithin('cache option "staleIfErrorMs"', staleIfErrorMs, { min: 0, max: LONGEST_TTL_MS });
  assertWithin('cache option "flightMs"', flightMs, { min: 50, max: 60_000 });
  assertWithin('cache option "waitMs"', waitMs, { min: 0, max: 3_600_000 });
  if (!(jitter >= 0 && jitter <= 0.5)) {
    throw new AisleError('INVALID_VALUE', `The cache option "jitter" is ${jitter}. Give a number from 0 to 0.5.`);
  }
  return Object.freeze({
    ...{ prefix, ttlMs, jitter, negativeTtlMs, staleMs, staleIfErrorMs, flightMs, waitMs, accept, codec },
  });
}

function assertPrefix(prefix: string): void {
  if (/^[A-Za-z0-9](?:[A-Za-z0-9:._-]{0,98}[A-Za-z0-9])?$/.test(prefix)) return;
  throw new AisleError(
    'INVALID_VALUE',
    `"${prefix}" cannot be a cache prefix. Use 1 to 100 letters, digits and : . _ -, a letter or digit first and last.`,
  );
}

/** @throws INVALID_VALUE */
export function assertTag(tag: string): void {
  if (/^[^{}\p{Cc}\p{Cs}]{1,200}$/u.test(tag)) return;
  throw new AisleError(
    'INVALID_VALUE',
    `"${tag}" cannot be a cache tag. Use 1 to 200 characters without { } and control characters.`,
  );
}
