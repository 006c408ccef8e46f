import { EngineError } from '../../errors/engine-errors.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { LockGrant } from './lock-grant.js';

/** What locks need of a connection. */
export type LockConnection = Pick<RedisConnection, 'run' | 'send'>;

/** A lock that its holder has, or may have. */
export type HeldLock = Pick<LockGrant, 'key' | 'token' | 'ttlMs'>;

export interface WantedLock extends HeldLock {
  /** Key of the counter that gives fencing tokens. */
  readonly counter: string;
}

/** The servers that a lock lives on: one, or several that know nothing of each other. */
export interface LockServers {
  /**
   * Takes the lock if it is free: the fencing token. Else for how many milliseconds others may hold it, as a number that is
   * not positive. @throws EngineError when too few answer; some may have given it
   */
  take(wanted: WantedLock): Promise<number>;
  /** Lets the lock live on. False when others have it; a failure when that is not known. */
  extend(held: HeldLock, deadlineMs: number): Promise<boolean | EngineError>;
  /** Frees the lock. False when it was lost before. @throws EngineError when too few answer */
  release(held: HeldLock): Promise<boolean>;
}

/** Waits for a release. Where the engine cannot be told, the lock expires by itself. */
export async function orExpire(release: Promise<unknown>): Promise<void> {
  try {
    await release;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
}
