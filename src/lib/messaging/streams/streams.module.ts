import { Logger, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { logTo } from '../report.js';
import { StreamBell } from './stream-bell.js';
import { StreamHandlers } from './stream-handlers.js';
import { Streams } from './streams.js';
import type { StreamsOptions } from './streams.js';

/**
 * Offers {@link Streams} to the whole application and runs the methods that `OnStream` marks. They are stopped before the
 * connection is. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), StreamsModule.forRoot()] })
 * class ShopModule {}
 */
@Module({})
export class StreamsModule {
  /** What handlers throw goes to the log unless `onError` takes it. */
  static forRoot(options: StreamsOptions = {}): DynamicModule {
    const { onError = logTo(new Logger('AisleStreams')), ...rest } = options;
    return {
      module: StreamsModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        {
          provide: Streams,
          inject: [AISLE_CONNECTION, AISLE_KEYS, StreamBell],
          useFactory: (connection: RedisConnection, keys: Keys, bell: StreamBell) =>
            new Streams(connection, keys, { onError, bell, ...rest }),
        },
        StreamHandlers,
      ],
      exports: [Streams],
    };
  }
}
