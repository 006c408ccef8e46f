import { Module } from '@nestjs/common';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../redis/redis.tokens.js';
import { EngineMonitor } from './engine-monitor.js';

/** Provides the {@link EngineMonitor} of the connection. */
@Module({
  providers: [
    {
      provide: EngineMonitor,
      inject: [AISLE_CONNECTION, AISLE_KEYS],
      useFactory: (connection: RedisConnection, keys: Keys) => new EngineMonitor(connection, keys),
    },
  ],
  exports: [EngineMonitor],
})
export class MonitoringModule {}
