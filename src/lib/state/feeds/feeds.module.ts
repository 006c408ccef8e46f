import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { ActivityFeeds } from './activity-feeds.js';

/** Offers {@link ActivityFeeds} to the whole application. Needs `AisleModule.forRoot`. */
@Module({})
export class FeedsModule {
  static forRoot(): DynamicModule {
    return {
      module: FeedsModule,
      global: true,
      providers: [
        {
          provide: ActivityFeeds,
          inject: [AISLE_CONNECTION, AISLE_KEYS],
          useFactory: (connection: RedisConnection, keys: Keys) => new ActivityFeeds(connection, keys),
        },
      ],
      exports: [ActivityFeeds],
    };
  }
}
