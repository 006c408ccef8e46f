import { AisleError } from '../errors/aisle-error.js';
import { EngineReadOnlyError, EngineTimeoutError } from '../errors/engine-errors.js';
import { Deadlines } from './deadlines.js';
import type { Deadline } from './deadlines.js';
import type { LinkOptions } from './redis-client.js';
import { describeCommand, mapNestedErrors, mapRedisError } from './redis-errors.js';
import type { CommandOptions } from './redis-connection.js';
import type { RedisCommand, RedisReply } from './redis-values.js';
import { BUFFER_REPLY_TYPES, toReply } from './reply.js';
import type { RawReply } from './reply.js';
import type { Place } from './place.js';
import type { Backoff } from './reconnect-delay.js';
import { SupervisedClient } from './supervised-client.js';
import type { LinkHooks } from './supervised-client.js';

const NO_OPTIONS: CommandOptions = {};
const WITH_BUFFERS = { typeMapping: BUFFER_REPLY_TYPES };

/** What a caller gets in the place of a failure; undefined: the failure. */
type Instead = (failure: AisleError) => Promise<RedisReply> | undefined;

/** What is known of the server, until the connection is lost. */
interface LinkSession {
  readonly scripts: Set<string>;
  losses: number;
}

/**
 * One connection to a server, with our deadlines and errors. It is given up when a command was not answered in time and
 * nothing else came meanwhile, for then it is dead without having been closed.
 */
export class Link {
  readonly #session: LinkSession;
  readonly #client: SupervisedClient;
  readonly #commandTimeoutMs: number;
  readonly #deadlines = new Deadlines();
  #onDrained: (() => void) | undefined;
  #sent = 0;
  #answered = 0;
  /** Until when silence may mean that an answer takes as long as its caller expects. */
  #patientUntil = 0;

  private constructor(client: SupervisedClient, session: LinkSession, commandTimeoutMs: number) {
    this.#client = client;
    this.#session = session;
    this.#commandTimeoutMs = commandTimeoutMs;
  }

  /** Connects, once, within `connectTimeoutMs`. */
  static async open(options: LinkOptions, hooks: LinkHooks = {}): Promise<Link> {
    const session: LinkSession = { scripts: new Set(), losses: 0 };
    const client = await SupervisedClient.open(options, {
      ...hooks,
      onLost: (error) => {
        session.scripts.clear();
        session.losses++;
        hooks.onLost?.(error);
      },
    });
    return new Link(client, session, options.commandTimeoutMs);
  }

  /** A link that looks for its server in the background: it becomes ready, or not. */
  static begin(options: LinkOptions & { readonly place: Place; readonly reconnect: Backoff }): Link {
    const session: LinkSession = { scripts: new Set(), losses: 0 };
    return new Link(SupervisedClient.begin(options), session, options.commandTimeoutMs);
  }

  /** Hashes of the scripts that the server got over this connection. */
  get scripts(): Set<string> {
    return this.#session.scripts;
  }

  /** How often the connection was lost so far. */
  get losses(): number {
    return this.#session.losses;
  }

  get server(): string {
    return this.#client.server;
  }

  /** Commands whose callers wait. */
  get load(): number {
    return this.#deadlines.size;
  }

  /** True when nothing that was sent is unanswered. */
  get isQuiet(): boolean {
    return this.#sent === this.#answered;
  }

  isReady(): boolean {
    return this.#client.isReady();
  }

  send(command: RedisCommand, options: CommandOptions = NO_OPTIONS, instead?: Instead): Promise<RedisReply> {
    if (!this.isReady()) return this.#sendLater(command, options, instead);
    return new Promise((resolve, reject) => {
      const deadline = this.#startDeadline(options, (ms) => {
        reject(this.#timeout(command, ms));
      });
      this.#issue(command, options).then(
        (raw) => {
          this.#answered++;
          if (!this.#stop(deadline)) return;
          const reply = this.#read(raw, command);
          if (reply instanceof AisleError) reject(reply);
          else resolve(reply);
        },
        (error: unknown) => {
          const failure = this.#failed(error, command);
          if (!this.#stop(deadline)) return;
          const other = instead?.(failure);
          if (other === undefined) reject(failure);
          else resolve(other);
        },
      );
    });
  }

  /** Sends commands in one go. An error stands in the place of its reply. */
  batch(commands: readonly RedisCommand[], options: CommandOptions = NO_OPTIONS): Promise<(RedisReply | AisleError)[]> {
    if (commands.length === 0) return Promise.resolve([]);
    if (!this.isReady()) return this.#batchLater(commands, options);
    return new Promise((resolve) => {
      const replies = commands.map((): RedisReply | AisleError | undefined => undefined);
      const finish = (ms: number) => {
        resolve(
          replies.map((reply, position) => (reply === undefined ? this.#timeout(commands[position], ms) : reply)),
        );
      };
      let missing = commands.length;
      const deadline = this.#startDeadline(options, finish);
      commands.forEach((command, position) => {
        const note = (reply: RedisReply | AisleError) => {
          replies[position] = reply;
          if (--missing === 0 && this.#stop(deadline)) finish(0);
        };
        this.#issue(command, options).then(
          (raw) => {
            this.#answered++;
            note(this.#read(raw, command));
          },
          (error: unknown) => {
            note(this.#failed(error, command));
          },
        );
      });
    });
  }

  /** Gives the connection up; another one is made. */
  giveUp(): void {
    this.#client.giveUp();
  }

  /** Waits for the commands under way, then closes. */
  async close(): Promise<void> {
    const mayBeAnswered = this.#client.isReady();
    this.#client.stop();
    if (this.load > 0 && mayBeAnswered) {
      await new Promise<void>((resolve) => {
        this.#onDrained = resolve;
      });
    }
    this.#client.destroy();
  }

  /** What comes of it is to be noted by `#answered` or `#failed`. */
  #issue(command: RedisCommand, options: CommandOptions): Promise<RawReply> {
    this.#sent++;
    return this.#client.current.sendCommand(command, options.buffers === true ? WITH_BUFFERS : undefined);
  }

  #failed(error: unknown, command: RedisCommand): AisleError {
    this.#answered++;
    const failure = mapRedisError(error, { server: this.server, command });
    if (failure instanceof EngineReadOnlyError && failure.replyCode === 'READONLY') this.#client.onReadOnly();
    return failure;
  }

  #read(raw: RawReply, command: RedisCommand): RedisReply | AisleError {
    try {
      return toReply(raw);
    } catch (error) {
      return mapNestedErrors(raw, error, { server: this.server, command });
    }
  }

  /** Starts the clock of a caller who waits. */
  #startDeadline(options: CommandOptions, onExpired: (ms: number) => void): Deadline {
    const ms = options.deadlineMs ?? this.#commandTimeoutMs;
    const answered = this.#answered;
    if (ms > this.#commandTimeoutMs) this.#patientUntil = Math.max(this.#patientUntil, performance.now() + ms);
    return this.#deadlines.start(ms, () => {
      onExpired(ms);
      this.#noteDrained();
      const isSilent = answered === this.#answered && performance.now() >= this.#patientUntil;
      if (isSilent && ms >= this.#commandTimeoutMs) this.#client.giveUp();
    });
  }

  /** False when the clock had run out. */
  #stop(deadline: Deadline): boolean {
    if (!this.#deadlines.stop(deadline)) return false;
    this.#noteDrained();
    return true;
  }

  #noteDrained(): void {
    if (this.load === 0) this.#onDrained?.();
  }

  async #sendLater(command: RedisCommand, options: CommandOptions, instead?: Instead): Promise<RedisReply> {
    return this.send(command, await this.#waitUntilReady(options), instead);
  }

  async #batchLater(commands: readonly RedisCommand[], options: CommandOptions): Promise<(RedisReply | AisleError)[]> {
    try {
      return await this.batch(commands, await this.#waitUntilReady(options));
    } catch (error) {
      const mapped = mapRedisError(error, { server: this.server });
      return commands.map(() => mapped);
    }
  }

  /** Waits for the connection while there is hope; gives the options with what is left of the deadline. */
  async #waitUntilReady(options: CommandOptions): Promise<CommandOptions> {
    const deadline = performance.now() + (options.deadlineMs ?? this.#commandTimeoutMs);
    await this.#client.untilReady(deadline);
    return { ...options, deadlineMs: deadline - performance.now() };
  }

  #timeout(command: RedisCommand | undefined, ms: number): AisleError {
    return new EngineTimeoutError(
      `Redis at ${this.server} did not answer ${describeCommand(command)} within ${ms} ms; whether it was carried out is unknown.`,
    );
  }
}
