import { formatCount, formatSeconds } from '../terminal/numbers.js';

/** Counts what became of documents, by what it is called. */
export class WriteTally<Status extends string> {
  readonly #startedAt = performance.now();
  readonly #counts = new Map<Status, number>();

  /** @param statuses are told in this order, also those that never come */
  constructor(statuses: readonly Status[]) {
    for (const status of statuses) this.#counts.set(status, 0);
  }

  add(status: Status): void {
    this.#counts.set(status, this.count(status) + 1);
  }

  count(status: Status): number {
    return this.#counts.get(status) ?? 0;
  }

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** `products: 12 created, 3 replaced, 0 failed (0.4 s)` */
  describe(collection: string): string {
    const counts = [...this.#counts].map(([status, count]) => `${formatCount(count)} ${status}`);
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    return `${collection}: ${counts.join(', ')} (${formatSeconds(seconds)})`;
  }
}
