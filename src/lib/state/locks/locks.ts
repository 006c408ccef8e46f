import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../errors/engine-errors.js';
import { LockLostError, LockNotAcquiredError } from '../../errors/lock-errors.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { assertLockName, resolveLockOptions } from './lock-options.js';
import type { LockOptions } from './lock-options.js';
import { ACQUIRE } from './lock-scripts.js';
import { Lock } from './lock.js';

const COUNTER_TTL_MS = 86_400_000;
const FIRST_WAIT_MS = 10;
const LONGEST_WAIT_MS = 250;

/**
 * Locks that processes share. A lock lives in one Redis: a failover can lose it, so protect what must never be done twice
 * by its fencing token too.
 */
export class Locks {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;

  constructor(connection: RedisConnection, keys: Keys) {
    this.#connection = connection;
    this.#keys = keys;
  }

  /**
   * Takes a lock, waiting for it where others hold it. Release it in the end; a holder that dies frees it after `ttlMs`.
   * @throws LOCK_NOT_ACQUIRED after `waitMs`
   */
  async acquire(name: string, options: LockOptions = {}): Promise<Lock> {
    assertLockName(name);
    const { ttlMs, waitMs, signal } = resolveLockOptions(options);
    const key = this.#keys.state('lock', `{${name}}`);
    const counter = this.#keys.state('lock', `{${name}}`, 'fencing');
    const token = randomUUID();
    const startedAt = performance.now();
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted();
      const askedAt = performance.now();
      const args = [token, String(ttlMs), String(COUNTER_TTL_MS)];
      const [granted, number] = readGrant(await this.#connection.run(ACQUIRE, [key, counter], args));
      if (granted) return new Lock(this.#connection, { name, key, token, fencingToken: number, ttlMs, askedAt });
      const leftMs = startedAt + waitMs - performance.now();
      if (leftMs <= 0) throw new LockNotAcquiredError(name, waitMs);
      await pause(Math.min(leftMs, backOff(attempt), Math.max(number, 1)), signal);
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
      await releaseOrExpire(lock);
    }
  }
}

/** The work is done, whether or not the engine can be told: then the lock expires by itself. */
async function releaseOrExpire(lock: Lock): Promise<void> {
  try {
    await lock.release();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}

/** A random time below a bound that doubles, so that those who wait do not come together. */
function backOff(attempt: number): number {
  const bound = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempt, 10));
  return 1 + Math.random() * bound;
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

function readGrant(reply: unknown): readonly [granted: boolean, number: number] {
  const parts: readonly unknown[] = Array.isArray(reply) ? reply : [];
  const [granted, number] = parts;
  if (typeof number !== 'number') throw new EngineError('The engine answered a lock with something unknown.');
  return [granted === 1, number];
}
