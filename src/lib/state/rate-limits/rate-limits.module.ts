import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { resolveRateLimitOptions } from './rate-limit-options.js';
import { RateLimits } from './rate-limits.js';
import type { NamedRateLimits } from './rate-limits.js';

export interface RateLimitsModuleOptions {
  /** The limits that `RateLimit` names; null switches one off. */
  readonly limits: NamedRateLimits;
}

/**
 * Offers {@link RateLimits} to the whole application, for the decorator `RateLimit`. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), RateLimitsModule.forRoot({ limits: { login: { limit: 5, windowMs: 60_000 } } })] })
 * class ShopModule {}
 */
@Module({})
export class RateLimitsModule {
  /** @throws INVALID_VALUE that names the option and what is allowed */
  static forRoot({ limits }: RateLimitsModuleOptions): DynamicModule {
    for (const [name, options] of Object.entries(limits)) {
      if (options !== null) resolveRateLimitOptions(name, options);
    }
    return {
      module: RateLimitsModule,
      global: true,
      providers: [
        {
          provide: RateLimits,
          inject: [AISLE_CONNECTION, AISLE_KEYS],
          useFactory: (connection: RedisConnection, keys: Keys) => new RateLimits(connection, keys, limits),
        },
      ],
      exports: [RateLimits],
    };
  }
}
