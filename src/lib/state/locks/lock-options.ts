import { AisleError } from '../../errors/aisle-error.js';

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

const TTL = { min: 100, max: 3_600_000 };
const WAIT = { min: 0, max: 86_400_000 };

/** @throws INVALID_VALUE that names the option and its range */
export function resolveLockOptions(options: LockOptions): LockRuntimeOptions {
  const { ttlMs = 10_000, waitMs = 10_000, signal } = options;
  assertWithin('ttlMs', ttlMs, TTL);
  assertWithin('waitMs', waitMs, WAIT);
  return Object.freeze({ ttlMs, waitMs, signal });
}

/** @throws INVALID_VALUE */
export function assertLockName(name: string): void {
  if (/^[^{}\p{Cc}\p{Cs}]{1,200}$/u.test(name)) return;
  throw new AisleError(
    'INVALID_VALUE',
    `"${name}" cannot name a lock. Use 1 to 200 characters without { } and control characters.`,
  );
}

function assertWithin(name: string, value: number, { min, max }: { readonly min: number; readonly max: number }): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new AisleError(
    'INVALID_VALUE',
    `The lock option "${name}" is ${value}. Give a whole number from ${min} to ${max}.`,
  );
}
