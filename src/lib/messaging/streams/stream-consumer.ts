import { EngineError } from '../../errors/engine-errors.js';
import { settlesWithin } from '../../redis/deadline.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { backOffMs } from '../back-off.js';
import { pause } from '../pause.js';
import { processName } from '../process-name.js';
import { describeError } from '../report.js';
import type { ReportError } from '../report.js';
import { settle } from '../settle.js';
import { Wake } from '../wake.js';
import type { ConsumerRuntimeOptions } from './consumer-options.js';
import type { Stream } from './define-stream.js';
import type { StreamBell } from './stream-bell.js';
import { FOR_GROUP, IDEMPOTENCY_KEY, ORIGIN } from './stream-entry.js';
import { StreamGroup } from './stream-group.js';
import type { Delivery } from './stream-group.js';
import type { StreamMessage } from './stream-message.js';

/** Handles one entry. It is acknowledged when the handler is done, and tried again when it throws. */
export type StreamHandler<Payload> = (message: StreamMessage<Payload>) => unknown;

export interface StreamConsumerParts<Payload> {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly bell: StreamBell;
  readonly stream: Stream<Payload>;
  readonly options: ConsumerRuntimeOptions;
  readonly handler: StreamHandler<Payload>;
  readonly onError: ReportError;
}

/** An entry that is being handled. */
interface InFlight {
  readonly abort: AbortController;
  readonly done: Promise<void>;
  readonly tries: number;
}

const POLL_MS = 1_000;
const OUTAGE = { baseMs: 50, maxMs: 2_000 };

/** Takes entries of a stream as a member of a group, until it is stopped. */
export class StreamConsumer<Payload> {
  readonly name = processName();
  readonly #parts: StreamConsumerParts<Payload>;
  readonly #group: StreamGroup;
  readonly #wake = new Wake();
  readonly #running = new Map<string, InFlight>();
  /** When entries that failed are due, by id. */
  readonly #failed = new Map<string, number>();
  readonly #keeping: NodeJS.Timeout;
  readonly #loop: Promise<void>;
  readonly #stopping = new AbortController();
  #stopped: Promise<void> | undefined;
  #claimCursor = '0-0';
  #claimDue = 0;
  #forgetDue = 0;
  #outages = 0;

  constructor(parts: StreamConsumerParts<Payload>) {
    const { connection, keys, stream, options } = parts;
    this.#parts = parts;
    this.#group = new StreamGroup(connection, keys, stream, { group: options.group, consumer: this.name });
    this.#keeping = setInterval(() => void this.#keep(), options.claimAfterMs / 3);
    this.#loop = this.#run();
  }

  /** Entries that are being handled now. */
  get inFlight(): number {
    return this.#running.size;
  }

  /**
   * Fetches nothing more, waits for the handlers under way, `graceMs` at most, then lets others have what is left.
   * Handlers that go on longer find their signal aborted.
   */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #run(): Promise<void> {
    const endWatch = this.#parts.bell.watch([this.#group.key], this.#wake.tell);
    try {
      while (!this.#isStopping) await this.#attempt();
    } finally {
      endWatch();
    }
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  get #where(): string {
    return `Stream "${this.#parts.stream.name}", group "${this.#parts.options.group}"`;
  }

  async #attempt(): Promise<void> {
    try {
      const isBusy = await this.#fetch();
      this.#outages = 0;
      if (!isBusy) await this.#wake.wait(this.#restMs());
    } catch (error) {
      if (error instanceof EngineError && error.replyCode === 'NOGROUP' && (await this.#createGroup())) return;
      if (this.#outages++ === 0) this.#parts.onError(error, this.#where);
      await pause(backOffMs(this.#outages, OUTAGE), this.#stopping.signal);
    }
  }

  /** True when the group is there now. */
  async #createGroup(): Promise<boolean> {
    try {
      await this.#group.create(this.#parts.options.from);
      return true;
    } catch (error) {
      this.#parts.onError(error, this.#where);
      return false;
    }
  }

  /** Fetches as many entries as may be handled. True when there may be more to do at once. */
  async #fetch(): Promise<boolean> {
    if (this.#free <= 0) return false;
    const now = performance.now();
    const due = [...this.#failed].filter(([, at]) => at <= now).slice(0, this.#free);
    for (const [id] of due) await this.#retry(id);
    const claimed = now >= this.#claimDue ? await this.#claim() : 0;
    if (now >= this.#forgetDue) {
      await this.#group.forgetConsumers();
      this.#forgetDue = now + this.#parts.options.claimAfterMs * 20;
    }
    if (this.#free <= 0 || this.#isStopping || this.#failed.size >= this.#mostFailed) return false;
    const entries = await this.#group.read(this.#free);
    for (const entry of entries) this.#start(entry);
    return due.length + claimed + entries.length > 0;
  }

  get #free(): number {
    return this.#parts.options.concurrency - this.#running.size;
  }

  /** Where so much waits for another try, new entries would most likely wait too. */
  get #mostFailed(): number {
    return Math.max(100, this.#parts.options.concurrency * 10);
  }

  /** Milliseconds until there is something to do without being told. */
  #restMs(): number {
    if (this.#free <= 0) return this.#parts.options.claimAfterMs;
    return Math.min(POLL_MS, this.#claimDue - performance.now(), ...this.#dueIn());
  }

  #dueIn(): readonly number[] {
    const now = performance.now();
    return [...this.#failed.values()].map((at) => at - now);
  }

  async #retry(id: string): Promise<void> {
    const delivery = await this.#group.retry(id);
    this.#failed.delete(id);
    if (delivery !== null) this.#start(delivery);
  }

  async #claim(): Promise<number> {
    const { claimAfterMs } = this.#parts.options;
    const { next, entries, trimmed } = await this.#group.claim(claimAfterMs, this.#claimCursor, this.#free);
    this.#claimCursor = next;
    if (next === '0-0') this.#claimDue = performance.now() + claimAfterMs / 2;
    if (trimmed.length > 0) {
      const error = new Error(
        `${trimmed.length} entries were trimmed away before they were handled: ${trimmed.join(', ')}`,
      );
      this.#parts.onError(error, this.#where);
    }
    for (const entry of entries) this.#start(entry);
    return entries.length;
  }

  #start(delivery: Delivery): void {
    const { id, tries } = delivery;
    // Somebody else would have it by now, had it not been claimed by the very consumer that is at it.
    if (this.#running.has(id)) return;
    this.#failed.delete(id);
    const abort = new AbortController();
    const done = this.#process(delivery, abort.signal).finally(() => {
      this.#running.delete(id);
      this.#wake.tell();
    });
    this.#running.set(id, { abort, done, tries });
  }

  async #process(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { options, handler } = this.#parts;
    const { id, tries, fields } = delivery;
    if (tries > options.maxTries) {
      await this.#bury(delivery, `Delivered as often as allowed (${tries - 1}), and never handled to an end.`, signal);
      return;
    }
    const meantFor = fields.get(FOR_GROUP);
    if (meantFor !== undefined && meantFor !== options.group) {
      await this.#settle(() => this.#group.acknowledge(id), signal);
      return;
    }
    const outcome = { isCommitted: false };
    const onCommitted = () => {
      outcome.isCommitted = true;
    };
    try {
      await Promise.resolve().then(() => handler(this.#toMessage(delivery, signal, onCommitted)));
    } catch (error) {
      if (outcome.isCommitted) this.#parts.onError(error, `${this.#where}, entry ${id}, after its effect`);
      else await this.#fail(delivery, error, signal);
      return;
    }
    if (!outcome.isCommitted) await this.#settle(() => this.#group.acknowledge(id), signal);
  }

  #toMessage({ id, fields, tries }: Delivery, signal: AbortSignal, onCommitted: () => void): StreamMessage<Payload> {
    const { stream, options } = this.#parts;
    const idempotencyKey = fields.get(IDEMPOTENCY_KEY) ?? fields.get(ORIGIN) ?? id;
    return {
      id,
      payload: stream.decode(fields, id),
      idempotencyKey,
      tries,
      signal,
      commit: async (effect) => {
        const isNew = await this.#group.commit(id, idempotencyKey, effect, options.effectTtlMs);
        onCommitted();
        return isNew;
      },
    };
  }

  async #fail(delivery: Delivery, error: unknown, signal: AbortSignal): Promise<void> {
    const { options, onError } = this.#parts;
    const { id, tries } = delivery;
    onError(error, `${this.#where}, entry ${id}, try ${tries} of ${options.maxTries}`);
    if (signal.aborted) return;
    if (tries >= options.maxTries) await this.#bury(delivery, describeError(error), signal);
    else this.#failed.set(id, performance.now() + backOffMs(tries, options.backOff));
  }

  async #bury({ id }: Delivery, reason: string, signal: AbortSignal): Promise<void> {
    await this.#settle(() => this.#group.bury(id, reason), signal);
  }

  /** What the engine never hears is handled once more. */
  async #settle(tell: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    await settle(tell, signal, (error) => {
      this.#parts.onError(error, this.#where);
    });
  }

  /** Signs of life for all that this consumer holds. */
  async #keep(): Promise<void> {
    try {
      for (const id of await this.#group.keep([...this.#running.keys(), ...this.#failed.keys()])) {
        this.#failed.delete(id);
        this.#running.get(id)?.abort.abort(new Error('The entry is acknowledged, or went to another consumer.'));
      }
    } catch (error) {
      // The loop meets the same engine and tells of it.
      if (!(error instanceof EngineError)) throw error;
    }
  }

  async #settled(): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  async #stop(): Promise<void> {
    const { graceMs, claimAfterMs } = this.#parts.options;
    this.#stopping.abort();
    this.#wake.tell();
    await this.#loop;
    await settlesWithin(this.#settled(), graceMs);
    clearInterval(this.#keeping);
    // What is cut short here is no failure of the entry, so it does not count as a try.
    const cut = [...this.#running].map(([id, { tries }]) => ({ id, silenceMs: claimAfterMs, tries: tries - 1 }));
    for (const { abort } of this.#running.values()) abort.abort(new Error('The consumer was stopped.'));
    const now = performance.now();
    const failed = [...this.#failed].map(([id, due]) => ({
      id,
      silenceMs: claimAfterMs - Math.max(0, due - now),
      tries: null,
    }));
    try {
      await this.#group.leave([...cut, ...failed]);
    } catch (error) {
      // Then others find out by its silence.
      if (!(error instanceof EngineError)) throw error;
    }
  }
}
