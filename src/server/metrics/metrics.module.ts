import { Global, Module } from '@nestjs/common';
import { MonitoringModule } from '../../lib/index.js';
import { CacheMetrics } from './cache-metrics.js';
import { CircuitMetrics } from './circuit-metrics.js';
import { CollectionMetrics } from './collection-metrics.js';
import { EngineMetrics } from './engine-metrics.js';
import { HttpMetrics } from './http-metrics.js';
import { MetricsController } from './metrics.controller.js';
import { MetricsRegistry } from './metrics-registry.js';
import { ReplyMetrics } from './reply-metrics.js';
import { SearchMetrics } from './search-metrics.js';

@Global()
@Module({
  imports: [MonitoringModule],
  controllers: [MetricsController],
  providers: [
    MetricsRegistry,
    HttpMetrics,
    SearchMetrics,
    CollectionMetrics,
    CacheMetrics,
    CircuitMetrics,
    EngineMetrics,
    ReplyMetrics,
  ],
  exports: [MetricsRegistry, HttpMetrics, SearchMetrics],
})
export class MetricsModule {}
