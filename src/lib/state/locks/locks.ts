import { randomUUID } from 'node:crypto';
import { EngineError } from '../../errors/engine-errors.js';
import { LockLostError, LockNotAcquiredError } from '../../errors/lock-errors.js';
import type { Keys } from '../../redis/keys.js';
import { backOffMs, pause } from '../back-off.js';
import { answerWithin, validUntil } from './lock-grant.js';
import { assertLockName, resolveLockOptions } from './lock-options.js';
import type { LockOptions } from './lock-options.js';
import { ACQUIRE, RAISE, RELEASE } from './lock-scripts.js';
import { isOne, LockServers } from './lock-servers.js';
import type { LockConnection } from './lock-servers.js';
import { Lock } from './lock.js';

const COUNTER_TTL_MS = 86_400_000;

interface Wanted {
  readonly name: string;
  readonly key: string;
  readonly counter: string;
  readonly token: string;
  readonly ttlMs: number;
}

/** What one try gave: the lock, or the milliseconds after which another has a chance. */
type Attempt = { readonly lock: Lock } | { readonly freeInMs: number };

/**
 * Locks that processes share. On one server a failover can lose a lock; on an odd number of independent ones (Redlock) a
 * lock outlives the loss of the smaller half. Protect what must never be done twice by the lock's fencing token too.
 */
export class Locks {
  readonly #servers: LockServers;
  readonly #keys: Keys;

  /**
   * @param servers one connection, or those of an odd number of servers that know nothing of each other
   * @throws INVALID_CONFIGURATION for an even number of servers
   */
  constructor(servers: LockConnection | readonly LockConnection[], keys: Keys) {
    this.#servers = new LockServers('run' in servers ? [servers] : servers);
    this.#keys = keys;
  }

  /**
   * Takes a lock, waiting for it where others hold it. Release it in the end; a holder that dies frees it after `ttlMs`.
   * @throws LOCK_NOT_ACQUIRED after `waitMs`; ENGINE_UNAVAILABLE, ENGINE_TIMEOUT when most servers do not answer
   */
  async acquire(name: string, options: LockOptions = {}): Promise<Lock> {
    assertLockName(name);
    const { ttlMs, waitMs, signal } = resolveLockOptions(options);
    const key = this.#keys.state('lock', `{${name}}`);
    const counter = this.#keys.state('lock', `{${name}}`, 'fencing');
    const wanted = { name, key, counter, token: randomUUID(), ttlMs };
    const startedAt = performance.now();
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted();
      const tried = await this.#try(wanted);
      if ('lock' in tried) return tried.lock;
      const leftMs = startedAt + waitMs - performance.now();
      if (leftMs <= 0) throw new LockNotAcquiredError(name, waitMs);
      await pause(Math.min(leftMs, backOffMs(attempt), tried.freeInMs), signal);
    }
  }

  /**
   * Runs `work` while the lock is held. `lock.signal` is aborted when the lock gets lost meanwhile.
   * @throws LOCK_NOT_ACQUIRED after `waitMs`; LOCK_LOST when the lock did not last until the work was done
   */
  async withLock<T>(name: string, options: LockOptions, work: (lock: Lock) => Promise<T>): Promise<T> {
    const lock = await this.acquire(name, options);
    try {
      const result = await work(lock);
      if (!lock.isHeld) throw new LockLostError(name, { cause: lock.signal.reason });
      return result;
    } finally {
      await orExpire(lock.release());
    }
  }

  async #try(wanted: Wanted): Promise<Attempt> {
    const { name, key, counter, token, ttlMs } = wanted;
    const refusals: number[] = [];
    const askedAt = performance.now();
    const poll = await this.#servers.ask({
      script: ACQUIRE,
      keys: [key, counter],
      args: [token, String(ttlMs), String(COUNTER_TTL_MS)],
      deadlineMs: answerWithin(ttlMs),
      read: (reply) => readFencingToken(reply, refusals),
    });
    try {
      if (this.#servers.decide(poll)) {
        const fencingToken = Math.max(...poll.yes);
        const isLasting =
          poll.yes.every((given) => given === fencingToken) || (await this.#raise(wanted, fencingToken));
        if (isLasting && performance.now() < validUntil({ askedAt, ttlMs })) {
          return { lock: new Lock(this.#servers, { name, key, token, fencingToken, ttlMs, askedAt }) };
        }
      }
    } catch (error) {
      void this.#giveBack(wanted);
      throw error;
    }
    const isOnlyRefused = poll.yes.length === 0 && poll.failures.length === 0 && this.#servers.quorum === 1;
    if (!isOnlyRefused) void this.#giveBack(wanted);
    return { freeInMs: Math.max(1, Math.min(...refusals.filter((ms) => ms >= 0))) };
  }

  /** Makes a quorum remember the fencing token, so that the next holder's is greater whichever servers answer then. */
  async #raise({ key, counter, token, ttlMs }: Wanted, fencingToken: number): Promise<boolean> {
    const args = [token, String(fencingToken), String(COUNTER_TTL_MS)];
    const question = { script: RAISE, keys: [key, counter], args, deadlineMs: answerWithin(ttlMs), read: isOne };
    return this.#servers.decide(await this.#servers.ask(question));
  }

  /** Frees what some servers may have given: also those whose answer was lost. */
  async #giveBack({ key, token, ttlMs }: Wanted): Promise<void> {
    const deadlineMs = answerWithin(ttlMs);
    await this.#servers.ask({ script: RELEASE, keys: [key], args: [token], deadlineMs, read: isOne });
  }
}

/** The work is done, whether or not the engine can be told: then the lock expires by itself. */
async function orExpire(release: Promise<unknown>): Promise<void> {
  try {
    await release;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

/** The fencing token, or null when another holds the lock: then for how long is added to `refusals`. */
function readFencingToken(reply: unknown, refusals: number[]): number | null {
  const parts: readonly unknown[] = Array.isArray(reply) ? reply : [];
  const [granted, number] = parts;
  if (typeof number !== 'number') throw new EngineError('The engine answered a lock with something unknown.');
  if (granted === 1) return number;
  refusals.push(number);
  return null;
}
