import { Global, Inject, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown, Provider } from '@nestjs/common';
import { createCoreProviders, CORE_EXPORTS } from './aisle.providers.js';
import { CollectionManager } from './indexes/collection-manager.js';
import { StreamBell } from './messaging/streams/stream-bell.js';
import type { RedisConnection } from './redis/redis-connection.js';
import { AISLE_CONNECTION } from './redis/redis.tokens.js';

/** What the application shares: one connection, the definitions, the collections by name. Closed at shutdown. */
@Global()
@Module({})
export class AisleCoreModule implements OnApplicationShutdown {
  constructor(
    @Inject(AISLE_CONNECTION) private readonly connection: RedisConnection,
    private readonly manager: CollectionManager,
    private readonly bell: StreamBell,
  ) {}

  static forRoot(options: Provider, imports: DynamicModule['imports'] = []): DynamicModule {
    return { module: AisleCoreModule, imports, providers: createCoreProviders(options), exports: CORE_EXPORTS };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.manager.close();
    await this.bell.close();
    await this.connection.close();
  }
}
