import { assertWithin } from '../../errors/option-range.js';

export interface TransactionOptions {
  /** Times that it is tried while others change what it watches, 1 to 1,000. @default 100 */
  readonly attempts?: number;
  /** Milliseconds after which it is not tried again, 1 to 600,000. @default 5000 */
  readonly deadlineMs?: number;
  /** Ends the trying; the reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

export interface TransactionRuntimeOptions {
  readonly attempts: number;
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

/** @throws INVALID_VALUE that names the option and its range */
export function resolveTransactionOptions(options: TransactionOptions): TransactionRuntimeOptions {
  const { attempts = 100, deadlineMs = 5_000, signal } = options;
  assertWithin('transaction option "attempts"', attempts, { min: 1, max: 1_000 });
  assertWithin('transaction option "deadlineMs"', deadlineMs, { min: 1, max: 600_000 });
  return Object.freeze({ attempts, deadlineMs, signal });
}
