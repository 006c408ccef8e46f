import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { Unsubscribe } from '../../redis/subscriber.js';
import { encodeJson } from '../payloads.js';
import { warn } from '../report.js';
import type { ReportError } from '../report.js';
import type { EventChannel, EventTopic } from './define-events.js';

/** What is known about an event beside its payload. */
export interface EventContext {
  /** Name of the channel that it came by. */
  readonly channel: string;
}

/** Takes events. Nobody waits for it, and what it throws harms no other handler. */
export type EventHandler<Payload> = (payload: Payload, event: EventContext) => unknown;

export interface EventBusOptions {
  /** Told what handlers throw, and what came that is no JSON. @default a warning of the process */
  readonly onError?: ReportError;
}

/**
 * Events between all processes that share a namespace, by Pub/Sub: they reach those that listen now, this process too, once
 * or never. What is sent while a process has no connection does not reach it; {@link EventBus.onGap} tells so. What must
 * not be lost belongs in a stream or a queue.
 */
export class EventBus {
  readonly #connection: RedisConnection;
  readonly #prefix: string;
  readonly #onError: ReportError;
  readonly #ends = new Set<Unsubscribe>();
  readonly #running = new Set<Promise<void>>();

  constructor(connection: RedisConnection, keys: Keys, { onError = warn }: EventBusOptions = {}) {
    this.#connection = connection;
    this.#prefix = keys.state('events', '');
    this.#onError = onError;
  }

  /**
   * Sends an event, as JSON. Gives how many listening processes the engine reached; on a cluster, those at one node.
   * @throws INVALID_VALUE when the payload is no JSON value
   */
  async publish<Payload>(channel: EventChannel<Payload>, payload: NoInfer<Payload>): Promise<number> {
    const text = encodeJson(payload, `An event of "${channel.name}"`);
    return Number(await this.#connection.send(['PUBLISH', this.#prefix + channel.name, text]));
  }

  /**
   * Calls `handler` with the events of a channel or pattern, in the order in which they come; kept once it is in force.
   * @throws ENGINE_UNAVAILABLE, ENGINE_PERMISSION_DENIED
   */
  async on<Payload>(topic: EventTopic<Payload>, handler: EventHandler<Payload>): Promise<Unsubscribe> {
    const { subscriber } = this.#connection;
    const listener = (message: string, fullName: string) => {
      this.#handle(message, fullName.slice(this.#prefix.length), handler);
    };
    const end =
      topic.kind === 'channel'
        ? await subscriber.subscribe(this.#prefix + topic.name, listener)
        : await subscriber.subscribePattern(escapePattern(this.#prefix) + escapePattern(topic.name), listener);
    const unsubscribe: Unsubscribe = async () => {
      this.#ends.delete(unsubscribe);
      await end();
    };
    this.#ends.add(unsubscribe);
    return unsubscribe;
  }

  /** Calls `handler` when events may have been missed: the connection was lost and is there again. */
  onGap(handler: () => unknown): () => void {
    const end = this.#connection.subscriber.onGap(() => {
      this.#run('a handler of gaps', handler);
    });
    const unsubscribe = () => {
      this.#ends.delete(ended);
      end();
    };
    const ended: Unsubscribe = () => {
      unsubscribe();
      return Promise.resolve();
    };
    this.#ends.add(ended);
    return unsubscribe;
  }

  /** Ends all subscriptions, then waits for the handlers under way. */
  async close(): Promise<void> {
    await Promise.all([...this.#ends].map((end) => end()));
    await Promise.all(this.#running);
  }

  #handle<Payload>(message: string, channel: string, handler: EventHandler<Payload>): void {
    let payload: Payload;
    try {
      payload = JSON.parse(message) as Payload;
    } catch (error) {
      this.#onError(error, `An event of "${channel}" is no JSON`);
      return;
    }
    this.#run(`a handler of "${channel}"`, () => handler(payload, { channel }));
  }

  #run(what: string, work: () => unknown): void {
    const running = Promise.resolve()
      .then(work)
      .then(
        () => undefined,
        (error: unknown) => {
          this.#onError(error, `It was thrown by ${what}`);
        },
      );
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
  }
}

/** Only `*` is special in our patterns. */
const escapePattern = (text: string) => text.replaceAll(/[?[\]\\^]/g, '\\$&');
