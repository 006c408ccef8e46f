import { EngineError } from '../../errors/engine-errors.js';
import { orExpire } from './lock-servers.js';
import type { HeldLock, LockServers, WantedLock } from './lock-servers.js';
import type { OneLockServer } from './one-lock-server.js';

/** What the servers said so far. */
interface Poll<Answer> {
  readonly yes: Answer[];
  readonly no: Answer[];
  readonly failures: EngineError[];
}

/** An odd number of servers, of which most must agree (Redlock). */
export class QuorumLockServers implements LockServers {
  readonly #servers: readonly OneLockServer[];
  readonly #quorum: number;

  constructor(servers: readonly OneLockServer[]) {
    this.#servers = servers;
    this.#quorum = (servers.length + 1) / 2;
  }

  async take(wanted: WantedLock): Promise<number> {
    const poll = await this.#ask(
      (server) => server.take(wanted),
      (answer) => answer > 0,
    );
    if (this.#decide(poll)) {
      const fencingToken = Math.max(...poll.yes);
      if (poll.yes.every((given) => given === fencingToken)) return fencingToken;
      if (await this.#raise(wanted, fencingToken)) return fencingToken;
    }
    void orExpire(this.release(wanted));
    return Math.max(-Infinity, ...poll.no);
  }

  async extend(held: HeldLock, deadlineMs: number): Promise<boolean | EngineError> {
    const extend = async (server: OneLockServer) => {
      const answer = await server.extend(held, deadlineMs);
      if (answer instanceof EngineError) throw answer;
      return answer;
    };
    const { yes, no, failures } = await this.#ask(extend, Boolean);
    if (yes.length >= this.#quorum) return true;
    return no.length >= this.#quorum ? false : (failures[0] ?? false);
  }

  async release(held: HeldLock): Promise<boolean> {
    return this.#decide(await this.#ask((server) => server.release(held), Boolean));
  }

  /** Makes a quorum remember the fencing token, so that the next holder's is greater whichever servers answer then. */
  async #raise(wanted: WantedLock, fencingToken: number): Promise<boolean> {
    return this.#decide(await this.#ask((server) => server.raise(wanted, fencingToken), Boolean));
  }

  /** Asks all of them, and waits until it is certain whether a quorum says yes. */
  #ask<Answer>(
    put: (server: OneLockServer) => Promise<Answer>,
    isYes: (answer: Answer) => boolean,
  ): Promise<Poll<Answer>> {
    const poll: Poll<Answer> = { yes: [], no: [], failures: [] };
    return new Promise((resolve, reject) => {
      const settle = () => {
        const { yes, no, failures } = poll;
        if (yes.length >= this.#quorum || no.length + failures.length >= this.#quorum) {
          resolve({ yes: [...yes], no: [...no], failures: [...failures] });
        }
      };
      for (const server of this.#servers) {
        put(server)
          .then((answer) => {
            (isYes(answer) ? poll.yes : poll.no).push(answer);
            settle();
          })
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
  #decide({ yes, failures }: Poll<unknown>): boolean {
    const [failure] = failures;
    if (failure !== undefined && failures.length >= this.#quorum) throw failure;
    return yes.length >= this.#quorum;
  }
}
