import { setTimeout as delay } from 'node:timers/promises';
import { ConnectionTimeoutError, ErrorReply } from 'redis';
import type { AisleError } from '../errors/aisle-error.js';
import {
  EngineAuthenticationFailedError,
  EngineReadOnlyError,
  EngineUnavailableError,
} from '../errors/engine-errors.js';
import type { DirectTarget } from './connection-target.js';
import { settlesWithin } from './deadline.js';
import { beginOutage } from './outage.js';
import type { Outage } from './outage.js';
import type { Place } from './place.js';
import { reconnectDelay } from './reconnect-delay.js';
import type { Backoff } from './reconnect-delay.js';
import { createRedisClient } from './redis-client.js';
import type { LinkOptions, RedisClient } from './redis-client.js';
import { mapRedisError } from './redis-errors.js';
import { describeEndpoint } from './redis-url.js';
import { isProtocolError } from './socket-errors.js';

/** Each loss is followed by `onReady` once, unless the connection is closed before. */
export interface LinkHooks {
  /** The connection is lost. Of several links each tells for itself. */
  readonly onLost?: (error: AisleError) => void;
  /** The connection is there again. */
  readonly onReady?: () => void;
}

const LOADING_PAUSE_MS = 50;

/** A client that is replaced by another one when its connection is lost, or can be trusted no more. */
export class SupervisedClient {
  readonly #options: LinkOptions;
  readonly #hooks: LinkHooks;
  readonly #closing = new AbortController();
  #target: DirectTarget;
  #current: RedisClient;
  #isReconnecting = false;
  #isOpen = false;
  #isClosing = false;
  #outage: Outage | undefined;
  #lastError: unknown;
  #failOpening: ((error: unknown) => void) | undefined;

  private constructor(options: LinkOptions, hooks: LinkHooks) {
    this.#options = options;
    this.#hooks = hooks;
    this.#target = options.target;
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
      if (options.place?.role === 'primary') await assertPrimary(client.#current, client.server);
    } catch (error) {
      client.destroy();
      throw mapRedisError(error, { server: client.server, isConnecting: true });
    }
    client.#isOpen = true;
    return client;
  }

  /** Begins to look for its server at once, without waiting for it. */
  static begin(options: LinkOptions & { readonly place: Place; readonly reconnect: Backoff }): SupervisedClient {
    const client = new SupervisedClient(options, {});
    client.#isOpen = true;
    client.#outage = beginOutage(0);
    void client.#reconnect(options.reconnect);
    return client;
  }

  get server(): string {
    return describeEndpoint(this.#target.endpoint);
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
  }

  /** The server takes no writes. Where it was to be the primary, it is that no more. */
  onReadOnly(): void {
    if (this.#options.place?.role === 'primary') this.giveUp();
  }

  /** Takes no more commands; those under way may still be answered. */
  stop(): void {
    this.#isClosing = true;
    this.#closing.abort();
    this.#outage?.end();
  }

  destroy(): void {
    this.stop();
    this.#current.destroy();
  }

  #create(): RedisClient {
    const client = createRedisClient({ ...this.#options, target: this.#target });
    client.on('error', (error) => {
      if (this.#isInCharge(client)) this.#onError(error);
    });
    // The client does not break off a connection that is being made when it is destroyed.
    client.on('connect', () => {
      if (!this.#isInCharge(client)) client.destroy();
    });
    return client;
  }

  #onError(error: unknown): void {
    this.#lastError = error;
    if (!this.#isOpen) {
      if (isProtocolError(error)) this.#failOpening?.(error);
      return;
    }
    if (this.#outage === undefined) {
      this.#outage = beginOutage(this.#options.reconnect?.graceMs ?? 0);
      this.#hooks.onLost?.(mapRedisError(error, { server: this.server }));
    }
    const { reconnect } = this.#options;
    if (reconnect !== null) void this.#reconnect(reconnect);
    this.#current.destroy();
  }

  #isInCharge(client: RedisClient): boolean {
    return client === this.#current && !this.#isClosing;
  }

  /** Connects to where the server is by now, again and again until it is there. */
  async #reconnect(backoff: Backoff): Promise<void> {
    if (this.#isReconnecting) return;
    this.#isReconnecting = true;
    const { place } = this.#options;
    for (let tries = 0; !this.#isClosing; tries++) {
      try {
        await delay(reconnectDelay(tries, backoff), undefined, { signal: this.#closing.signal });
        await this.#moveTo(place === undefined ? this.#target : await place.locate());
        // It may have broken off again while it was looked at.
        if (this.#current.isReady) break;
      } catch (error) {
        this.#lastError = error;
      }
    }
    this.#isReconnecting = false;
    if (this.#isClosing) return;
    this.#outage?.end();
    this.#outage = undefined;
    this.#hooks.onReady?.();
  }

  async #moveTo(target: DirectTarget): Promise<void> {
    if (this.#isClosing) return;
    this.#current.destroy();
    this.#target = target;
    const client = (this.#current = this.#create());
    try {
      const ready = client.connect().then(() => this.#untilFit(client));
      if (!(await settlesWithin(ready, this.#options.connectTimeoutMs))) throw new ConnectionTimeoutError();
    } catch (error) {
      client.destroy();
      throw error;
    }
  }

  /**
   * A server that was started again takes connections before its data is loaded, and is waited for where it has no other
   * place. @throws when it is not what is looked for
   */
  async #untilFit(client: RedisClient): Promise<void> {
    const { place } = this.#options;
    for (;;) {
      try {
        await client.sendCommand(['PING']);
        break;
      } catch (error) {
        const isLoading = error instanceof ErrorReply && error.message.startsWith('LOADING');
        if (!isLoading || place !== undefined) throw error;
        this.#lastError = error;
      }
      await delay(LOADING_PAUSE_MS, undefined, { signal: this.#closing.signal });
    }
    if (place?.role === 'primary') await assertPrimary(client, this.server);
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

/** Right after a failover the sentinels may still name the server that was the primary. */
async function assertPrimary(client: RedisClient, server: string): Promise<void> {
  const hello = await client.sendCommand(['HELLO']);
  const role: unknown = hello instanceof Map ? hello.get('role') : undefined;
  if (role === 'master') return;
  throw new EngineReadOnlyError(`Redis at ${server} is a replica. The sentinels have not agreed on a new primary yet.`);
}
