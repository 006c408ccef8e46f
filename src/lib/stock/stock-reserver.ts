import { randomUUID } from 'node:crypto';
import { partitionOf } from '../collections/partition.js';
import type { StockFields } from '../collections/stock-fields.js';
import type { ActiveDefinitions } from '../documents/active-definitions.js';
import { withDefinitions } from '../documents/document-access.js';
import type { DocumentAccess } from '../documents/document-access.js';
import { AisleError } from '../errors/aisle-error.js';
import { EngineError } from '../errors/engine-errors.js';
import { IdempotencyKeyReusedError, InsufficientStockError, StockNotDeclaredError } from '../errors/stock-errors.js';
import type { Partition } from '../redis/keys.js';
import { toReservation } from './reservation.js';
import type { ReserveResult } from './reservation.js';
import { findShortages } from './shortages.js';
import type { StockLedger, Taking, TakeOutcome } from './stock-ledger.js';
import { groupLines } from './stock-lines.js';
import type { PlacedLine } from './stock-lines.js';
import { followerName } from './stock-record.js';
import type { RecordData, StockRecord } from './stock-record.js';
import type { StockSettlement } from './stock-settlement.js';

/** What is to be reserved, checked. */
export interface ReservationRequest {
  readonly id: string;
  readonly lines: readonly PlacedLine[];
  readonly body: string;
  readonly ttlMs: number;
  readonly idempotencyKey: string | undefined;
}

const AGAIN = Symbol('again');
const MOST_ATTEMPTS = 5;

type Short = Extract<TakeOutcome, { status: 'short' }>;

/** Takes stock partition by partition: the deciding one first, as `pending` while others are to come, `held` in the end. */
export class StockReserver {
  constructor(
    private readonly access: DocumentAccess,
    private readonly ledger: StockLedger,
    private readonly settlement: StockSettlement,
  ) {}

  async reserve(request: ReservationRequest): Promise<ReserveResult> {
    let mayExpire = true;
    for (let tries = 0; tries < MOST_ATTEMPTS; tries++) {
      const result = await this.#attempt(request);
      if (result === AGAIN) continue;
      if (!('status' in result)) return result;
      if (mayExpire && (await this.#sweep(result))) mayExpire = false;
      else throw new InsufficientStockError(this.access.definitions.name, await this.#shortages(request, result));
    }
    throw new AisleError(
      'WRITE_CONTENDED',
      `The reservation "${request.id}" is being made and taken back by other callers. Try again in a second.`,
      { retryAfter: 1 },
    );
  }

  async #attempt(request: ReservationRequest): Promise<ReserveResult | Short | typeof AGAIN> {
    const { serving } = await this.access.definitions.current();
    const groups = groupLines(request.lines, serving.partitions);
    const home = partitionOf(request.id, serving.partitions);
    const followers = [...groups.keys()].filter((partition) => partition !== home);
    const taken = await this.#take(request, {
      partition: home,
      name: request.id,
      state: followers.length === 0 ? 'held' : 'pending',
      attempt: randomUUID(),
      lines: groups.get(home) ?? [],
      followers,
    });
    if (taken.status === 'short') return taken;
    const { record, status } = taken;
    if (record.body !== request.body) throw new IdempotencyKeyReusedError(request.idempotencyKey ?? request.id);
    if (record.state === 'pending') return this.#takeOthers(request, record, groups);
    if (status === 'taken') return toResult(record, true);
    const current = await this.settlement.expire(record);
    if (current === null) return AGAIN;
    await this.settlement.finish(current);
    return current.state === 'aborted' ? AGAIN : toResult(current, false);
  }

  async #takeOthers(
    request: ReservationRequest,
    record: StockRecord,
    groups: ReadonlyMap<Partition, readonly PlacedLine[]>,
  ): Promise<ReserveResult | Short | typeof AGAIN> {
    const { attempt, data } = record;
    const name = followerName(request.id, attempt);
    try {
      for (const partition of data.followers) {
        const lines = groups.get(partition) ?? [];
        const taken = await this.#take(request, { partition, name, state: 'held', attempt, lines, followers: [] });
        if (taken.status === 'short') return (await this.#abort(record)) ?? taken;
      }
    } catch (error) {
      await this.#abortOrExpire(record);
      throw error;
    }
    const confirmed = await this.settlement.settle(record, {
      ...{ from: ['pending'], to: 'held', when: 'live', givesBack: false, after: 'keep' },
    });
    if (confirmed.record !== null && confirmed.record.state !== 'pending' && confirmed.record.state !== 'aborted') {
      return toResult(confirmed.record, confirmed.isSettled);
    }
    const completed = await this.#abort(record);
    if (completed !== null) return completed;
    await this.settlement.withdraw(data.followers, name);
    return AGAIN;
  }

  /** What the engine cannot be told to take back comes back when it expires. */
  async #abortOrExpire(record: StockRecord): Promise<void> {
    try {
      await this.#abort(record);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  /** Takes back what was taken so far; gives the reservation when another caller completed it meanwhile. */
  async #abort(record: StockRecord): Promise<ReserveResult | null> {
    const { record: current } = await this.settlement.settle(record, {
      ...{ from: ['pending'], to: 'aborted', givesBack: true, after: 'open' },
    });
    if (current === null) return null;
    await this.settlement.finish(current);
    return current.state === 'aborted' ? null : toResult(current, false);
  }

  #take(
    { id, body, ttlMs, lines: all }: ReservationRequest,
    part: Omit<Taking, 'body' | 'ttlMs' | 'data'> & Pick<RecordData, 'followers'>,
  ): Promise<TakeOutcome> {
    return withDefinitions(this.access, (active) => {
      const stock = stockOf(active);
      const { partition, name, state, attempt, followers } = part;
      const lines = toLines(part.lines);
      const data: RecordData = { reservation: id, stock, lines, all: name === id ? toLines(all) : [], followers };
      const taking = { partition, name, state, attempt, body, ttlMs, lines: part.lines, data };
      return this.ledger.take(active, taking, stock);
    });
  }

  /** Ends reservations that are over in the partitions that have too little. */
  async #sweep({ lines }: Short): Promise<boolean> {
    const { serving } = await this.access.definitions.current();
    const { partitions } = serving;
    const short = new Set(lines.map(([{ id }]) => partitionOf(id, partitions)));
    let ended = 0;
    for (const partition of short) ended += await this.settlement.sweep(partition, partitions);
    return ended > 0;
  }

  async #shortages(request: ReservationRequest, { lines }: Short) {
    const active = await this.access.definitions.current();
    return findShortages(this.access, active, stockOf(active), { lines: request.lines, known: lines });
  }
}

/** @throws STOCK_NOT_DECLARED */
export function stockOf({ serving }: ActiveDefinitions): StockFields {
  if (serving.stock === null) throw new StockNotDeclaredError(serving.name);
  return serving.stock;
}

const toLines = (lines: readonly PlacedLine[]) => lines.map(({ id, quantity }) => ({ id, quantity }));

function toResult(record: StockRecord, created: boolean): ReserveResult {
  const reservation = toReservation(record);
  if (reservation === null) throw new TypeError(`The reservation "${record.name}" is ${record.state}`);
  const { id, state, lines, expiresAt } = reservation;
  return { id, state, lines, expiresAt, created };
}
