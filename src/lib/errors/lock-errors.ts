import { AisleError } from './aisle-error.js';

/** The lock was held by others for all of the waiting time. */
export class LockNotAcquiredError extends AisleError {
  constructor(
    readonly lock: string,
    /** How long was waited, in milliseconds. */
    readonly waitedMs: number,
  ) {
    super(
      'LOCK_NOT_ACQUIRED',
      `The lock "${lock}" is held by another; waited ${waitedMs} ms. Try again later or wait longer (waitMs).`,
      { retryAfter: 1 },
    );
  }
}

/** The lock expired, or was taken away, while its holder worked. What was done may have run beside another holder. */
export class LockLostError extends AisleError {
  constructor(
    readonly lock: string,
    options: ErrorOptions = {},
  ) {
    super(
      'LOCK_LOST',
      `The lock "${lock}" was lost before its work was done. Check what was written, then try again.`,
      { ...options, retryAfter: 1 },
    );
  }
}
