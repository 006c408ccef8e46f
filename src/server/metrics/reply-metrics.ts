import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { CollectionAccess } from '../../lib/index.js';
import { MetricsRegistry } from './metrics-registry.js';

/** How often searches were answered by replies that were kept, and what those take. */
@Injectable()
export class ReplyMetrics {
  constructor(registry: MetricsRegistry, access: CollectionAccess) {
    const registers = [registry];
    new Gauge({
      registers,
      name: 'aisle_search_commands_total',
      help: 'Commands and documents of searches, by who gave the answer: the engine, or memory.',
      labelNames: ['answered'],
      collect() {
        const { hits, misses } = access.searchCacheStats;
        this.set({ answered: 'kept' }, hits);
        this.set({ answered: 'engine' }, misses);
      },
    });
    new Gauge({
      registers,
      name: 'aisle_search_kept_bytes',
      help: 'Memory of the replies that are kept, roughly.',
      collect() {
        this.set(access.searchCacheStats.bytes);
      },
    });
    new Gauge({
      registers,
      name: 'aisle_search_column_bytes',
      help: 'Memory of the columns of all collections that facets are folded from, roughly.',
      collect() {
        this.set(access.searchColumnBytes);
      },
    });
  }
}
