import { Logger, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { Cache } from './cache.js';
import type { CacheOptions } from './cache.js';

/**
 * Offers {@link Cache} to the whole application, and to `@Cached`. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), CacheModule.forRoot()] })
 * class ShopModule {}
 */
@Module({})
export class CacheModule implements OnApplicationShutdown {
  constructor(private readonly cache: Cache) {}

  /** @throws INVALID_VALUE at start that names the option and its range. Failures are logged, unless `onFailure` is given. */
  static forRoot(options: CacheOptions = {}): DynamicModule {
    return {
      module: CacheModule,
      global: true,
      providers: [
        {
          provide: Cache,
          inject: [AISLE_CONNECTION, AISLE_KEYS],
          useFactory: (connection: RedisConnection, keys: Keys) =>
            new Cache(connection, keys, { onFailure: logFailure, ...options }),
        },
      ],
      exports: [Cache],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.cache.close();
  }
}

function logFailure(error: unknown, prefix: string): void {
  new Logger('Cache').warn(`The cache "${prefix}" went on without a value. ${String(error)}`);
}
