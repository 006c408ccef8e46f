import { Logger, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { logTo } from '../report.js';
import { EventBus } from './event-bus.js';
import type { EventBusOptions } from './event-bus.js';
import { EventHandlers } from './event-handlers.js';

/**
 * Offers {@link EventBus} to the whole application and calls the methods that `OnEvent` marks. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), EventsModule.forRoot()] })
 * class ShopModule {}
 */
@Module({})
export class EventsModule {
  /** What handlers throw goes to the log unless `onError` takes it. */
  static forRoot({ onError = logTo(new Logger('AisleEvents')) }: EventBusOptions = {}): DynamicModule {
    return {
      module: EventsModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        {
          provide: EventBus,
          inject: [AISLE_CONNECTION, AISLE_KEYS],
          useFactory: (connection: RedisConnection, keys: Keys) => new EventBus(connection, keys, { onError }),
        },
        EventHandlers,
      ],
      exports: [EventBus],
    };
  }
}
