import { EngineError } from '../../errors/engine-errors.js';
import { answerWithin } from './lock-grant.js';
import { ACQUIRE, EXTEND, RAISE } from './lock-scripts.js';
import type { HeldLock, LockConnection, LockServers, WantedLock } from './lock-servers.js';

/** One server of locks. */
export class OneLockServer implements LockServers {
  readonly #connection: LockConnection;

  constructor(connection: LockConnection) {
    this.#connection = connection;
  }

  async take({ key, counter, token, ttlMs }: WantedLock): Promise<number> {
    const options = { deadlineMs: answerWithin(ttlMs) };
    return readTaken(await this.#connection.run(ACQUIRE, [key, counter], [token, String(ttlMs)], options));
  }

  async extend({ key, token, ttlMs }: HeldLock, deadlineMs: number): Promise<boolean | EngineError> {
    try {
      return (await this.#connection.run(EXTEND, [key], [token, String(ttlMs)], { deadlineMs })) === 1;
    } catch (error) {
      if (error instanceof EngineError) return error;
      throw error;
    }
  }

  async release({ key, token, ttlMs }: HeldLock): Promise<boolean> {
    return (await this.#connection.send(['SREM', key, token], { deadlineMs: answerWithin(ttlMs) })) === 1;
  }

  /** Makes it remember a fencing token, so that those it gives later are greater. False when it has no such lock. */
  async raise({ key, counter, token, ttlMs }: WantedLock, fencingToken: number): Promise<boolean> {
    const options = { deadlineMs: answerWithin(ttlMs) };
    return (await this.#connection.run(RAISE, [key, counter], [token, String(fencingToken)], options)) === 1;
  }
}

function readTaken(reply: unknown): number {
  if (typeof reply === 'number') return reply;
  if (reply === null) return -Infinity;
  throw new EngineError('The engine answered a lock with something unknown.');
}
