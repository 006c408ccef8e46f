import type { StockFields } from '../collections/stock-fields.js';
import type { ActiveDefinitions } from '../documents/active-definitions.js';
import { STALE } from '../documents/document-access.js';
import { EngineError } from '../errors/engine-errors.js';
import type { Keys, Partition } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import type { PlacedLine, StockLine } from './stock-lines.js';
import { RETENTION_MS } from './stock-options.js';
import { readRecord } from './stock-record.js';
import type { RecordData, RecordState, StockRecord } from './stock-record.js';
import { DUE_STOCK, FORGET_STOCK, stockScripts } from './stock-scripts.js';

export interface Taking {
  readonly partition: Partition;
  readonly name: string;
  readonly state: 'pending' | 'held';
  readonly attempt: string;
  readonly body: string;
  readonly ttlMs: number;
  readonly lines: readonly PlacedLine[];
  readonly data: RecordData;
}

export type TakeOutcome =
  | { readonly status: 'taken' | 'found'; readonly record: StockRecord }
  | { readonly status: 'short'; readonly lines: readonly (readonly [line: PlacedLine, available: number | null])[] };

export interface Settling {
  readonly from: readonly RecordState[];
  readonly to: RecordState;
  /** Only when it has expired, or only before that. */
  readonly when?: 'due' | 'live';
  /** Whether its lines come back into stock. */
  readonly givesBack: boolean;
  /** What becomes of the record: it stays as it is, is due at once, is kept for a day, is dropped. */
  readonly after: 'keep' | 'open' | 'retain' | 'drop';
}

export interface SettleOutcome {
  readonly isSettled: boolean;
  /** As it is now; null when there is none of that attempt. */
  readonly record: StockRecord | null;
}

export interface Adding {
  readonly partition: Partition;
  readonly name: string;
  readonly body: string;
  readonly lines: readonly PlacedLine[];
  /** Whether the name is remembered. */
  readonly once: boolean;
}

export type AddOutcome =
  | { readonly status: 'added' }
  | { readonly status: 'found'; readonly body: string }
  | { readonly status: 'missing'; readonly lines: readonly PlacedLine[] };

const DUE_COUNT = 100;

/** Reads and writes the records of one partition at a time, documents and record in one step. */
export class StockLedger {
  constructor(
    private readonly collection: string,
    private readonly connection: RedisConnection,
    private readonly keys: Keys,
  ) {}

  async take(active: ActiveDefinitions, taking: Taking, fields: StockFields): Promise<TakeOutcome | typeof STALE> {
    const { partition, name, ttlMs, state, attempt, body, data, lines } = taking;
    const reply = await this.connection.run(stockScripts(active, fields).take, this.#keys(partition, name, lines), [
      String(active.epoch),
      ...[name, String(ttlMs), state, attempt, body, JSON.stringify(data)],
      ...lineArguments(lines),
    ]);
    if (reply === 'STALE') return STALE;
    const [status, ...rest] = readParts(reply);
    if (status === 'short') return { status, lines: readShort(rest, lines) };
    if (status === 'taken') {
      return { status, record: { partition, name, state, attempt, body, expires: Number(rest[0]), data } };
    }
    const record = readRecord(partition, name, rest[0]);
    if (status !== 'found' || record === null) throw unknownReply();
    return { status, record };
  }

  async settle(
    active: ActiveDefinitions,
    record: StockRecord,
    settling: Settling,
  ): Promise<SettleOutcome | typeof STALE> {
    const { partition, name, attempt, data } = record;
    const { from, to, when = '', givesBack, after } = settling;
    const lines = givesBack ? data.lines : [];
    const reply = await this.connection.run(
      stockScripts(active, data.stock).settle,
      this.#keys(partition, name, lines),
      [
        String(active.epoch),
        ...[name, attempt, from.join(','), to, when, after, String(RETENTION_MS)],
        ...lineArguments(lines),
      ],
    );
    if (reply === 'STALE') return STALE;
    if (reply === 'none') return { isSettled: false, record: null };
    const [status, fields] = readParts(reply);
    return { isSettled: status === 'settled', record: readRecord(partition, name, fields) };
  }

  async add(active: ActiveDefinitions, adding: Adding, fields: StockFields): Promise<AddOutcome | typeof STALE> {
    const { partition, name, body, lines, once } = adding;
    const reply = await this.connection.run(stockScripts(active, fields).add, this.#keys(partition, name, lines), [
      String(active.epoch),
      ...[body, once ? String(RETENTION_MS) : ''],
      ...lineArguments(lines),
    ]);
    if (reply === 'STALE') return STALE;
    const [status, ...rest] = readParts(reply);
    if (status === 'added') return { status };
    if (status === 'found') return { status, body: String(rest[0]) };
    if (status !== 'missing') throw unknownReply();
    return { status, lines: rest.flatMap((position) => lines[Number(position) - 1] ?? []) };
  }

  async read(partition: Partition, name: string): Promise<StockRecord | null> {
    return readRecord(partition, name, await this.connection.send(['HGETALL', this.#record(partition, name)]));
  }

  /** Records of a partition that have expired, or whose reservation was decided and is not yet ended everywhere. */
  async due(partition: Partition): Promise<readonly StockRecord[]> {
    const open = this.#open(partition);
    const names = readParts(await this.connection.run(DUE_STOCK, [open], [String(DUE_COUNT)])).map(String);
    if (names.length === 0) return [];
    const replies = await this.connection.pipeline(names.map((name) => ['HGETALL', this.#record(partition, name)]));
    const records = names.map((name, at) => {
      const reply = replies[at];
      if (reply instanceof Error) throw reply;
      return readRecord(partition, name, reply);
    });
    const lost = names.filter((_, at) => records[at] === null);
    for (const name of lost) await this.connection.run(FORGET_STOCK, [this.#record(partition, name), open], [name]);
    return records.filter((record) => record !== null);
  }

  #keys(partition: Partition, name: string, lines: readonly StockLine[]): readonly string[] {
    const { collection, keys } = this;
    return [
      ...[keys.sequence(collection, partition), keys.changes(collection, partition)],
      ...[keys.definition(collection, partition), this.#record(partition, name), this.#open(partition)],
      ...lines.map(({ id }) => keys.document(collection, partition, id)),
      keys.fieldVersions(collection, partition),
    ];
  }

  #record(partition: Partition, name: string): string {
    return this.keys.stock(this.collection, partition, `record:${name}`);
  }

  #open(partition: Partition): string {
    return this.keys.stock(this.collection, partition, 'open');
  }
}

const lineArguments = (lines: readonly StockLine[]) => lines.flatMap(({ id, quantity }) => [id, String(quantity)]);

const readParts = (reply: unknown): readonly unknown[] => (Array.isArray(reply) ? (reply as unknown[]) : []);

function readShort(parts: readonly unknown[], lines: readonly PlacedLine[]) {
  return lines.flatMap((line, at): (readonly [PlacedLine, number | null])[] => {
    const place = parts.findIndex((part, index) => index % 2 === 0 && part === at + 1);
    if (place < 0) return [];
    const available = parts[place + 1];
    return [[line, available === '' ? null : Number(available)]];
  });
}

const unknownReply = () => new EngineError('The engine answered a script of the stock with something unknown.');
