import type { Cache } from './cache.js';
import type { CacheArea } from './cache-area.js';
import { LONGEST_TTL_MS } from './cache-options.js';

export interface KeyvStoreOptions {
  /** Begins the keys; each Keyv needs one of its own, for `clear` empties it. @default 'keyv' */
  readonly prefix?: string;
  /** Milliseconds that values without a time of their own live, for all have to expire. @default 3600000, an hour */
  readonly ttlMs?: number;
}

/**
 * Keeps values of a Keyv, so that `@nestjs/cache-manager` and `cache-manager` work with this cache.
 *
 * @example
 * CacheModule.registerAsync({ inject: [Cache], useFactory: (cache: Cache) => ({ stores: [new KeyvStore(cache)] }) })
 */
export class KeyvStore {
  /** For Keyv, which sets it. */
  namespace: string | undefined;
  readonly opts: Readonly<Required<KeyvStoreOptions>>;
  readonly #area: CacheArea<unknown>;

  /** @throws INVALID_VALUE that names the option and its range */
  constructor(cache: Cache, { prefix = 'keyv', ttlMs = 3_600_000 }: KeyvStoreOptions = {}) {
    this.opts = Object.freeze({ prefix, ttlMs });
    // Keyv writes the time at which a value expires into the value, and takes it at its word.
    this.#area = cache.area({ prefix, ttlMs, negativeTtlMs: ttlMs, jitter: 0 });
  }

  /** Undefined also where the engine fails; the cache's `onFailure` is told. */
  async get<Value>(key: string): Promise<Value | undefined> {
    return (await this.#area.get(key)) as Value | undefined;
  }

  /** @throws ENGINE_UNAVAILABLE, ENGINE_TIMEOUT, which Keyv gives out as "error" events */
  async set(key: string, value: unknown, ttl?: number): Promise<boolean> {
    const ttlMs = ttl === undefined || !(ttl > 0) ? undefined : Math.min(Math.ceil(ttl), LONGEST_TTL_MS);
    await this.#area.set(key, value, { ttlMs });
    return true;
  }

  /** @throws as {@link KeyvStore.set} */
  delete(key: string): Promise<boolean> {
    return this.#area.invalidate(key);
  }

  /** @throws as {@link KeyvStore.set} */
  async clear(): Promise<void> {
    await this.#area.invalidateAll();
  }

  async has(key: string): Promise<boolean> {
    return (await this.#area.get(key)) !== undefined;
  }

  /** Keyv asks for it. There are no events: what fails is thrown, or told to the cache's `onFailure`. */
  on(): this {
    return this;
  }
}
