import { AisleError } from '../../errors/aisle-error.js';
import type { RedisOptions } from '../../redis/connection-options.js';
import { assertWithin } from '../../errors/option-range.js';

export interface LockOptions {
  /**
   * Milliseconds that the lock lives without its holder, 100 to 3,600,000. While the holder lives it is extended every
   * third of this time.
   * @default 10000
   */
  readonly ttlMs?: number;
  /** Milliseconds to wait while others hold it; 0 tries once. @default 10000 */
  readonly waitMs?: number;
  /** Ends the waiting; the reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

export interface LockRuntimeOptions {
  readonly ttlMs: number;
  readonly waitMs: number;
  readonly signal: AbortSignal | undefined;
}

export interface LocksModuleOptions {
  /**
   * Servers of the locks' own, an odd number that know nothing of each other: a lock is held once most of them gave it
   * (Redlock), so it outlives the loss of the others. They need no modules. Default: the application's connection alone.
   */
  readonly servers?: readonly RedisOptions[];
}

const TTL = { min: 100, max: 3_600_000 };
const WAIT = { min: 0, max: 86_400_000 };

/** @throws INVALID_VALUE that names the option and its range */
export function resolveLockOptions(options: LockOptions): LockRuntimeOptions {
  const { ttlMs = 10_000, waitMs = 10_000, signal } = options;
  assertWithin('lock option "ttlMs"', ttlMs, TTL);
  assertWithin('lock option "waitMs"', waitMs, WAIT);
  return { ttlMs, waitMs, signal };
}

/** @throws INVALID_VALUE */
export function assertLockName(name: string): void {
  if (/^[^{}\p{Cc}\p{Cs}]{1,200}$/u.test(name)) return;
  throw new AisleError(
    'INVALID_VALUE',
    `"${name}" cannot name a lock. Use 1 to 200 characters without { } and control characters.`,
  );
}

/** @throws INVALID_CONFIGURATION for an even number, of which the half decides nothing */
export function assertServerCount(count: number): void {
  if (count % 2 === 1) return;
  throw new AisleError(
    'INVALID_CONFIGURATION',
    `Locks were given ${count} servers. Give one, or an odd number that know nothing of each other, such as 3 or 5.`,
  );
}
