import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { assertWithin } from '../../errors/option-range.js';
import { CacheArea } from './cache-area.js';
import type { CacheParts } from './cache-context.js';
import { CacheFlights } from './cache-flights.js';
import { resolveCacheAreaOptions } from './cache-options.js';
import type { CacheAreaOptions } from './cache-options.js';
import { CacheRepairs } from './cache-repairs.js';
import { CacheStatistics } from './cache-statistics.js';
import type { CacheCounts } from './cache-statistics.js';
import { CacheStore } from './cache-store.js';
import { orCause } from './cache-unavailable-error.js';
import { tagKey } from './cache-versions.js';
import { cachedFunction } from './cached-function.js';
import type { CachedFunction, CachedFunctionOptions } from './cached-function.js';

export interface CacheOptions {
  /** Milliseconds that the engine may take before calls go on without the cache, 10 to 60,000. @default 1000 */
  readonly timeoutMs?: number;
  /** Told what failed where no caller waits for it: renewals in the background, and outages that calls went around. */
  readonly onFailure?: (error: unknown, prefix: string) => void;
}

/**
 * Keeps results in Redis, for all processes. Every value expires; a value is loaded by one caller at a time; whatever was
 * made invalid is given to nobody who calls afterwards, also if its load was under way.
 */
export class Cache {
  readonly #parts: CacheParts;
  readonly #statistics = new CacheStatistics();
  readonly #background = new Set<Promise<void>>();

  /** @throws INVALID_VALUE that names the option and its range */
  constructor(connection: RedisConnection, keys: Keys, options: CacheOptions = {}) {
    const { timeoutMs = 1_000, onFailure = () => undefined } = options;
    assertWithin('cache option "timeoutMs"', timeoutMs, { min: 10, max: 60_000 });
    const store = new CacheStore(connection, keys, timeoutMs);
    this.#parts = {
      store,
      flights: new CacheFlights(store),
      repairs: new CacheRepairs(store),
      keys,
      count: (prefix, event) => {
        this.#statistics.count(prefix, event);
      },
      onFailure,
      inBackground: (work) => {
        const kept = work.finally(() => this.#background.delete(kept));
        this.#background.add(kept);
      },
    };
  }

  /** The values of one prefix. @throws INVALID_VALUE that names the option and its range */
  area<T>(options: CacheAreaOptions<T>): CacheArea<T> {
    return new CacheArea(resolveCacheAreaOptions(options), this.#parts);
  }

  /**
   * Makes a function whose results are kept.
   * @example
   * const product = cache.wrap({ prefix: 'product', ttlMs: 60_000 }, (id: string) => database.product(id));
   * await product('42');
   * await product.invalidate('42');
   * @throws INVALID_VALUE that names the option and its range
   */
  wrap<F extends (...args: never[]) => Promise<unknown>>(
    options: CachedFunctionOptions<Parameters<F>, Awaited<ReturnType<F>>>,
    load: F,
  ): CachedFunction<Parameters<F>, Awaited<ReturnType<F>>>;
  wrap<A extends readonly unknown[], R>(
    options: CachedFunctionOptions<A, R>,
    load: (...args: A) => Promise<R>,
  ): CachedFunction<A, R> {
    return cachedFunction(this.area<R>(options), options, load);
  }

  /**
   * Makes all values invalid that have one of these tags, of whatever prefix.
   * @throws INVALID_VALUE; ENGINE_UNAVAILABLE, ENGINE_TIMEOUT: they may still be valid
   */
  async invalidateTags(...tags: readonly string[]): Promise<void> {
    const { store, keys } = this.#parts;
    await orCause(store.forget(tags.map((tag) => tagKey(keys, tag))));
  }

  /** What became of the calls in this process, by prefix. */
  statistics(): readonly CacheCounts[] {
    return this.#statistics.read();
  }

  /** How many values still have to be removed because a write could not. */
  get pendingRepairs(): number {
    return this.#parts.repairs.pending;
  }

  /** Waits for what goes on in the background. */
  async settled(): Promise<void> {
    await Promise.all(this.#background);
  }

  /** Gives up repairs, and waits for what goes on in the background. */
  async close(): Promise<void> {
    await this.#parts.repairs.close();
    await this.settled();
  }
}
