import { AisleError } from '../../errors/aisle-error.js';
import { EngineError } from '../../errors/engine-errors.js';
import { assertWithin } from '../../errors/option-range.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { RedisReply } from '../../redis/redis-values.js';
import { listOf, textOf } from '../read-reply.js';
import { warn } from '../report.js';
import type { ReportError } from '../report.js';
import { resolveConsumerOptions } from './consumer-options.js';
import type { ConsumerOptions } from './consumer-options.js';
import { assertMessagingName } from '../payloads.js';
import type { Stream, StreamName, StreamTrimming } from './define-stream.js';
import { StreamBell } from './stream-bell.js';
import { StreamConsumer } from './stream-consumer.js';
import type { StreamHandler } from './stream-consumer.js';
import { FAILURE, IDEMPOTENCY_KEY, ORIGIN, readEntries, TRIES } from './stream-entry.js';
import { deadKey } from './stream-group.js';
import type { StreamEntry } from './stream-message.js';
import { ADD_ENTRY, REVIVE_ENTRIES } from './stream-scripts.js';

export interface StreamsOptions {
  /** Told what handlers throw, and what else goes wrong where nobody waits. @default a warning of the process */
  readonly onError?: ReportError;
  /** Tells consumers of new entries. @default one of its own, which holds one of the connection's lent links */
  readonly bell?: StreamBell;
}

export interface AddOptions {
  /** Adds nothing when an entry was added under this key within a day; its id is given then. */
  readonly idempotencyKey?: string;
}

export interface ReadOptions {
  /** Id of the last entry that is known. @default from the oldest that is kept */
  readonly after?: string;
  /** Most entries, 1 to 10,000. @default 1000 */
  readonly limit?: number;
}

/** How far a group has come. */
export interface StreamGroupState {
  readonly group: string;
  /** Entries that are delivered and not acknowledged. */
  readonly pending: number;
  /** Entries that are not delivered yet; null where the engine cannot tell. */
  readonly lag: number | null;
  readonly lastDelivered: string;
  readonly deadLetters: number;
}

/** An entry that a group gave up. */
export interface DeadLetter<Payload> extends StreamEntry<Payload> {
  /** Id of the entry in the stream. */
  readonly origin: string;
  readonly tries: number;
  readonly error: string;
}

const KEY_TTL_MS = 86_400_000;
const ENTRY_ID = /^\d{1,20}-\d{1,20}$/;

/** Streams: logs that several groups of consumers read, each entry by one consumer of a group, at least once. */
export class Streams {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  readonly #onError: ReportError;
  readonly #bell: StreamBell;
  readonly #ownsBell: boolean;
  readonly #consumers = new Set<Pick<StreamConsumer<unknown>, 'stop'>>();

  constructor(connection: RedisConnection, keys: Keys, { onError = warn, bell }: StreamsOptions = {}) {
    this.#connection = connection;
    this.#keys = keys;
    this.#onError = onError;
    this.#bell = bell ?? new StreamBell(connection);
    this.#ownsBell = bell === undefined;
  }

  /** Adds an entry. Gives its id. @throws INVALID_VALUE when JSON cannot hold the payload */
  async add<Payload>(
    stream: Stream<Payload>,
    payload: NoInfer<Payload>,
    { idempotencyKey }: AddOptions = {},
  ): Promise<string> {
    const trimming = trimmingOf(stream);
    const key = stream.keyOf(this.#keys);
    const fields = stream.encode(payload);
    if (idempotencyKey === undefined && trimming.by === 'length') {
      return textOf(
        await this.#connection.send(['XADD', key, 'MAXLEN', '~', String(trimming.maxLength), '*', ...fields]),
      );
    }
    const bound = trimming.by === 'length' ? trimming.maxLength : trimming.maxAgeMs;
    const marker = idempotencyKey === undefined ? [] : [this.#markerOf(stream, idempotencyKey)];
    const reply = await this.#connection.run(
      ADD_ENTRY,
      [key, ...marker],
      [
        ...[trimming.by, String(bound), String(KEY_TTL_MS)],
        ...(idempotencyKey === undefined ? [] : [IDEMPOTENCY_KEY, idempotencyKey]),
        ...fields,
      ],
    );
    return textOf(listOf(reply)[0]);
  }

  /** Reads entries, oldest first; an empty list when there are none (yet). Takes them from nobody. */
  async read<Payload>(
    stream: Stream<Payload>,
    { after, limit = 1_000 }: ReadOptions = {},
  ): Promise<readonly StreamEntry<Payload>[]> {
    if (after !== undefined) assertEntryId(after);
    assertWithin('stream option "limit"', limit, { min: 1, max: 10_000 });
    const start = after === undefined ? '-' : `(${after}`;
    const reply = await this.#connection.send([
      ...['XRANGE', stream.keyOf(this.#keys), start, '+'],
      ...['COUNT', String(limit)],
    ]);
    return readEntries(reply).map(({ id, fields }) => ({ id, payload: stream.decode(fields, id) }));
  }

  /** All entries after an id, to the end that the stream has when it comes there. */
  async *replay<Payload>(
    stream: Stream<Payload>,
    { after }: Pick<ReadOptions, 'after'> = {},
  ): AsyncGenerator<StreamEntry<Payload>, void, undefined> {
    let position = after;
    for (;;) {
      const entries = await this.read(stream, position === undefined ? {} : { after: position });
      yield* entries;
      const last = entries.at(-1);
      if (last === undefined) return;
      position = last.id;
    }
  }

  /**
   * Hands entries to `handler` as a member of a group, which is made where it is missing. Runs until it is stopped, whatever
   * the engine does meanwhile.
   * @throws INVALID_VALUE
   */
  consume<Payload>(
    stream: Stream<Payload>,
    options: ConsumerOptions,
    handler: StreamHandler<Payload>,
  ): StreamConsumer<Payload> {
    const consumer = new StreamConsumer({
      connection: this.#connection,
      keys: this.#keys,
      bell: this.#bell,
      stream,
      options: resolveConsumerOptions(options),
      handler,
      onError: this.#onError,
    });
    this.#consumers.add(consumer);
    return consumer;
  }

  /** The groups of a stream; none while nothing was added and nobody consumes. */
  async groups(stream: StreamName): Promise<readonly StreamGroupState[]> {
    const reply = await orWhenMissing(this.#connection.send(['XINFO', 'GROUPS', stream.keyOf(this.#keys)]), []);
    return Promise.all(
      listOf(reply).map(async (each) => {
        const info = each as Readonly<Record<string, RedisReply>>;
        const group = textOf(info.name);
        const letters = await this.#connection.send(['XLEN', deadKey(this.#keys, stream, group)]);
        return {
          group,
          pending: Number(info.pending),
          lag: typeof info.lag === 'number' ? info.lag : null,
          lastDelivered: textOf(info['last-delivered-id']),
          deadLetters: Number(letters),
        };
      }),
    );
  }

  /** Lets a group read on after another entry: an earlier one to handle what follows once more, a later one to skip. */
  async rewind(stream: StreamName, group: string, after: string): Promise<void> {
    assertMessagingName('consumer group', group);
    assertEntryId(after);
    await this.#connection.send(['XGROUP', 'SETID', stream.keyOf(this.#keys), group, after]);
  }

  /** What a group gave up, oldest first; the last 10,000 are kept, roughly. */
  async deadLetters<Payload>(
    stream: Stream<Payload>,
    group: string,
    { after, limit = 1_000 }: ReadOptions = {},
  ): Promise<readonly DeadLetter<Payload>[]> {
    assertMessagingName('consumer group', group);
    if (after !== undefined) assertEntryId(after);
    assertWithin('stream option "limit"', limit, { min: 1, max: 10_000 });
    const reply = await this.#connection.send([
      ...['XRANGE', deadKey(this.#keys, stream, group), after === undefined ? '-' : `(${after}`, '+'],
      ...['COUNT', String(limit)],
    ]);
    return readEntries(reply).map(({ id, fields }) => ({
      id,
      payload: stream.decode(fields, id),
      origin: fields.get(ORIGIN) ?? id,
      tries: Number(fields.get(TRIES)),
      error: fields.get(FAILURE) ?? '',
    }));
  }

  /** Adds what a group gave up again, for this group alone, oldest first, 1,000 at most. Gives how many. @throws NOT_SUPPORTED for a stream that others fill */
  async revive(stream: StreamName, group: string): Promise<number> {
    assertMessagingName('consumer group', group);
    trimmingOf(stream);
    const keys = [stream.keyOf(this.#keys), deadKey(this.#keys, stream, group)];
    return Number(await this.#connection.run(REVIVE_ENTRIES, keys, [group, '1000']));
  }

  /** Stops all consumers, see `StreamConsumer.stop`. */
  async close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
    this.#consumers.clear();
    if (this.#ownsBell) await this.#bell.close();
  }

  #markerOf({ id }: Pick<StreamName, 'id'>, idempotencyKey: string): string {
    if (idempotencyKey === '' || Buffer.byteLength(idempotencyKey) > 256) {
      throw new AisleError('INVALID_VALUE', 'An idempotency key has 1 to 256 bytes.');
    }
    return this.#keys.state('stream', id, `key:${idempotencyKey}`);
  }
}

function trimmingOf({ name, trimming }: Pick<StreamName, 'name' | 'trimming'>): StreamTrimming {
  if (trimming !== null) return trimming;
  throw new AisleError('NOT_SUPPORTED', `Nothing can be added to "${name}": others fill it.`);
}

function assertEntryId(id: string): void {
  if (ENTRY_ID.test(id)) return;
  throw new AisleError('INVALID_VALUE', `"${id}" is no id of an entry. Give one such as 1700000000000-0.`);
}

async function orWhenMissing<T>(reply: Promise<T>, fallback: T): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof EngineError && error.reply?.includes('no such key') === true) return fallback;
    throw error;
  }
}
