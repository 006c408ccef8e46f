import { EngineError } from '../../errors/engine-errors.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { backOffMs } from '../back-off.js';
import { processName } from '../process-name.js';
import { describeError } from '../report.js';
import type { ReportError } from '../report.js';
import { POLL_MS, WorkLoop } from '../work-loop.js';
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

/** Takes entries of a stream as a member of a group, until it is stopped. */
export class StreamConsumer<Payload> {
  readonly name = processName();
  readonly #parts: StreamConsumerParts<Payload>;
  readonly #group: StreamGroup;
  readonly #loop: WorkLoop<Delivery>;
  /** When entries that failed are due, by id. */
  readonly #failed = new Map<string, number>();
  #claimCursor = '0-0';
  #claimDue = 0;
  #forgetDue = 0;

  constructor(parts: StreamConsumerParts<Payload>) {
    const { connection, keys, bell, stream, options, onError } = parts;
    this.#parts = parts;
    this.#group = new StreamGroup(connection, keys, stream, { group: options.group, consumer: this.name });
    this.#loop = new WorkLoop({
      who: 'consumer',
      keepEveryMs: options.claimAfterMs / 3,
      graceMs: options.graceMs,
      onError: (error) => {
        onError(error, this.#where);
      },
      watch: (wake) => Promise.resolve(bell.watch([this.#group.key], wake)),
      fetch: () => this.#fetch(),
      restMs: () => this.#restMs(),
      keep: () => this.#keep(),
      leave: (cut) => this.#leave(cut),
    });
  }

  /** Entries that are being handled now. */
  get inFlight(): number {
    return this.#loop.underWay.size;
  }

  /**
   * Fetches nothing more, waits for the handlers under way, `graceMs` at most, then lets others have what is left.
   * Handlers that go on longer find their signal aborted.
   */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  get #where(): string {
    return `Stream "${this.#parts.stream.name}", group "${this.#parts.options.group}"`;
  }

  /** Makes the group where it is missing. True when there may be more to do at once. */
  async #fetch(): Promise<boolean> {
    try {
      return await this.#fetchEntries();
    } catch (error) {
      if (!(error instanceof EngineError && error.replyCode === 'NOGROUP')) throw error;
      await this.#group.create(this.#parts.options.from);
      return true;
    }
  }

  /** Fetches as many entries as may be handled. */
  async #fetchEntries(): Promise<boolean> {
    if (this.#free <= 0) return false;
    const now = performance.now();
    const due = [...this.#failed].filter(([, at]) => at <= now).slice(0, this.#free);
    for (const [id] of due) await this.#retry(id);
    const claimed = now >= this.#claimDue ? await this.#claim() : 0;
    if (now >= this.#forgetDue) {
      await this.#group.forgetConsumers();
      this.#forgetDue = now + this.#parts.options.claimAfterMs * 20;
    }
    if (this.#free <= 0 || this.#loop.isStopping || this.#failed.size >= this.#mostFailed) return false;
    const entries = await this.#group.read(this.#free);
    for (const entry of entries) this.#start(entry);
    return due.length + claimed + entries.length > 0;
  }

  get #free(): number {
    return this.#parts.options.concurrency - this.inFlight;
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
    // Somebody else would have it by now, had it not been claimed by the very consumer that is at it.
    if (this.#loop.underWay.has(delivery.id)) return;
    this.#failed.delete(delivery.id);
    this.#loop.start(delivery.id, delivery, (signal) => this.#process(delivery, signal));
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
      await this.#loop.settle(() => this.#group.acknowledge(id), signal);
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
    if (!outcome.isCommitted) await this.#loop.settle(() => this.#group.acknowledge(id), signal);
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
    await this.#loop.settle(() => this.#group.bury(id, reason), signal);
  }

  /** Signs of life for all that this consumer holds. */
  async #keep(): Promise<void> {
    for (const id of await this.#group.keep([...this.#loop.underWay.keys(), ...this.#failed.keys()])) {
      this.#failed.delete(id);
      const lost = new Error('The entry is acknowledged, or went to another consumer.');
      this.#loop.underWay.get(id)?.abort.abort(lost);
    }
  }

  async #leave(cut: readonly Delivery[]): Promise<void> {
    const { claimAfterMs } = this.#parts.options;
    const now = performance.now();
    // What is cut short here is no failure of the entry, so it does not count as a try.
    const running = cut.map(({ id, tries }) => ({ id, silenceMs: claimAfterMs, tries: tries - 1 }));
    const failed = [...this.#failed].map(([id, due]) => ({
      id,
      silenceMs: claimAfterMs - Math.max(0, due - now),
      tries: null,
    }));
    await this.#group.leave([...running, ...failed]);
  }
}
