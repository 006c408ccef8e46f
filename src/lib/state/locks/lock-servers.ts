import { EngineError } from '../../errors/engine-errors.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { Script } from '../../redis/script.js';
import { assertServerCount } from './lock-options.js';

/** What locks need of a connection. */
export type LockConnection = Pick<RedisConnection, 'run'>;

/** One question to all servers. */
export interface Question<Answer> {
  readonly script: Script;
  readonly keys: readonly string[];
  readonly args: readonly string[];
  readonly deadlineMs: number;
  /** Reads a reply: the answer, or null for a no. */
  readonly read: (reply: unknown) => Answer | null;
}

/** What the servers said so far. */
export interface Poll<Answer> {
  readonly yes: readonly Answer[];
  readonly no: number;
  readonly failures: readonly EngineError[];
}

/** The servers that a lock lives on: one, or several that know nothing of each other. */
export class LockServers {
  readonly #connections: readonly LockConnection[];

  constructor(connections: readonly LockConnection[]) {
    assertServerCount(connections.length);
    this.#connections = connections;
  }

  /** How many of them must agree. */
  get quorum(): number {
    return (this.#connections.length + 1) / 2;
  }

  /** Asks all of them, and waits until it is certain whether a quorum says yes. */
  ask<Answer>({ script, keys, args, deadlineMs, read }: Question<Answer>): Promise<Poll<Answer>> {
    const poll = { yes: [] as Answer[], no: 0, failures: [] as EngineError[] };
    return new Promise((resolve, reject) => {
      const settle = () => {
        if (poll.yes.length >= this.quorum || poll.no + poll.failures.length >= this.quorum) {
          resolve({ ...poll, yes: [...poll.yes], failures: [...poll.failures] });
        }
      };
      const count = (reply: unknown) => {
        const answer = read(reply);
        if (answer === null) poll.no += 1;
        else poll.yes.push(answer);
        settle();
      };
      for (const connection of this.#connections) {
        connection
          .run(script, keys, args, { deadlineMs })
          .then(count)
          .catch((error: unknown) => {
            if (!(error instanceof EngineError)) {
              reject(error instanceof Error ? error : new Error(String(error)));
              return;
            }
            poll.failures.push(error);
            settle();
          });
      }
    });
  }

  /** Whether a quorum said yes. @throws the failure of a server, when too few are left to say yes */
  decide({ yes, failures }: Poll<unknown>): boolean {
    const [failure] = failures;
    if (failure !== undefined && failures.length >= this.quorum) throw failure;
    return yes.length >= this.quorum;
  }
}

/** Reads the answer of a script that gives 1 for yes. */
export const isOne = (reply: unknown): true | null => (reply === 1 ? true : null);
