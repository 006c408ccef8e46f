import type { StockFields } from '../collections/stock-fields.js';
import { AisleError } from '../errors/aisle-error.js';
import type { Partition } from '../redis/keys.js';
import type { StockLine } from './stock-lines.js';

/**
 * Where a record stands. `pending`: lines of other partitions are still being taken; `aborted`: they could not all be.
 * The others are those of the reservation that users see.
 */
export type RecordState = 'pending' | 'aborted' | 'held' | 'committed' | 'released' | 'expired';

/** What a record was written with. */
export interface RecordData {
  readonly reservation: string;
  /** The fields of the stock when it was taken: it is given back there. */
  readonly stock: StockFields;
  /** What was taken in this partition. */
  readonly lines: readonly StockLine[];
  /** All lines, of a record that decides. */
  readonly all: readonly StockLine[];
  /** The other partitions with lines of the reservation, of a record that decides. */
  readonly followers: readonly Partition[];
}

/**
 * What one partition knows of a reservation. The record in the partition of the reservation's id decides; those in other
 * partitions follow it. Each attempt at a reservation has its own followers, so that late commands of a former one harm
 * nothing.
 */
export interface StockRecord {
  readonly partition: Partition;
  readonly name: string;
  readonly state: RecordState;
  readonly attempt: string;
  readonly body: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly data: RecordData;
}

const ID = /^[\w-]{22}$/;

export const isReservationId = (id: string): boolean => ID.test(id);

/** The name of a record that follows. */
export const followerName = (reservation: string, attempt: string): string => `${reservation}.${attempt}`;

/** Whether a record decides by itself what becomes of its reservation. */
export const isDeciding = ({ name }: Pick<StockRecord, 'name'>): boolean => ID.test(name);

/** Reads the fields of a record as HGETALL gives them, flat or as a map; null when there are none. */
export function readRecord(partition: Partition, name: string, reply: unknown): StockRecord | null {
  const fields = Array.isArray(reply) ? toObject(reply) : reply;
  if (typeof fields !== 'object' || fields === null || !('state' in fields && 'data' in fields)) return null;
  const { state, attempt, body, expires, data } = fields as Readonly<Record<string, unknown>>;
  try {
    return {
      partition,
      name,
      state: state as RecordState,
      attempt: String(attempt),
      body: String(body),
      expires: Number(expires),
      data: JSON.parse(String(data)) as RecordData,
    };
  } catch (cause) {
    throw new AisleError('INTERNAL', `The stock record "${name}" cannot be read. Another program wrote it.`, { cause });
  }
}

function toObject(flat: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[String(name), flat[at + 1]]] : [])));
}
