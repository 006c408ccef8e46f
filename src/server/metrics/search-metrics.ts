import { Injectable } from '@nestjs/common';
import { Histogram } from 'prom-client';
import { MetricsRegistry } from './metrics-registry.js';

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How long searches take, in all and waiting for the engine. */
@Injectable()
export class SearchMetrics {
  readonly #searches: Histogram<'collection'>;
  readonly #engine: Histogram<'collection'>;

  constructor(registry: MetricsRegistry) {
    const common = { labelNames: ['collection'] as const, buckets: SECONDS, registers: [registry] };
    this.#searches = new Histogram({
      ...common,
      name: 'aisle_search_duration_seconds',
      help: 'Time of a search that was answered, the wait for the engine included.',
    });
    this.#engine = new Histogram({
      ...common,
      name: 'aisle_search_engine_duration_seconds',
      help: 'Time that a search waited for the engine.',
    });
  }

  /** Names that are no collection's must not reach this: each makes a new time series. */
  observeSearch(collection: string, ms: number): void {
    this.#searches.observe({ collection }, ms / 1_000);
  }

  observeEngine(collection: string, ms: number): void {
    this.#engine.observe({ collection }, ms / 1_000);
  }
}
