import { Module } from '@nestjs/common';
import { StockModule } from '../../lib/index.js';
import { StockRequests } from './stock-requests.js';
import { StockController } from './stock.controller.js';

@Module({ imports: [StockModule.forRoot()], controllers: [StockController], providers: [StockRequests] })
export class StockAreaModule {}
