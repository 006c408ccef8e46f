import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  AisleModule,
  boolean,
  Counters,
  CountersModule,
  defineCollection,
  getLeaderboardToken,
  getRepositoryToken,
  getStockToken,
  Leaderboard,
  LeaderboardsModule,
  Links,
  LinksModule,
  numeric,
  Stock,
  StockModule,
  Transactions,
  TransactionsModule,
} from '../../src/lib/index.js';
import type { DocumentRepository } from '../../src/lib/index.js';
import { until } from '../support/processes.js';
import { startTestEngine } from '../support/engine.js';

class Article {
  id!: string;
  left!: number;
  any!: boolean;
}
const FIELDS = { left: numeric(), any: boolean() };
const articles = defineCollection('articles', Article, FIELDS, { stock: { quantity: 'left', available: 'any' } });
const plain = defineCollection('plain', Article, FIELDS);

it('modules offer transactions, counters, leaderboards, links and stock, which comes back by itself', async () => {
  const engine = await startTestEngine();
  @Module({
    imports: [
      AisleModule.forRoot({ redis: { url: engine.url } }),
      AisleModule.forFeature([articles]),
      StockModule.forRoot({ sweepIntervalMs: 20 }),
      StockModule.forFeature([articles]),
      TransactionsModule.forRoot(),
      CountersModule.forRoot(),
      LeaderboardsModule.forFeature({ sellers: { period: 'week' } }),
      LinksModule.forRoot(),
    ],
  })
  class ShopModule {}
  const app = await NestFactory.createApplicationContext(ShopModule, { logger: false });
  try {
    expect(app.get(Transactions)).toBeInstanceOf(Transactions);
    expect(await app.get(Counters).add('sales')).toBe(1);
    expect(await app.get<Leaderboard>(getLeaderboardToken('sellers')).add('a')).toMatchObject({ rank: 1 });
    expect(await app.get(Links).create('https://shop.example/')).toMatchObject({ created: true });
    const repository = app.get<DocumentRepository<typeof articles>>(getRepositoryToken(articles));
    await repository.put({ id: 'a', left: 1, any: true });
    const stock = app.get<Stock>(getStockToken(articles));
    await stock.reserve([{ id: 'a', quantity: 1 }], { ttlMs: 100 });
    await until('it is back', async () => (await repository.get('a'))?.document.any === true);
  } finally {
    await app.close();
    await engine.close();
  }
});

it('a collection without stock is refused when the module is declared', () => {
  expect(() => StockModule.forFeature([plain])).toThrow('plain: declares no stock. Add the setting stock');
  expect(() => StockModule.forRoot({ sweepIntervalMs: 1 })).toThrow('"sweepIntervalMs" is 1');
});
