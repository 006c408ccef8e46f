import { ConnectionTimeoutError, ErrorReply } from 'redis';
import type { AisleError } from '../errors/aisle-error.js';
import { EngineAuthenticationFailedError, EngineUnavailableError } from '../errors/engine-errors.js';
import { settlesWithin } from './deadline.js';
import { beginOutage } from './outage.js';
import type { Outage } from './outage.js';
import { reconnectDelay } from './reconnect-delay.js';
import { createRedisClient } from './redis-client.js';
import type { LinkOptions, RedisClient } from './redis-client.js';
import { mapRedisError } from './redis-errors.js';
import { describeEndpoint } from './redis-url.js';
import { isProtocolError } from './socket-errors.js';

export interface LinkHooks {
  /** The connection is lost. */
  readonly onLost?: (error: AisleError) => void;
  /** The connection is there again. */
  readonly onReady?: () => void;
}

const LOADING_PAUSE_MS = 50;

/** A client that is connected again when its connection is lost, and replaced when it can be trusted no more. */
export class SupervisedClient {
  readonly server: string;
  readonly #options: LinkOptions;
  readonly #hooks: LinkHooks;
  #current: RedisClient;
  #isOpen = false;
  #isClosing = false;
  #outage: Outage | undefined;
  #lastError: unknown;
  #failOpening: ((error: unknown) => void) | undefined;
  #handshakeTimer: NodeJS.Timeout | undefined;

  private constructor(options: LinkOptions, hooks: LinkHooks) {
    this.#options = options;
    this.#hooks = hooks;
    this.server = describeEndpoint(options.target.endpoint);
    this.#current = this.#create();
  }

  /** Connects, once, within `connectTimeoutMs`. */
  static async open(options: LinkOptions, hooks: LinkHooks): Promise<SupervisedClient> {
    const client = new SupervisedClient(options, hooks);
    try {
      const opening = new Promise<unknown>((resolve, reject) => {
        client.#failOpening = reject;
        client.#current.connect().then(resolve, reject);
      });
      if (!(await settlesWithin(opening, options.connectTimeoutMs))) throw new ConnectionTimeoutError();
    } catch (error) {
      client.destroy();
      throw mapRedisError(error, { server: client.server, isConnecting: true });
    }
    client.#isOpen = true;
    return client;
  }

  get current(): RedisClient {
    return this.#current;
  }

  isReady(): boolean {
    return this.#current.isReady && this.#outage === undefined && !this.#isClosing;
  }

  /** Waits in the first moments of an outage, until the time that `performance.now()` counts at most. */
  async untilReady(deadline: number): Promise<void> {
    if (!this.#isClosing && this.#outage?.isGrace() === true) {
      await settlesWithin(this.#outage.over, deadline - performance.now());
    }
    if (!this.isReady() || performance.now() >= deadline) throw this.#offline();
  }

  /** Gives up a connection on which nothing comes any more. */
  giveUp(): void {
    if (this.#isClosing || this.#outage !== undefined) return;
    this.#onError(new ConnectionTimeoutError());
    this.#replace();
  }

  /** Takes no more commands; those under way may still be answered. */
  stop(): void {
    this.#isClosing = true;
    this.#outage?.end();
    clearTimeout(this.#handshakeTimer);
  }

  destroy(): void {
    this.stop();
    this.#current.destroy();
  }

  #create(): RedisClient {
    const client = createRedisClient(this.#options, (tries) => {
      const { reconnect } = this.#options;
      return this.#isOpen && reconnect !== null ? reconnectDelay(tries, reconnect) : false;
    });
    client.on('error', (error) => {
      if (this.#isInCharge(client)) this.#onError(error);
    });
    client.on('connect', () => {
      if (this.#isInCharge(client) && this.#isOpen) this.#startHandshakeTimer();
    });
    client.on('ready', () => {
      if (this.#isInCharge(client) && this.#isOpen) void this.#onReady(client);
    });
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
      this.#outage = beginOutage(this.#options.reconnect?.graceMs ?? 0);
      this.#hooks.onLost?.(mapRedisError(error, { server: this.server }));
    }
    if (isProtocolError(error)) this.#replace();
  }

  #isInCharge(client: RedisClient): boolean {
    return client === this.#current && !this.#isClosing;
  }

  /** The client's own time-out ends when the socket is open; this one covers the handshake too. */
  #startHandshakeTimer(): void {
    clearTimeout(this.#handshakeTimer);
    this.#handshakeTimer = setTimeout(() => {
      this.#lastError = new ConnectionTimeoutError();
      this.#replace();
    }, this.#options.connectTimeoutMs);
  }

  /** A server that was started again takes connections before its data is loaded; the outage lasts until it is. */
  async #onReady(client: RedisClient): Promise<void> {
    this.#startHandshakeTimer();
    const error = await client.sendCommand(['PING']).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!this.#isInCharge(client) || !client.isReady) return;
    clearTimeout(this.#handshakeTimer);
    if (error instanceof ErrorReply && error.message.startsWith('LOADING')) {
      this.#lastError = error;
      this.#handshakeTimer = setTimeout(() => void this.#onReady(client), LOADING_PAUSE_MS);
      return;
    }
    this.#outage?.end();
    this.#outage = undefined;
    this.#hooks.onReady?.();
  }

  #replace(): void {
    const old = this.#current;
    if (this.#options.reconnect !== null) {
      this.#current = this.#create();
      // Each failure comes as an "error" event too, and the client goes on trying.
      this.#current.connect().catch(() => undefined);
    }
    old.destroy();
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
