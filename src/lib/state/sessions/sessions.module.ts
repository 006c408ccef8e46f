import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { resolveSessionOptions } from './session-options.js';
import type { SessionOptions } from './session-options.js';
import { Sessions } from './sessions.js';

/**
 * Offers {@link Sessions} to the whole application. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), SessionsModule.forRoot({ ttlMs: 1_800_000 })] })
 * class ShopModule {}
 */
@Module({})
export class SessionsModule {
  /** @throws INVALID_VALUE that names the option and its range */
  static forRoot(options: SessionOptions = {}): DynamicModule {
    const resolved = resolveSessionOptions(options);
    return {
      module: SessionsModule,
      global: true,
      providers: [
        {
          provide: Sessions,
          inject: [AISLE_CONNECTION, AISLE_KEYS],
          useFactory: (connection: RedisConnection, keys: Keys) => new Sessions(connection, keys, resolved),
        },
      ],
      exports: [Sessions],
    };
  }
}
