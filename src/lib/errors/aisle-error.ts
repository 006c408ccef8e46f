import { ERROR_CODES } from './error-codes.js';
import type { ErrorCode } from './error-codes.js';

/** One fault of an input: where it lies and what is wrong with it. */
export interface Fault {
  /** Path of the member, such as `where.price` or `variants[1].color`. */
  readonly path: string;
  readonly message: string;
}

export interface AisleErrorOptions extends ErrorOptions {
  /** The single faults of an input, all of them. */
  readonly faults?: readonly Fault[];
  /** Seconds after which a retry makes sense. */
  readonly retryAfter?: number;
}

/** Base of all errors that Aisle throws. Tell them apart by `code`; the message may change. */
export class AisleError extends Error {
  readonly faults: readonly Fault[];
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AisleErrorOptions = {},
  ) {
    super(message, options);
    this.name = new.target.name;
    this.faults = options.faults ?? [];
    this.retryAfter = options.retryAfter;
  }

  /** The HTTP status of the code. */
  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}
