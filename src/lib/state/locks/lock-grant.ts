/** A lock as the servers gave it. */
export interface LockGrant {
  readonly name: string;
  readonly key: string;
  /** Random; tells this holder from all others. */
  readonly token: string;
  readonly fencingToken: number;
  readonly ttlMs: number;
  /** When the servers were asked for it, on the clock of `performance.now()`. */
  readonly askedAt: number;
}

/** Until when a lock is sure to be held: the clocks may differ by a hundredth, and the engine's has whole milliseconds. */
export function validUntil({ askedAt, ttlMs }: Pick<LockGrant, 'askedAt' | 'ttlMs'>): number {
  return askedAt + ttlMs * 0.99 - 2;
}

const LONGEST_ANSWER_MS = 5_000;

/** How long servers may take to answer about a lock: what comes later than it lives is of no use. */
export function answerWithin(ttlMs: number): number {
  return Math.min(ttlMs, LONGEST_ANSWER_MS);
}
