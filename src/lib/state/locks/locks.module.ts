import { Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown } from '@nestjs/common';
import type { RedisOptions } from '../../redis/connection-options.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { assertServerCount } from './lock-options.js';
import type { LocksModuleOptions } from './lock-options.js';
import { LockServer } from './lock-server.js';
import { Locks } from './locks.js';

const SERVERS = 'AisleLockServers';

/**
 * Offers {@link Locks} to the whole application. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), LocksModule.forRoot()] })
 * class ShopModule {}
 */
@Module({})
export class LocksModule implements OnApplicationShutdown {
  constructor(@Inject(SERVERS) private readonly servers: readonly LockServer[]) {}

  /** @throws INVALID_CONFIGURATION for an even number of servers; at start ENGINE_UNAVAILABLE when most are down */
  static forRoot({ servers = [] }: LocksModuleOptions = {}): DynamicModule {
    if (servers.length > 0) assertServerCount(servers.length);
    return {
      module: LocksModule,
      global: true,
      providers: [
        { provide: SERVERS, useFactory: () => openAll(servers) },
        {
          provide: Locks,
          inject: [SERVERS, AISLE_CONNECTION, AISLE_KEYS],
          useFactory: (own: readonly LockServer[], connection: RedisConnection, keys: Keys) =>
            new Locks(own.length === 0 ? connection : own, keys),
        },
      ],
      exports: [Locks],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.close()));
  }
}

/** @throws the first error when most servers cannot be reached; the others are tried again by later locks */
async function openAll(options: readonly RedisOptions[]): Promise<readonly LockServer[]> {
  const servers = options.map((one) => new LockServer(one));
  const opened = await Promise.allSettled(servers.map((server) => server.open()));
  const failed = opened.filter((one) => one.status === 'rejected');
  const [first] = failed;
  if (first !== undefined && failed.length > servers.length / 2) {
    await Promise.all(servers.map((server) => server.close()));
    throw first.reason;
  }
  return servers;
}
