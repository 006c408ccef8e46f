import { Injectable } from '@nestjs/common';
import { Histogram } from 'prom-client';
import { MetricsRegistry } from './metrics-registry.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How long requests take. */
@Injectable()
export class HttpMetrics {
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

  constructor(registry: MetricsRegistry) {
    this.#requests = new Histogram({
      name: 'aisle_http_request_duration_seconds',
      help: 'Time from a request to the end of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers: [registry],
    });
  }

  observe(labels: { readonly method: string; readonly route: string; readonly status: string }, ms: number): void {
    this.#requests.observe({ ...labels }, ms / 1_000);
  }
}
