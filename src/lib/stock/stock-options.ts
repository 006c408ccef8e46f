import { AisleError } from '../errors/aisle-error.js';
import { assertWithin } from '../errors/option-range.js';

export interface ReserveOptions {
  /** Milliseconds until the stock is given back unless it is committed, 100 to 604,800,000 (a week). @default 900000 */
  readonly ttlMs?: number;
  /**
   * Makes a repeated call give the same reservation instead of another one; 1 to 200 characters. Remembered until 24 hours
   * after the reservation ended. Without it, what a call took whose answer was lost comes back when it expires.
   */
  readonly idempotencyKey?: string;
}

export interface ReserveRuntimeOptions {
  readonly ttlMs: number;
  readonly idempotencyKey: string | undefined;
}

export interface RestockOptions {
  /** Makes a repeated call add nothing more; 1 to 200 characters, remembered for 24 hours. */
  readonly idempotencyKey?: string;
}

export interface StockModuleOptions {
  /**
   * Milliseconds between two looks for reservations that have expired, 10 to 3,600,000. Every process looks; 0 leaves it
   * to others, and to reservations that find too little.
   * @default 1000
   */
  readonly sweepIntervalMs?: number;
}

export type StockRuntimeOptions = Readonly<Required<StockModuleOptions>>;

/** How long a reservation that has ended is known, in milliseconds. */
export const RETENTION_MS = 86_400_000;

const TTL = { min: 100, max: 604_800_000 };
const SWEEP_INTERVAL = { min: 10, max: 3_600_000 };
const KEY = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** @throws INVALID_VALUE that names the option and its range */
export function resolveReserveOptions(options: ReserveOptions): ReserveRuntimeOptions {
  const { ttlMs = 900_000, idempotencyKey } = options;
  assertWithin('stock option "ttlMs"', ttlMs, TTL);
  assertIdempotencyKey(idempotencyKey);
  return Object.freeze({ ttlMs, idempotencyKey });
}

/** @throws INVALID_VALUE */
export function assertIdempotencyKey(key: string | undefined): void {
  if (key === undefined || (typeof key === 'string' && KEY.test(key))) return;
  throw invalid('idempotencyKey', key, 'Give 1 to 200 characters, no control characters');
}

/** @throws INVALID_VALUE that names the option and its range */
export function resolveStockOptions({ sweepIntervalMs = 1_000 }: StockModuleOptions): StockRuntimeOptions {
  if (sweepIntervalMs !== 0) assertWithin('stock option "sweepIntervalMs"', sweepIntervalMs, SWEEP_INTERVAL);
  return Object.freeze({ sweepIntervalMs });
}

function invalid(path: string, value: unknown, mend: string): AisleError {
  const message = `"${path}" is ${JSON.stringify(value)}. ${mend}.`;
  return new AisleError('INVALID_VALUE', message, { faults: [{ path, message }] });
}
