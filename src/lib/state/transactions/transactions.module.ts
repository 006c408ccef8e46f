import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION } from '../../redis/redis.tokens.js';
import { Transactions } from './transactions.js';

/**
 * Offers {@link Transactions} to the whole application. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), TransactionsModule.forRoot()] })
 * class ShopModule {}
 */
@Module({})
export class TransactionsModule {
  static forRoot(): DynamicModule {
    return {
      module: TransactionsModule,
      global: true,
      providers: [
        {
          provide: Transactions,
          inject: [AISLE_CONNECTION],
          useFactory: (connection: RedisConnection) => new Transactions(connection),
        },
      ],
      exports: [Transactions],
    };
  }
}
