import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { Reservation } from '../../lib/index.js';
import { Access } from '../access/access.decorator.js';
import { JsonBody } from '../http/json-body.js';
import { StockRequests } from './stock-requests.js';
import type { ReservationAddress } from './stock-requests.js';

@Controller('v1/collections/:collection/stock')
@Access('admin')
export class StockController {
  constructor(private readonly stock: StockRequests) {}

  @Post('reservations')
  @HttpCode(200)
  @JsonBody()
  async reserve(
    @Param('collection') collection: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Reservation> {
    const { created, ...reservation } = await this.stock.reserve(collection, body);
    if (created) response.status(201).location(`/v1/collections/${collection}/stock/reservations/${reservation.id}`);
    return reservation;
  }

  @Get('reservations/:reservation')
  find(@Param() address: ReservationAddress): Promise<Reservation> {
    return this.stock.find(address);
  }

  @Post('reservations/:reservation/commit')
  @HttpCode(200)
  commit(@Param() address: ReservationAddress): Promise<Reservation> {
    return this.stock.commit(address);
  }

  @Delete('reservations/:reservation')
  release(@Param() address: ReservationAddress): Promise<Reservation> {
    return this.stock.release(address);
  }

  @Post('restock')
  @HttpCode(204)
  @JsonBody()
  restock(@Param('collection') collection: string, @Body() body: unknown): Promise<void> {
    return this.stock.restock(collection, body);
  }
}
