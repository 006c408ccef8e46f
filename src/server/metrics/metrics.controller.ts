import { Controller, Get, Header } from '@nestjs/common';
import { Access } from '../access/access.decorator.js';
import { CollectionMetrics } from './collection-metrics.js';
import { EngineMetrics } from './engine-metrics.js';
import { MetricsRegistry } from './metrics-registry.js';

@Controller('metrics')
@Access('admin')
export class MetricsController {
  constructor(
    private readonly registry: MetricsRegistry,
    private readonly collections: CollectionMetrics,
    private readonly engine: EngineMetrics,
  ) {}

  @Get()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  async read(): Promise<string> {
    await Promise.all([this.collections.refresh(), this.engine.refresh()]);
    return this.registry.metrics();
  }
}
