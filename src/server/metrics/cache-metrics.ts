import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Cache, hitRatio } from '../../lib/index.js';
import { MetricsRegistry } from './metrics-registry.js';

/** What became of the calls of caches, asked for when the metrics are read. */
@Injectable()
export class CacheMetrics {
  constructor(registry: MetricsRegistry, cache: Cache) {
    const registers = [registry];
    new Counter({
      registers,
      labelNames: ['prefix', 'result'],
      name: 'aisle_cache_requests_total',
      help: 'Calls of a cache: hit, stale (past its time) or miss.',
      collect() {
        this.reset();
        for (const { prefix, hits, stale, misses } of cache.statistics()) {
          this.inc({ prefix, result: 'hit' }, hits);
          this.inc({ prefix, result: 'stale' }, stale);
          this.inc({ prefix, result: 'miss' }, misses);
        }
      },
    });
    new Counter({
      registers,
      labelNames: ['prefix'],
      name: 'aisle_cache_loads_total',
      help: 'Loads that misses led to; many misses can share one.',
      collect() {
        this.reset();
        for (const { prefix, loads } of cache.statistics()) this.inc({ prefix }, loads);
      },
    });
    new Counter({
      registers,
      labelNames: ['prefix'],
      name: 'aisle_cache_failures_total',
      help: 'Questions of a cache that the engine failed.',
      collect() {
        this.reset();
        for (const { prefix, failures } of cache.statistics()) this.inc({ prefix }, failures);
      },
    });
    new Gauge({
      registers,
      labelNames: ['prefix'],
      name: 'aisle_cache_hit_ratio',
      help: 'Part of the calls since the start that were answered from the cache, 0 to 1.',
      collect() {
        for (const counts of cache.statistics()) {
          const ratio = hitRatio(counts);
          if (ratio !== null) this.set({ prefix: counts.prefix }, ratio);
        }
      },
    });
  }
}
