import { hash, randomUUID } from 'node:crypto';
import { partitionOf, partitionsOf } from '../collections/partition.js';
import type { DefinitionHandle } from '../documents/active-definitions.js';
import { withDefinitions } from '../documents/document-access.js';
import type { DocumentAccess } from '../documents/document-access.js';
import { AisleError } from '../errors/aisle-error.js';
import { IdempotencyKeyReusedError, ReservationEndedError, ReservationNotFoundError } from '../errors/stock-errors.js';
import type { Keys, Partition } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { toReservation } from './reservation.js';
import type { Reservation, ReserveResult } from './reservation.js';
import { findShortages } from './shortages.js';
import { StockLedger } from './stock-ledger.js';
import { fingerprint, groupLines, readLines } from './stock-lines.js';
import type { PlacedLine, StockLine } from './stock-lines.js';
import { assertIdempotencyKey, resolveReserveOptions } from './stock-options.js';
import type { ReserveOptions, RestockOptions } from './stock-options.js';
import { isReservationId } from './stock-record.js';
import type { StockRecord } from './stock-record.js';
import { stockOf, StockReserver } from './stock-reserver.js';
import { StockSettlement } from './stock-settlement.js';

export interface StockOptions {
  readonly definitions: DefinitionHandle;
  readonly connection: RedisConnection;
  readonly keys: Keys;
}

/**
 * Sells what documents have in stock. A reservation takes its quantities out of the documents at once; it is committed, or
 * they come back. Each change is one atomic step of the documents, their versions, what searches see and the change feed,
 * so that no two buyers get the last one, and a search after the last sale does not show it as available.
 *
 * Lines whose documents lie in one partition, as all do unless a collection has several, are taken in one step. Others are
 * taken partition by partition and taken back where one has too little; what a process that dies in between had taken comes
 * back when the reservation expires.
 */
export class Stock {
  readonly #access: DocumentAccess;
  readonly #ledger: StockLedger;
  readonly #settlement: StockSettlement;
  readonly #reserver: StockReserver;
  #registered: Promise<unknown> | undefined;

  constructor({ definitions, connection, keys }: StockOptions) {
    this.#access = { definitions, connection, keys, documentClass: null };
    this.#ledger = new StockLedger(definitions.name, connection, keys);
    this.#settlement = new StockSettlement(this.#access, this.#ledger);
    this.#reserver = new StockReserver(this.#access, this.#ledger, this.#settlement);
  }

  /** Name of the collection. */
  get name(): string {
    return this.#access.definitions.name;
  }

  /**
   * Takes all lines out of stock, or nothing.
   * @throws INSUFFICIENT_STOCK that names the lines, IDEMPOTENCY_KEY_REUSED when the key made another reservation,
   * STOCK_NOT_DECLARED, COLLECTION_NOT_FOUND, INVALID_VALUE, INVALID_ID, LIMIT_EXCEEDED, WRITE_CONTENDED
   */
  async reserve(lines: readonly StockLine[], options: ReserveOptions = {}): Promise<ReserveResult> {
    const placed = readLines(lines);
    const { ttlMs, idempotencyKey } = resolveReserveOptions(options);
    const active = await this.#access.definitions.current();
    stockOf(active);
    await this.#register();
    const { partitions } = active.serving;
    const id = idempotencyKey === undefined ? newId(placed, partitions) : idOfKey(idempotencyKey);
    return this.#reserver.reserve({ id, lines: placed, body: fingerprint(placed, ttlMs), ttlMs, idempotencyKey });
  }

  /**
   * Sells what is reserved. A repeated call changes nothing.
   * @throws RESERVATION_NOT_FOUND, RESERVATION_ENDED when it was released or has expired
   */
  commit(id: string): Promise<Reservation> {
    return this.#settle(id, 'committed', ['committed']);
  }

  /**
   * Gives back what is reserved. A repeated call changes nothing, nor does one after it expired.
   * @throws RESERVATION_NOT_FOUND, RESERVATION_ENDED when it was committed
   */
  release(id: string): Promise<Reservation> {
    return this.#settle(id, 'released', ['released', 'expired']);
  }

  /** A reservation; null when there is none, or when it ended more than 24 hours ago. */
  async find(id: string): Promise<Reservation | null> {
    const record = await this.#read(id);
    const current = record === null ? null : await this.#settlement.expire(record);
    return current === null ? null : toReservation(current);
  }

  /**
   * Adds to the stock of documents: goods that came in, or came back. Documents of one partition get theirs together.
   * @throws INVALID_VALUE when a document is missing or has no whole number in its quantity, IDEMPOTENCY_KEY_REUSED,
   * STOCK_NOT_DECLARED, COLLECTION_NOT_FOUND, INVALID_ID, LIMIT_EXCEEDED
   */
  async restock(lines: readonly StockLine[], { idempotencyKey }: RestockOptions = {}): Promise<void> {
    const placed = readLines(lines);
    assertIdempotencyKey(idempotencyKey);
    const active = await this.#access.definitions.current();
    const { partitions } = active.serving;
    const groups = new Map(groupLines(placed, partitions));
    if (groups.size > 1) await this.#assertStocked(placed);
    const name = idempotencyKey === undefined ? 'restock' : `restock-${idOfKey(idempotencyKey)}`;
    const first = partitionOf(name, partitions);
    if (idempotencyKey !== undefined) await this.#add(first, name, groups.get(first) ?? [], placed, idempotencyKey);
    for (const [partition, group] of groups) {
      if (idempotencyKey === undefined || partition !== first)
        await this.#add(partition, name, group, placed, idempotencyKey);
    }
  }

  /** Gives back what has expired, for those who run no `StockSweeper`. @returns how many records were ended */
  async sweep(): Promise<number> {
    const { serving } = await this.#access.definitions.current();
    let ended = 0;
    for (const partition of partitionsOf(serving.partitions)) {
      ended += await this.#settlement.sweep(partition, serving.partitions);
    }
    return ended;
  }

  async #settle(id: string, to: 'committed' | 'released', done: readonly string[]): Promise<Reservation> {
    const record = await this.#read(id);
    if (record === null) throw new ReservationNotFoundError(this.name, id);
    const isCommit = to === 'committed';
    const when = isCommit ? ({ when: 'live' } as const) : {};
    const decision = { from: ['held'], to, givesBack: !isCommit, ...when } as const;
    const { record: decided } = await this.#settlement.decide(record, decision);
    const current = decided === null ? null : await this.#settlement.expire(decided);
    const reservation = current === null ? null : toReservation(current);
    if (current === null || reservation === null) throw new ReservationNotFoundError(this.name, id);
    await this.#settlement.finish(current);
    const { state } = reservation;
    if (state !== 'held' && !done.includes(state)) throw new ReservationEndedError(id, state);
    return reservation;
  }

  async #read(id: string): Promise<StockRecord | null> {
    if (!isReservationId(id)) return null;
    const { serving } = await this.#access.definitions.current();
    return this.#ledger.read(partitionOf(id, serving.partitions), id);
  }

  async #add(
    partition: Partition,
    name: string,
    lines: readonly PlacedLine[],
    all: readonly PlacedLine[],
    idempotencyKey: string | undefined,
  ): Promise<void> {
    const body = fingerprint(all);
    const once = idempotencyKey !== undefined;
    const added = await withDefinitions(this.#access, (active) =>
      this.#ledger.add(active, { partition, name, body, lines, once }, stockOf(active)),
    );
    if (added.status === 'missing') throw notStocked(added.lines);
    if (added.status === 'found' && added.body !== body) throw new IdempotencyKeyReusedError(idempotencyKey ?? name);
  }

  /** Looks before the first partition is written, so that a mistake in a line of the second changes nothing. */
  async #assertStocked(lines: readonly PlacedLine[]): Promise<void> {
    const active = await this.#access.definitions.current();
    const shortages = await findShortages(this.#access, active, stockOf(active), { lines, known: [] });
    const missing = shortages.filter(({ available }) => available === null).map(({ line }) => line);
    if (missing.length > 0) throw notStocked(lines.filter(({ line }) => missing.includes(line)));
  }

  /** Makes the sweepers of all processes look here. */
  #register(): Promise<unknown> {
    const { connection, keys } = this.#access;
    this.#registered ??= connection.send(['SADD', stockCollectionsKey(keys), this.name]).catch((error: unknown) => {
      this.#registered = undefined;
      throw error;
    });
    return this.#registered;
  }
}

/** The set of the names of collections in which something was ever reserved. */
export const stockCollectionsKey = (keys: Keys): string => keys.state('stock', 'collections');

const ID_LENGTH = 22;

function idOfKey(idempotencyKey: string): string {
  return hash('sha256', idempotencyKey, 'base64url').slice(0, ID_LENGTH);
}

/** A random id that lies in the partition of the first line, so that most reservations concern one partition alone. */
function newId([first]: readonly PlacedLine[], partitions: number): string {
  const wanted = first === undefined ? null : partitionOf(first.id, partitions);
  for (;;) {
    const id = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
    if (partitionOf(id, partitions) === wanted) return id;
  }
}

function notStocked(lines: readonly PlacedLine[]): AisleError {
  const faults = lines.map(({ id, line }) => ({
    path: `lines[${line}].id`,
    message: `"${id}" has no stock to add to: there is no such document, or no whole number in its quantity`,
  }));
  const [first] = faults;
  return new AisleError(
    'INVALID_VALUE',
    `${first?.path ?? 'lines'}: ${first?.message ?? 'have no stock'}. Store it first.`,
    {
      faults,
    },
  );
}
