/** What became of the calls of one prefix in this process. */
export interface CacheCounts {
  readonly prefix: string;
  /** Calls that were answered with a fresh value. */
  readonly hits: number;
  /** Calls that were answered with a value past its time. */
  readonly stale: number;
  /** Calls that found nothing; many of them can share one load. */
  readonly misses: number;
  /** Loads that were begun. */
  readonly loads: number;
  /** Questions that the engine failed: the calls went on without the cache. */
  readonly failures: number;
}

export type CacheEvent = Exclude<keyof CacheCounts, 'prefix'>;

/** Part of the calls that were answered from the cache, 0 to 1; null while there were none. */
export function hitRatio({ hits, stale, misses }: CacheCounts): number | null {
  const calls = hits + stale + misses;
  return calls === 0 ? null : (hits + stale) / calls;
}

/** Counts what happens, by prefix. */
export class CacheStatistics {
  readonly #counts = new Map<string, Record<CacheEvent, number>>();

  count(prefix: string, event: CacheEvent): void {
    this.#of(prefix)[event] += 1;
  }

  /** By prefix, those first that were used first. */
  read(): readonly CacheCounts[] {
    return [...this.#counts].map(([prefix, counts]) => ({ prefix, ...counts }));
  }

  #of(prefix: string): Record<CacheEvent, number> {
    const known = this.#counts.get(prefix);
    if (known !== undefined) return known;
    const counts = { hits: 0, stale: 0, misses: 0, loads: 0, failures: 0 };
    this.#counts.set(prefix, counts);
    return counts;
  }
}
