import { LockLostError } from '../../errors/lock-errors.js';
import { validUntil } from './lock-grant.js';
import type { LockGrant } from './lock-grant.js';
import type { LockServers } from './lock-servers.js';

/** A lock that is held, and extended until it is released or lost. */
export class Lock {
  readonly name: string;
  /**
   * Grows with each holder of the lock. Write it beside what the lock protects and refuse a smaller one: that stops a
   * holder that was asleep while its lock expired.
   */
  readonly fencingToken: number;
  /** Made when somebody looks or it is lost, for most locks are released unseen. */
  #lost: AbortController | undefined;
  readonly #grant: LockGrant;
  readonly #servers: LockServers;
  #validUntil: number;
  #timer: NodeJS.Timeout | undefined;
  #isReleased = false;

  constructor(servers: LockServers, grant: LockGrant) {
    this.name = grant.name;
    this.fencingToken = grant.fencingToken;
    this.#servers = servers;
    this.#grant = grant;
    this.#validUntil = validUntil(grant);
    this.#schedule(grant.ttlMs / 3);
  }

  /** Aborted with a `LockLostError` once the lock is no longer sure to be held. */
  get signal(): AbortSignal {
    return (this.#lost ??= new AbortController()).signal;
  }

  /** Whether the lock is sure to be held at this moment, by the clock of this process. */
  get isHeld(): boolean {
    return !this.#isReleased && this.#lost?.signal.aborted !== true && performance.now() < this.#validUntil;
  }

  /** Frees the lock. False when it was lost before. */
  async release(): Promise<boolean> {
    if (this.#isReleased) return false;
    this.#isReleased = true;
    clearTimeout(this.#timer);
    return this.#servers.release(this.#grant);
  }

  #schedule(inMs: number): void {
    if (this.#isReleased) return;
    this.#timer = setTimeout(() => void this.#extend(), Math.max(inMs, 0));
    this.#timer.unref();
  }

  async #extend(): Promise<void> {
    const { ttlMs } = this.#grant;
    const askedAt = performance.now();
    if (askedAt >= this.#validUntil) {
      this.#lose();
      return;
    }
    const deadlineMs = Math.ceil(this.#validUntil - askedAt);
    try {
      const answer = await this.#servers.extend(this.#grant, deadlineMs);
      if (answer === true) {
        this.#validUntil = validUntil({ askedAt, ttlMs });
        this.#schedule(ttlMs / 3);
      } else if (answer === false) this.#lose();
      else if (performance.now() >= this.#validUntil) this.#lose(answer);
      else this.#schedule(Math.min(ttlMs / 20, this.#validUntil - performance.now()));
    } catch (error) {
      this.#lose(error);
    }
  }

  #lose(cause?: unknown): void {
    if (this.#isReleased) return;
    this.#lost ??= new AbortController();
    this.#lost.abort(new LockLostError(this.name, { cause }));
  }
}
