import { TransactionConflictError } from '../../errors/engine-errors.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { RedisCommand, RedisReply } from '../../redis/redis-values.js';
import type { ScriptCommand } from '../../redis/script.js';
import { assertWithin } from '../../errors/option-range.js';
import { backOffMs, pause } from '../back-off.js';
import { COMPARE_AND_DELETE, COMPARE_AND_SET } from './compare-scripts.js';
import { resolveTransactionOptions } from './transaction-options.js';
import type { TransactionOptions } from './transaction-options.js';
import { execute, tryTransaction } from './watched-transaction.js';
import type { PlanTransaction, TransactionResult } from './watched-transaction.js';

export interface CompareAndSetOptions {
  /** Milliseconds that the new value lives. @default as long as the old one would */
  readonly ttlMs?: number;
}

const PIPELINE_SIZE = 500;
const TTL = { min: 1, max: Number.MAX_SAFE_INTEGER };

/**
 * Changes of several keys that happen together, or not at all. On a cluster all keys of one lie in one slot.
 *
 * A transaction whose connection broke while the engine had it fails with `ENGINE_UNAVAILABLE`, and is not repeated: it may
 * have been carried out. Where that matters, let it write a receipt, and look for it at the beginning.
 */
export class Transactions {
  constructor(private readonly connection: RedisConnection) {}

  /**
   * Watches keys, lets `plan` read them, and carries its commands out if nobody changed a watched key meanwhile; else
   * after a random wait once more, as when the connection was lost before they were sent. `plan` may therefore run several
   * times.
   * @throws WRITE_CONTENDED after too many tries or the deadline; TransactionFailedError when the engine refused a command
   */
  async run<T>(
    watched: readonly [string, ...string[]],
    plan: PlanTransaction<T>,
    options: TransactionOptions = {},
  ): Promise<TransactionResult<T> & { readonly attempts: number }> {
    const { attempts, deadlineMs, signal } = resolveTransactionOptions(options);
    const deadline = performance.now() + deadlineMs;
    for (let tries = 1; ; tries++) {
      signal?.throwIfAborted();
      const result = await this.connection.exclusive((own) => tryTransaction(own, watched, plan));
      if (!('cause' in result)) return { ...result, attempts: tries };
      const waitMs = backOffMs(tries);
      if (tries >= attempts || performance.now() + waitMs > deadline) {
        if (result.cause !== null) throw result.cause;
        throw new TransactionConflictError(
          `Others changed "${watched.join('", "')}" each of the ${tries} times before the transaction could be carried out. Try again in a second.`,
        );
      }
      await pause(waitMs, signal);
    }
  }

  /**
   * Carries commands out together, in one round trip: nobody sees a part of them.
   * @throws TransactionFailedError when the engine refused one; the others were carried out
   */
  async atomically(commands: readonly RedisCommand[]): Promise<readonly RedisReply[]> {
    if (commands.length === 0) return [];
    const replies = await execute(this.connection, commands);
    if (replies === null) throw new TransactionConflictError('The engine threw the transaction away. Repeat it.');
    return replies;
  }

  /**
   * Sends any number of commands that do not wait for each other, some hundred a round trip. The replies stand in order, an
   * error in its place: it never rejects.
   */
  async pipeline(commands: readonly (RedisCommand | ScriptCommand)[]): Promise<readonly (RedisReply | Error)[]> {
    const replies: (RedisReply | Error)[] = [];
    for (let start = 0; start < commands.length; start += PIPELINE_SIZE) {
      replies.push(...(await this.connection.pipeline(commands.slice(start, start + PIPELINE_SIZE))));
    }
    return replies;
  }

  /**
   * Sets a string if it is `expected`, null meaning that there is none.
   * @throws WrongTypeError when the key holds no string
   */
  async compareAndSet(
    key: string,
    expected: string | null,
    value: string,
    { ttlMs }: CompareAndSetOptions = {},
  ): Promise<boolean> {
    if (ttlMs !== undefined) assertWithin('option "ttlMs"', ttlMs, TTL);
    const args = [expected === null ? 'absent' : 'present', expected ?? '', value, String(ttlMs ?? '')];
    return (await this.connection.run(COMPARE_AND_SET, [key], args)) === 1;
  }

  /**
   * Deletes a string if it is `expected`.
   * @throws WrongTypeError when the key holds no string
   */
  async compareAndDelete(key: string, expected: string): Promise<boolean> {
    return (await this.connection.run(COMPARE_AND_DELETE, [key], [expected])) === 1;
  }
}
