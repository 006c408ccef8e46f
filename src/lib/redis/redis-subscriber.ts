import { EngineUnavailableError } from '../errors/engine-errors.js';
import { settlesWithin } from './deadline.js';
import type { LinkOptions, RedisClient } from './redis-client.js';
import { mapRedisError } from './redis-errors.js';
import type { MessageListener, SubscriberLink, Unsubscribe } from './subscriber.js';
import { SupervisedClient } from './supervised-client.js';

const RETRY_MS = 500;

/** The listeners of one channel or pattern; `deliver` is what the client knows of. */
interface Topic {
  readonly isPattern: boolean;
  readonly name: string;
  readonly listeners: Set<MessageListener>;
  readonly deliver: MessageListener;
}

/** Pub/Sub on a client of its own. Changes of subscriptions go one after another, so that the last one asked for stands. */
export class RedisSubscriber implements SubscriberLink {
  readonly #options: LinkOptions;
  readonly #topics = new Map<string, Topic>();
  readonly #gapListeners = new Set<() => void>();
  #client: SupervisedClient | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #heartbeat: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  subscribe(channel: string, listener: MessageListener): Promise<Unsubscribe> {
    return this.#add({ name: channel, isPattern: false }, listener);
  }

  subscribePattern(pattern: string, listener: MessageListener): Promise<Unsubscribe> {
    return this.#add({ name: pattern, isPattern: true }, listener);
  }

  onGap(listener: () => void): () => void {
    // A function of its own for each call, so that one who listens twice also ends it twice.
    const entry = () => {
      listener();
    };
    this.#gapListeners.add(entry);
    return () => {
      this.#gapListeners.delete(entry);
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    this.#topics.clear();
    this.#gapListeners.clear();
    this.#client?.destroy();
    await this.#last;
  }

  async #add(topic: Pick<Topic, 'name' | 'isPattern'>, listener: MessageListener): Promise<Unsubscribe> {
    const entry: MessageListener = (message, channel) => {
      listener(message, channel);
    };
    await this.#inTurn(() => this.#listen(topic, entry));
    return () => this.#inTurn(() => this.#leave(topic, entry));
  }

  async #listen({ name, isPattern }: Pick<Topic, 'name' | 'isPattern'>, listener: MessageListener): Promise<void> {
    if (this.#isClosed) throw new EngineUnavailableError('The connection to Redis is closed.', { sent: false });
    const known = this.#topics.get(idOf(name, isPattern));
    if (known !== undefined) {
      known.listeners.add(listener);
      return;
    }
    const listeners = new Set([listener]);
    const deliver: MessageListener = (message, channel) => {
      for (const each of listeners) each(message, channel);
    };
    const topic: Topic = { name, isPattern, listeners, deliver };
    const client = await this.#open();
    await client.untilReady(performance.now() + this.#options.commandTimeoutMs);
    this.#topics.set(idOf(name, isPattern), topic);
    try {
      await this.#answered(client, request(client.current, topic));
    } catch (error) {
      this.#topics.delete(idOf(name, isPattern));
      throw error;
    }
  }

  async #leave({ name, isPattern }: Pick<Topic, 'name' | 'isPattern'>, listener: MessageListener): Promise<void> {
    const topic = this.#topics.get(idOf(name, isPattern));
    if (topic === undefined || !topic.listeners.delete(listener) || topic.listeners.size > 0) return;
    this.#topics.delete(idOf(name, isPattern));
    const client = this.#client;
    // Without a link there is nothing to end: a new one takes over only the subscriptions that are left.
    if (client === undefined || !client.isReady()) return;
    const { current } = client;
    await this.#answered(
      client,
      isPattern ? current.pUnsubscribe(name, topic.deliver) : current.unsubscribe(name, topic.deliver),
    );
  }

  async #open(): Promise<SupervisedClient> {
    if (this.#client !== undefined) return this.#client;
    const { target, place } = this.#options;
    const located = place === undefined ? target : await place.locate();
    const client = await SupervisedClient.open(
      { ...this.#options, target: located },
      {
        onReady: () => {
          void this.#onReconnected();
        },
      },
    );
    if (this.#isClosed) {
      client.destroy();
      throw new EngineUnavailableError('The connection to Redis is closed.', { sent: false });
    }
    this.#heartbeat = setInterval(() => void this.#assertAlive(client), this.#options.keepAliveMs).unref();
    return (this.#client = client);
  }

  /** A client that replaced another one has no subscriptions yet. */
  async #onReconnected(): Promise<void> {
    const client = this.#client;
    if (client === undefined) return;
    try {
      const asked = [...this.#topics.values()].map((topic) => request(client.current, topic));
      await this.#answered(client, Promise.all(asked));
    } catch {
      // A new link is tried, so nothing is lost but time; a server that refuses is not asked without pause.
      setTimeout(() => {
        client.giveUp();
      }, RETRY_MS).unref();
      return;
    }
    for (const listener of this.#gapListeners) listener();
  }

  /** A link on which nothing comes may be dead without having been closed. */
  async #assertAlive(client: SupervisedClient): Promise<void> {
    if (!client.isReady()) return;
    try {
      await this.#answered(client, client.current.sendCommand(['PING']));
    } catch {
      client.giveUp();
    }
  }

  async #answered(client: SupervisedClient, asked: Promise<unknown>): Promise<void> {
    const { commandTimeoutMs } = this.#options;
    try {
      if (await settlesWithin(asked, commandTimeoutMs)) return;
    } catch (error) {
      throw mapRedisError(error, { server: client.server });
    }
    client.giveUp();
    throw new EngineUnavailableError(
      `Redis at ${client.server} did not answer a subscription within ${commandTimeoutMs} ms.`,
    );
  }

  async #inTurn(change: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(change);
    this.#last = turn.catch(() => undefined);
    await turn;
  }
}

function request(client: RedisClient, { name, isPattern, deliver }: Topic): Promise<unknown> {
  return isPattern ? client.pSubscribe(name, deliver) : client.subscribe(name, deliver);
}

const idOf = (name: string, isPattern: boolean) => `${isPattern ? 'pattern' : 'channel'} ${name}`;
