import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { resolveLinksOptions } from './link-options.js';
import type { LinksOptions } from './link-options.js';
import { Links } from './links.js';

/**
 * Offers {@link Links} to the whole application. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), LinksModule.forRoot({ hosts: ['*.shop.example'] })] })
 * class ShopModule {}
 */
@Module({})
export class LinksModule {
  /** @throws INVALID_VALUE that names the option and what is allowed */
  static forRoot(options: LinksOptions = {}): DynamicModule {
    const resolved = resolveLinksOptions(options);
    return {
      module: LinksModule,
      global: true,
      providers: [
        {
          provide: Links,
          inject: [AISLE_CONNECTION, AISLE_KEYS],
          useFactory: (connection: RedisConnection, keys: Keys) => new Links(connection, keys, resolved),
        },
      ],
      exports: [Links],
    };
  }
}
