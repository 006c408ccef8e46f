import { Injectable } from '@nestjs/common';
import { ReservationNotFoundError, StockAccess } from '../../lib/index.js';
import type { Reservation, ReserveResult } from '../../lib/index.js';
import { reserveBodyOf, restockBodyOf } from './stock-bodies.js';

/** Which reservation a request is about. */
export interface ReservationAddress {
  readonly collection: string;
  readonly reservation: string;
}

/** Carries out what requests ask of the stock. */
@Injectable()
export class StockRequests {
  constructor(private readonly access: StockAccess) {}

  reserve(collection: string, body: unknown): Promise<ReserveResult> {
    const { lines, options } = reserveBodyOf(body);
    return this.access.stock(collection).reserve(lines, options);
  }

  async find({ collection, reservation }: ReservationAddress): Promise<Reservation> {
    const found = await this.access.stock(collection).find(reservation);
    if (found === null) throw new ReservationNotFoundError(collection, reservation);
    return found;
  }

  commit({ collection, reservation }: ReservationAddress): Promise<Reservation> {
    return this.access.stock(collection).commit(reservation);
  }

  release({ collection, reservation }: ReservationAddress): Promise<Reservation> {
    return this.access.stock(collection).release(reservation);
  }

  restock(collection: string, body: unknown): Promise<void> {
    const { lines, options } = restockBodyOf(body);
    return this.access.stock(collection).restock(lines, options);
  }
}
