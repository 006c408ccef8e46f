import { EngineError } from '../../errors/engine-errors.js';
import { LockLostError } from '../../errors/lock-errors.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { EXTEND, RELEASE } from './lock-scripts.js';

export interface LockGrant {
  readonly name: string;
  readonly key: string;
  /** Random; tells this holder from all others. */
  readonly token: string;
  readonly fencingToken: number;
  readonly ttlMs: number;
  /** When the engine was asked for it, on the clock of `performance.now()`. */
  readonly askedAt: number;
}

/** A lock that is held, and extended until it is released or lost. */
export class Lock {
  readonly name: string;
  /**
   * Grows with each holder of the lock. Write it beside what the lock protects and refuse a smaller one: that stops a
   * holder that was asleep while its lock expired.
   */
  readonly fencingToken: number;
  readonly #lost = new AbortController();
  readonly #grant: LockGrant;
  readonly #connection: RedisConnection;
  #validUntil: number;
  #timer: NodeJS.Timeout | undefined;
  #isReleased = false;

  constructor(connection: RedisConnection, grant: LockGrant) {
    this.name = grant.name;
    this.fencingToken = grant.fencingToken;
    this.#connection = connection;
    this.#grant = grant;
    this.#validUntil = this.#validFrom(grant.askedAt);
    this.#schedule(grant.ttlMs / 3);
  }

  /** Aborted with a `LockLostError` once the lock is no longer sure to be held. */
  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  /** Whether the lock is sure to be held at this moment, by the clock of this process. */
  get isHeld(): boolean {
    return !this.#isReleased && !this.signal.aborted && performance.now() < this.#validUntil;
  }

  /** Frees the lock. False when it was lost before. */
  async release(): Promise<boolean> {
    if (this.#isReleased) return false;
    this.#isReleased = true;
    clearTimeout(this.#timer);
    const { key, token } = this.#grant;
    return (await this.#connection.run(RELEASE, [key], [token])) === 1;
  }

  /** The engine's clock and ours may differ by a hundredth, and its clock has whole milliseconds. */
  #validFrom(askedAt: number): number {
    return askedAt + this.#grant.ttlMs * 0.99 - 2;
  }

  #schedule(inMs: number): void {
    if (this.#isReleased) return;
    this.#timer = setTimeout(() => void this.#extend(), Math.max(inMs, 0));
    this.#timer.unref();
  }

  async #extend(): Promise<void> {
    const { key, token, ttlMs } = this.#grant;
    const askedAt = performance.now();
    if (askedAt >= this.#validUntil) {
      this.#lose();
      return;
    }
    try {
      const deadlineMs = Math.ceil(this.#validUntil - askedAt);
      const extended = await this.#connection.run(EXTEND, [key], [token, String(ttlMs)], { deadlineMs });
      if (extended !== 1) {
        this.#lose();
        return;
      }
      this.#validUntil = this.#validFrom(askedAt);
      this.#schedule(ttlMs / 3);
    } catch (error) {
      if (performance.now() >= this.#validUntil || !(error instanceof EngineError)) this.#lose(error);
      else this.#schedule(Math.min(ttlMs / 20, this.#validUntil - performance.now()));
    }
  }

  #lose(cause?: unknown): void {
    if (!this.#isReleased) this.#lost.abort(new LockLostError(this.name, { cause }));
  }
}
