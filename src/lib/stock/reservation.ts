import type { StockLine } from './stock-lines.js';
import type { StockRecord } from './stock-record.js';

/**
 * `held`: the stock is taken, until it is committed, released or expires. `committed`: it is sold. `released`, `expired`:
 * it was given back.
 */
export type ReservationState = 'held' | 'committed' | 'released' | 'expired';

/** What was taken out of stock together. */
export interface Reservation {
  readonly id: string;
  readonly state: ReservationState;
  readonly lines: readonly StockLine[];
  /** When the stock comes back unless it is committed. */
  readonly expiresAt: Date;
}

export interface ReserveResult extends Reservation {
  /** False when the idempotency key had made it before. */
  readonly created: boolean;
}

/** A record that decides, as users see it; null while, or because, not all of it was taken. */
export function toReservation({ state, expires, data }: StockRecord): Reservation | null {
  if (state === 'pending' || state === 'aborted') return null;
  return { id: data.reservation, state, lines: data.all, expiresAt: new Date(expires) };
}
