import { Logger, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { logTo } from '../report.js';
import { JobHandlers } from './job-handlers.js';
import { Queues } from './queues.js';
import type { QueuesOptions } from './queues.js';

/**
 * Offers {@link Queues} to the whole application and runs the methods that `OnJob` marks. They are stopped before the
 * connection is. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), QueuesModule.forRoot()] })
 * class ShopModule {}
 */
@Module({})
export class QueuesModule {
  /** What handlers throw goes to the log unless `onError` takes it. */
  static forRoot(options: QueuesOptions = {}): DynamicModule {
    const { onError = logTo(new Logger('AisleQueues')), ...rest } = options;
    return {
      module: QueuesModule,
      global: true,
      imports: [DiscoveryModule],
      providers: [
        {
          provide: Queues,
          inject: [AISLE_CONNECTION, AISLE_KEYS],
          useFactory: (connection: RedisConnection, keys: Keys) => new Queues(connection, keys, { onError, ...rest }),
        },
        JobHandlers,
      ],
      exports: [Queues],
    };
  }
}
