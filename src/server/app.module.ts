import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AisleModule, CacheModule, RateLimitsModule } from '../lib/index.js';
import { CATALOG } from './catalog/catalog-collections.js';
import { ChangeModule } from './changes/change.module.js';
import { CollectionModule } from './collections/collection.module.js';
import { ConfigModule } from './config/config.module.js';
import type { ServerConfig } from './config/server-config.js';
import { DocumentModule } from './documents/document.module.js';
import { EngineModule } from './engine/engine.module.js';
import { HealthModule } from './health/health.module.js';
import { HttpModule } from './http/http.module.js';
import { LinkModule } from './links/link.module.js';
import { ConnectionLog } from './logging/connection-log.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { SearchMetrics } from './metrics/search-metrics.js';
import { OpenApiModule } from './openapi/openapi.module.js';
import { SearchModule } from './search/search.module.js';
import { StockAreaModule } from './stock/stock-area.module.js';
import { TrendingModule } from './trending/trending.module.js';
import { SeedingModule } from './seeding/seeding.module.js';
import { SessionModule } from './sessions/session.module.js';
import { SynonymModule } from './synonyms/synonym.module.js';

/** The server: the library, the shop's collections, and an area each for what the REST API offers. */
@Module({})
export class AppModule {
  static for(config: ServerConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.for(config),
        HttpModule,
        MetricsModule,
        AisleModule.forRootAsync({
          inject: [SearchMetrics],
          useFactory: (metrics: SearchMetrics) => ({
            connectionHooks: new ConnectionLog(),
            redis: config.redisUrl === null ? { embedded: { home: config.home } } : { url: config.redisUrl },
            namespace: config.namespace,
            migrations: 'auto',
            searchCache: { bytes: config.searchCacheBytes },
            searchColumns: { bytes: config.searchColumnBytes },
            onEngineTime: (collection, milliseconds) => {
              metrics.observeEngine(collection, milliseconds);
            },
          }),
        }),
        AisleModule.forFeature(CATALOG),
        CacheModule.forRoot(),
        RateLimitsModule.forRoot({ limits: { search: config.searchLimit } }),
        SeedingModule,
        CollectionModule,
        DocumentModule,
        ChangeModule,
        SearchModule,
        SynonymModule,
        StockAreaModule,
        TrendingModule,
        LinkModule.for(config.linkHosts),
        SessionModule,
        HealthModule,
        EngineModule,
        OpenApiModule,
      ],
    };
  }
}
