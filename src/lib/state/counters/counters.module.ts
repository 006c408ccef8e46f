import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { resolveCounterOptions } from './counter-options.js';
import type { CounterOptions } from './counter-options.js';
import { Counters } from './counters.js';

/**
 * Offers {@link Counters} to the whole application. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), CountersModule.forRoot({ bucketMs: 60_000 })] })
 * class ShopModule {}
 */
@Module({})
export class CountersModule {
  /** @throws INVALID_VALUE that names the option and its range */
  static forRoot(options: CounterOptions = {}): DynamicModule {
    const resolved = resolveCounterOptions(options);
    return {
      module: CountersModule,
      global: true,
      providers: [
        {
          provide: Counters,
          inject: [AISLE_CONNECTION, AISLE_KEYS],
          useFactory: (connection: RedisConnection, keys: Keys) => new Counters(connection, keys, resolved),
        },
      ],
      exports: [Counters],
    };
  }
}
