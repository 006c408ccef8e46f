import { AisleError } from './aisle-error.js';

/** A line of which there is less than was asked for. */
export interface Shortage {
  /** Which line, from 0. */
  readonly line: number;
  readonly id: string;
  readonly requested: number;
  /** What is there; null when there is no such document, or no whole number in its quantity. */
  readonly available: number | null;
}

/** There is not enough of some lines, so nothing was taken. `faults` names each. */
export class InsufficientStockError extends AisleError {
  constructor(
    readonly collection: string,
    readonly shortages: readonly Shortage[],
  ) {
    const faults = shortages.map((shortage) => ({ path: `lines[${shortage.line}]`, message: describe(shortage) }));
    const [first] = faults;
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
    super(
      'INSUFFICIENT_STOCK',
      `Nothing of "${collection}" was reserved: ${first?.message ?? 'there is not enough'}${more}. Ask for less, or leave the line out.`,
      { faults },
    );
  }
}

/** There is no reservation of that id, or it ended so long ago that it is forgotten. */
export class ReservationNotFoundError extends AisleError {
  constructor(
    readonly collection: string,
    readonly reservation: string,
  ) {
    super('RESERVATION_NOT_FOUND', `The collection "${collection}" has no reservation "${reservation}". Reserve anew.`);
  }
}

/** The reservation has ended another way than was asked for. */
export class ReservationEndedError extends AisleError {
  constructor(
    readonly reservation: string,
    readonly state: 'committed' | 'released' | 'expired',
  ) {
    const mend = state === 'committed' ? 'Use restock to take goods back' : 'Its stock was given back; reserve anew';
    super('RESERVATION_ENDED', `The reservation "${reservation}" is ${state} already. ${mend}.`);
  }
}

/** An idempotency key was used before for something else. */
export class IdempotencyKeyReusedError extends AisleError {
  constructor(readonly idempotencyKey: string) {
    super(
      'IDEMPOTENCY_KEY_REUSED',
      `The idempotency key "${idempotencyKey}" was used with another body. Repeat that body, or use another key.`,
    );
  }
}

/** The definition of the collection does not say which fields hold its stock. */
export class StockNotDeclaredError extends AisleError {
  constructor(readonly collection: string) {
    super(
      'STOCK_NOT_DECLARED',
      `The collection "${collection}" declares no stock. Add the setting stock: { quantity: 'stock', available: 'inStock' } with the names of its fields.`,
    );
  }
}

const describe = ({ id, requested, available }: Shortage) =>
  available === null ? `there is no stock of "${id}"` : `"${id}" has ${available} left, not ${requested}`;
