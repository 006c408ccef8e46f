import { ConnectionTimeoutError } from 'redis';
import { AisleError } from '../errors/aisle-error.js';
import {
  EngineAuthenticationFailedError,
  EngineTimeoutError,
  EngineUnavailableError,
} from '../errors/engine-errors.js';
import { settlesWithin, timerMs } from './deadline.js';
import { beginOutage } from './outage.js';
import type { Outage } from './outage.js';
import { reconnectDelay } from './reconnect-delay.js';
import { createRedisClient } from './redis-client.js';
import type { LinkOptions, RedisClient } from './redis-client.js';
import { describeCommand, mapNestedErrors, mapRedisError } from './redis-errors.js';
import type { CommandOptions, RedisCommand, RedisReply } from './redis-connection.js';
import { describeEndpoint } from './redis-url.js';
import { BUFFER_REPLY_TYPES, toReply } from './reply.js';
import type { RawReply } from './reply.js';
import { isProtocolError } from './socket-errors.js';

export interface LinkHooks {
  /** The connection is lost. */
  readonly onLost?: (error: AisleError) => void;
  /** The connection is there again. */
  readonly onReady?: () => void;
}

const NO_OPTIONS: CommandOptions = {};
const WITH_BUFFERS = { typeMapping: BUFFER_REPLY_TYPES };

/**
 * One connection to a server, with our deadlines and errors. A lost one is made again; so is one that is dead without
 * having been closed: when a command was not answered in time and nothing else came meanwhile.
 */
export class Link {
  readonly server: string;
  /** Hashes of the scripts that the server got over this connection. */
  readonly scripts = new Set<string>();
  readonly #options: LinkOptions;
  readonly #hooks: LinkHooks;
  #client: RedisClient;
  #isOpen = false;
  #isClosing = false;
  #outage: Outage | undefined;
  #lastError: unknown;
  #failOpening: ((error: unknown) => void) | undefined;
  #handshakeTimer: NodeJS.Timeout | undefined;
  #waiting = 0;
  #onDrained: (() => void) | undefined;
  #sent = 0;
  #answered = 0;
  #patientUntil = 0;

  private constructor(options: LinkOptions, hooks: LinkHooks) {
    this.#options = options;
    this.#hooks = hooks;
    this.server = describeEndpoint(options.target.endpoint);
    this.#client = this.#createClient();
  }

  /** Connects, once, within `connectTimeoutMs`. */
  static async open(options: LinkOptions, hooks: LinkHooks = {}): Promise<Link> {
    const link = new Link(options, hooks);
    try {
      const opening = new Promise<unknown>((resolve, reject) => {
        link.#failOpening = reject;
        link.#client.connect().then(resolve, reject);
      });
      if (!(await settlesWithin(opening, options.connectTimeoutMs))) throw new ConnectionTimeoutError();
    } catch (error) {
      link.#isClosing = true;
      link.#client.destroy();
      throw mapRedisError(error, { server: link.server, isConnecting: true });
    }
    link.#isOpen = true;
    return link;
  }

  /** Commands whose callers wait. */
  get load(): number {
    return this.#waiting;
  }

  /** True when nothing that was sent is unanswered. */
  get isQuiet(): boolean {
    return this.#sent === this.#answered;
  }

  isReady(): boolean {
    return this.#client.isReady && !this.#isClosing;
  }

  send(command: RedisCommand, options: CommandOptions = NO_OPTIONS): Promise<RedisReply> {
    if (!this.isReady()) return this.#sendLater(command, options);
    return new Promise((resolve, reject) => {
      const stop = this.#startDeadline(options, (ms) => {
        reject(this.#timeout(command, ms));
      });
      this.#issue(command, options, (reply) => {
        if (!stop()) return;
        if (reply instanceof AisleError) reject(reply);
        else resolve(reply);
      });
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
      const stop = this.#startDeadline(options, finish);
      for (const [position, command] of commands.entries()) {
        this.#issue(command, options, (reply) => {
          replies[position] = reply;
          if (--missing === 0 && stop()) finish(0);
        });
      }
    });
  }

  /** Waits for the commands under way, then closes. */
  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#outage?.end();
    clearTimeout(this.#handshakeTimer);
    if (this.#waiting > 0 && this.#client.isReady) {
      await new Promise<void>((resolve) => {
        this.#onDrained = resolve;
      });
    }
    this.#client.destroy();
  }

  #issue(command: RedisCommand, options: CommandOptions, done: (reply: RedisReply | AisleError) => void): void {
    this.#sent++;
    this.#client.sendCommand<RawReply>(command, options.buffers === true ? WITH_BUFFERS : undefined).then(
      (raw) => {
        this.#answered++;
        done(this.#read(raw, command));
      },
      (error: unknown) => {
        this.#answered++;
        done(mapRedisError(error, { server: this.server, command }));
      },
    );
  }

  #read(raw: RawReply, command: RedisCommand): RedisReply | AisleError {
    try {
      return toReply(raw);
    } catch (error) {
      return mapNestedErrors(raw, error, { server: this.server, command });
    }
  }

  /** Starts the clock of a caller who waits. The returned function stops it; false when it had run out. */
  #startDeadline(options: CommandOptions, onExpired: (ms: number) => void): () => boolean {
    const ms = options.deadlineMs ?? this.#options.commandTimeoutMs;
    const answered = this.#answered;
    let isOver = false;
    if (ms > this.#options.commandTimeoutMs) this.#patientUntil = Math.max(this.#patientUntil, Date.now() + ms);
    this.#waiting++;
    const end = () => {
      isOver = true;
      if (--this.#waiting === 0) this.#onDrained?.();
    };
    const expire = () => {
      if (isOver) return;
      end();
      onExpired(ms);
      if (ms >= this.#options.commandTimeoutMs && answered === this.#answered) this.#onSilence();
    };
    // After a long stretch of other work the answer may lie in the socket: timers run first, so let it be read.
    const timer = setTimeout(() => setImmediate(expire), timerMs(ms));
    return () => {
      if (isOver) return false;
      clearTimeout(timer);
      end();
      return true;
    };
  }

  async #sendLater(command: RedisCommand, options: CommandOptions): Promise<RedisReply> {
    return this.send(command, await this.#waitUntilReady(options));
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
    const deadline = Date.now() + (options.deadlineMs ?? this.#options.commandTimeoutMs);
    if (!this.#isClosing && this.#outage?.isGrace() === true) {
      await settlesWithin(this.#outage.over, deadline - Date.now());
    }
    const deadlineMs = deadline - Date.now();
    if (!this.isReady() || deadlineMs <= 0) throw this.#offline();
    return { ...options, deadlineMs };
  }

  #createClient(): RedisClient {
    const client = createRedisClient(this.#options, (tries) => {
      const { reconnect } = this.#options;
      return this.#isOpen && reconnect !== null ? reconnectDelay(tries, reconnect) : false;
    });
    const ifCurrent = (handle: (error?: unknown) => void) => (error?: unknown) => {
      if (client === this.#client && !this.#isClosing) handle(error);
    };
    client.on('error', ifCurrent(this.#onError.bind(this)));
    client.on('connect', ifCurrent(this.#onConnect.bind(this)));
    client.on('ready', ifCurrent(this.#onReady.bind(this)));
    return client;
  }

  #onError(error: unknown): void {
    this.#lastError = error;
    clearTimeout(this.#handshakeTimer);
    if (!this.#isOpen) {
      if (isProtocolError(error)) this.#failOpening?.(error);
      return;
    }
    if (this.#outage === undefined) {
      this.scripts.clear();
      this.#outage = beginOutage(this.#options.reconnect?.graceMs ?? 0);
      this.#hooks.onLost?.(mapRedisError(error, { server: this.server }));
    }
    if (isProtocolError(error)) this.#replaceClient();
  }

  /** The client's own time-out ends when the socket is open; this one covers the handshake too. */
  #onConnect(): void {
    if (!this.#isOpen) return;
    this.#handshakeTimer = setTimeout(() => {
      this.#lastError = new ConnectionTimeoutError();
      this.#replaceClient();
    }, this.#options.connectTimeoutMs);
  }

  #onReady(): void {
    clearTimeout(this.#handshakeTimer);
    if (this.#outage === undefined) return;
    this.#outage.end();
    this.#outage = undefined;
    this.#hooks.onReady?.();
  }

  /** Nothing came for a whole deadline: gives the connection up, unless somebody waits for a long answer. */
  #onSilence(): void {
    if (this.#isClosing || this.#outage !== undefined || Date.now() < this.#patientUntil) return;
    this.#onError(new ConnectionTimeoutError());
    this.#replaceClient();
  }

  #replaceClient(): void {
    const old = this.#client;
    if (this.#options.reconnect === null) {
      old.destroy();
      return;
    }
    this.#client = this.#createClient();
    old.destroy();
    // Each failure comes as an "error" event too, and the client goes on trying.
    this.#client.connect().catch(() => undefined);
  }

  #timeout(command: RedisCommand | undefined, ms: number): AisleError {
    return new EngineTimeoutError(
      `Redis at ${this.server} did not answer ${describeCommand(command)} within ${ms} ms; whether it was carried out is unknown.`,
    );
  }

  #offline(): AisleError {
    if (this.#isClosing) {
      return new EngineUnavailableError(`The connection to Redis at ${this.server} is closed.`, { sent: false });
    }
    const mapped = mapRedisError(this.#lastError, { server: this.server, isConnecting: true });
    if (mapped instanceof EngineAuthenticationFailedError) return mapped;
    return new EngineUnavailableError(`There is no connection to Redis at ${this.server}. ${mapped.message}`, {
      cause: mapped,
      sent: false,
    });
  }
}
