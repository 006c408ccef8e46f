import { createHash } from 'node:crypto';
import { AisleError } from '../../errors/aisle-error.js';
import { EngineError } from '../../errors/engine-errors.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { RedisReply } from '../../redis/redis-values.js';
import { listOf, textOf } from '../read-reply.js';
import type { ConsumerRuntimeOptions } from './consumer-options.js';
import type { StreamName } from './define-stream.js';
import { readEntries, readEntry, readFields } from './stream-entry.js';
import type { RawEntry } from './stream-entry.js';
import type { Effect } from './stream-message.js';
import {
  BURY_ENTRY,
  CLAIM_ENTRIES,
  COMMIT_EFFECT,
  FORGET_CONSUMERS,
  KEEP_ENTRIES,
  LEAVE_GROUP,
  RETRY_ENTRY,
} from './stream-scripts.js';

/** An entry that was delivered to a consumer. */
export interface Delivery extends RawEntry {
  /** How often it was delivered, this time included. */
  readonly tries: number;
}

export interface LeftEntry {
  readonly id: string;
  readonly silenceMs: number;
  /** Null: as often as it was delivered. */
  readonly tries: number | null;
}

const MAX_DEAD_LETTERS = 10_000;
const FORGET_AFTER_MS = 3_600_000;
const LONGEST_ERROR = 1_000;

/** What one consumer asks of the engine. */
export class StreamGroup {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  readonly #stream: Pick<StreamName, 'id' | 'keyOf'>;
  readonly #group: string;
  readonly #consumer: string;

  constructor(
    connection: RedisConnection,
    keys: Keys,
    stream: Pick<StreamName, 'id' | 'keyOf'>,
    { group, consumer }: { readonly group: string; readonly consumer: string },
  ) {
    this.#connection = connection;
    this.#keys = keys;
    this.#stream = stream;
    this.#group = group;
    this.#consumer = consumer;
  }

  get key(): string {
    return this.#stream.keyOf(this.#keys);
  }

  /** Makes the group, unless it is there. */
  async create(from: ConsumerRuntimeOptions['from']): Promise<void> {
    const start = from === 'oldest' ? '0' : from === 'new' ? '$' : from;
    try {
      await this.#connection.send(['XGROUP', 'CREATE', this.key, this.#group, start, 'MKSTREAM']);
    } catch (error) {
      if (!(error instanceof EngineError) || error.replyCode !== 'BUSYGROUP') throw error;
    }
  }

  /** Entries that no consumer of the group had yet. */
  async read(count: number): Promise<readonly Delivery[]> {
    const reply = await this.#connection.send([
      ...['XREADGROUP', 'GROUP', this.#group, this.#consumer],
      ...['COUNT', String(count), 'STREAMS', this.key, '>'],
    ]);
    const [entries] = reply === null ? [] : Object.values(reply as Readonly<Record<string, RedisReply>>);
    return readEntries(entries).map((entry) => ({ ...entry, tries: 1 }));
  }

  /** Entries whose consumer gave no sign of life; `next` is the cursor to go on from, `0-0` after the last. */
  async claim(
    silenceMs: number,
    cursor: string,
    count: number,
  ): Promise<{ readonly next: string; readonly entries: readonly Delivery[]; readonly trimmed: readonly string[] }> {
    const args = [this.#group, this.#consumer, String(silenceMs), cursor, String(count)];
    const reply = await this.#connection.run(CLAIM_ENTRIES, [this.key], args);
    const [next, entries, trimmed] = listOf(reply);
    return {
      next: textOf(next),
      entries: listOf(entries).map((entry) => ({ ...readEntry(entry), tries: Number(listOf(entry)[2]) })),
      trimmed: listOf(trimmed).map(textOf),
    };
  }

  /** Delivers an entry that this consumer holds once more; null when it does not hold it any more. */
  async retry(id: string): Promise<Delivery | null> {
    const reply = await this.#connection.run(RETRY_ENTRY, [this.key], [this.#group, this.#consumer, id]);
    if (reply === null) return null;
    const [fields, tries] = listOf(reply);
    return { id, fields: readFields(fields), tries: Number(tries) };
  }

  /** Gives a sign of life for entries; gives those that are no longer this consumer's. */
  async keep(ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return [];
    const reply = await this.#connection.run(KEEP_ENTRIES, [this.key], [this.#group, this.#consumer, ...ids]);
    return listOf(reply).map(textOf);
  }

  async acknowledge(id: string): Promise<void> {
    await this.#connection.send(['XACK', this.key, this.#group, id]);
  }

  /** Puts an entry aside. False when it went to another consumer meanwhile. */
  async bury(id: string, reason: string): Promise<boolean> {
    const args = [this.#group, this.#consumer, id, reason.slice(0, LONGEST_ERROR), String(MAX_DEAD_LETTERS)];
    return (
      (await this.#connection.run(BURY_ENTRY, [this.key, deadKey(this.#keys, this.#stream, this.#group)], args)) === 1
    );
  }

  /** Lets others have entries, each as if it had been silent for so long and tried so often, and leaves. */
  async leave(entries: readonly LeftEntry[]): Promise<void> {
    const flat = entries.flatMap(({ id, silenceMs, tries }) => [
      id,
      String(Math.max(0, Math.round(silenceMs))),
      tries === null ? '' : String(tries),
    ]);
    await this.#connection.run(LEAVE_GROUP, [this.key], [this.#group, this.#consumer, ...flat]);
  }

  async forgetConsumers(): Promise<void> {
    await this.#connection.run(FORGET_CONSUMERS, [this.key], [this.#group, String(FORGET_AFTER_MS)]);
  }

  /** See `StreamMessage.commit`. */
  async commit(id: string, idempotencyKey: string, effect: Effect, ttlMs: number): Promise<boolean> {
    const hash = createHash('sha256').update(idempotencyKey).digest('base64url').slice(0, 22);
    const marker = this.#keys.state('stream', this.#stream.id, `effect:${this.#group}:${hash}`);
    const commands = effect.commands.flatMap((command) => [String(command.length), ...command]);
    const reply = await this.#connection.run(
      COMMIT_EFFECT,
      [this.key, marker, ...effect.keys],
      [this.#group, id, String(ttlMs), ...commands],
    );
    const [status, detail] = listOf(reply);
    if (status === 'refused') {
      throw new AisleError('ENGINE_ERROR', `The engine refused a command of an effect: ${textOf(detail)}`);
    }
    return status === 'done';
  }
}

/** Where the entries lie that a group could not handle. */
export function deadKey(keys: Keys, stream: Pick<StreamName, 'id'>, group: string): string {
  return keys.state('stream', stream.id, `dead:${group}`);
}
