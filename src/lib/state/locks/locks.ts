import { randomUUID } from 'node:crypto';
import { LockLostError, LockNotAcquiredError } from '../../errors/lock-errors.js';
import type { Keys } from '../../redis/keys.js';
import { backOffMs, pause } from '../back-off.js';
import { validUntil } from './lock-grant.js';
import { assertLockName, assertServerCount, resolveLockOptions } from './lock-options.js';
import type { LockOptions } from './lock-options.js';
import { orExpire } from './lock-servers.js';
import type { LockConnection, LockServers } from './lock-servers.js';
import { Lock } from './lock.js';
import { OneLockServer } from './one-lock-server.js';
import { QuorumLockServers } from './quorum-lock-servers.js';

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
    this.#servers = 'run' in servers ? new OneLockServer(servers) : serversOf(servers);
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
    const token = randomUUID();
    const wanted = { key, counter, token, ttlMs };
    const startedAt = performance.now();
    for (let attempt = 0; ; attempt++) {
      signal?.throwIfAborted();
      const askedAt = performance.now();
      const taken = await this.#servers.take(wanted).catch((error: unknown) => {
        void orExpire(this.#servers.release(wanted));
        throw error;
      });
      if (taken > 0) {
        const grant = { name, key, token, fencingToken: taken, ttlMs, askedAt };
        if (performance.now() < validUntil(grant)) return new Lock(this.#servers, grant);
        void orExpire(this.#servers.release(wanted));
      }
      const leftMs = startedAt + waitMs - performance.now();
      if (leftMs <= 0) throw new LockNotAcquiredError(name, waitMs);
      await pause(Math.min(leftMs, backOffMs(attempt), Math.max(-taken, 1)), signal);
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
}

function serversOf(connections: readonly LockConnection[]): LockServers {
  assertServerCount(connections.length);
  const servers = connections.map((connection) => new OneLockServer(connection));
  const [only] = servers;
  return only !== undefined && servers.length === 1 ? only : new QuorumLockServers(servers);
}
