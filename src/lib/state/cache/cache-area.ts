import { assertWithin } from '../../errors/option-range.js';
import { entryOf, freshMsOf, isWithin, lifeMsOf, noteOutage } from './cache-context.js';
import type { CacheContext, CacheParts, CacheRead } from './cache-context.js';
import { hashKey, KEY_HASH_LENGTH } from './cache-key.js';
import { LONGEST_TTL_MS } from './cache-options.js';
import type { CacheAreaRuntimeOptions } from './cache-options.js';
import { CacheReader } from './cache-reader.js';
import type { CacheSlot } from './cache-store.js';
import { orCause } from './cache-unavailable-error.js';
import { generationKey, NO_DEPENDENCIES, versionKeys } from './cache-versions.js';
import type { CacheDependencies, VersionKey } from './cache-versions.js';
import { writeThrough } from './write-through.js';

export interface InvalidateAllOptions {
  /**
   * `version` makes all values of the prefix invalid in one step, whatever their number, and leaves them to expire; `scan`
   * removes them too, and goes through all keys of the engine for it.
   * @default 'version'
   */
  readonly by?: 'version' | 'scan';
}

export interface CacheSetOptions extends CacheDependencies {
  /** Milliseconds that this value is fresh at most. @default that of the area */
  readonly ttlMs?: number | undefined;
}

/** A call of {@link CacheArea.read} or its like. */
interface Reading<T> {
  readonly key: unknown;
  readonly load: () => Promise<T>;
  readonly dependencies: CacheDependencies;
  readonly asksAge: boolean;
}

/** Values of one kind, under one prefix. Keys are plain data of any form: strings, numbers, lists, objects. */
export class CacheArea<T> {
  readonly #context: CacheContext<T>;
  readonly #reader: CacheReader<T>;
  readonly #ownVersions: readonly VersionKey[];
  /** Whether the age of an entry decides what becomes of it; else those past their time are gone. */
  readonly #givesStale: boolean;
  /** Loads under way while the engine fails, by hash. */
  readonly #loading = new Map<string, Promise<T>>();

  constructor(options: CacheAreaRuntimeOptions<T>, parts: CacheParts) {
    this.#context = { options, parts };
    this.#reader = new CacheReader(this.#context);
    this.#ownVersions = versionKeys(parts.keys, options.prefix, NO_DEPENDENCIES);
    this.#givesStale = options.staleMs > 0 || options.staleIfErrorMs > 0;
  }

  /**
   * The value of a key; where there is none, one caller of all processes loads it and the others wait for it. While the
   * engine fails each process loads for itself.
   * @throws what `load` throws; INVALID_VALUE for a key or a result that cannot be stored
   */
  load(key: unknown, load: () => Promise<T>, dependencies = NO_DEPENDENCIES): Promise<T> {
    return this.#read({ key, load, dependencies, asksAge: this.#givesStale }, ({ value }) => value);
  }

  /** As {@link CacheArea.load}, with where the value came from. */
  read(key: unknown, load: () => Promise<T>, dependencies = NO_DEPENDENCIES): Promise<CacheRead<T>> {
    return this.#read({ key, load, dependencies, asksAge: true }, (read) => read);
  }

  /** The value of a key; undefined where there is none that is fresh, or where the engine fails. */
  async get(key: unknown, dependencies = NO_DEPENDENCIES): Promise<T | undefined> {
    const { options, parts } = this.#context;
    try {
      const slot = this.#slot(hashKey(key));
      const sight = await parts.store.look(slot, this.#versions(dependencies), this.#givesStale);
      const { entry } = sight;
      const isFresh = entry !== null && isWithin(sight, 0);
      parts.count(options.prefix, isFresh ? 'hits' : 'misses');
      return isFresh ? options.codec.decode(entry.payload) : undefined;
    } catch (error) {
      noteOutage(this.#context, error);
      return undefined;
    }
  }

  /**
   * Stores a value; what is being loaded for the key at this moment is not stored any more.
   * @throws INVALID_VALUE; ENGINE_UNAVAILABLE, ENGINE_TIMEOUT
   */
  async set(key: unknown, value: T, { ttlMs, ...dependencies }: CacheSetOptions = {}): Promise<void> {
    const { options, parts } = this.#context;
    if (ttlMs !== undefined) assertWithin('cache option "ttlMs"', ttlMs, { min: 1, max: LONGEST_TTL_MS });
    const slot = this.#slot(hashKey(key));
    const payload = options.codec.encode(value);
    const freshMs = freshMsOf(this.#context, value, ttlMs);
    const lifeMs = lifeMsOf(this.#context, freshMs);
    if (freshMs === 0) {
      await orCause(parts.store.drop(slot));
      return;
    }
    const signature = await orCause(parts.store.sign(this.#versions(dependencies), lifeMs));
    await orCause(parts.store.store(slot, entryOf(this.#context, payload, signature, freshMs), lifeMs));
  }

  /**
   * Removes the value of a key; what is being loaded for it at this moment is not stored any more.
   * @returns whether there was one
   * @throws ENGINE_UNAVAILABLE, ENGINE_TIMEOUT: it may still be there
   */
  async invalidate(key: unknown): Promise<boolean> {
    return orCause(this.#context.parts.store.drop(this.#slot(hashKey(key))));
  }

  /**
   * Makes all values of the prefix invalid. @returns how many were removed, null by `version`
   * @throws as {@link CacheArea.invalidate}
   */
  async invalidateAll({ by = 'version' }: InvalidateAllOptions = {}): Promise<number | null> {
    const { options, parts } = this.#context;
    await orCause(parts.store.forget([generationKey(parts.keys, options.prefix)]));
    return by === 'version' ? null : orCause(parts.store.scanAway(options.prefix, KEY_HASH_LENGTH));
  }

  /**
   * A function that stores a value elsewhere, then here. Where the second fails, what is here is removed as soon as the
   * engine is there again, so that nothing old stays longer than the outage.
   * @param store stores it elsewhere; what it gives back, if anything, is kept in the place of the value
   * @param keyOf the key of a value
   */
  writeThrough<V extends T>(
    store: (value: V) => Promise<T> | Promise<void>,
    keyOf: (value: V) => unknown,
    dependenciesOf: (value: V) => CacheDependencies | Promise<CacheDependencies> = () => ({}),
  ): (value: V) => Promise<T> {
    return async (value) => {
      const slot = this.#slot(hashKey(keyOf(value)));
      const versions = this.#versions(await dependenciesOf(value));
      return writeThrough<T>(this.#context, { slot, versions, store: () => store(value), value });
    };
  }

  async #read<R>({ key, load, dependencies, asksAge }: Reading<T>, show: (read: CacheRead<T>) => R): Promise<R> {
    const hash = hashKey(key);
    const call = { slot: this.#slot(hash), versions: this.#versions(dependencies), load, asksAge };
    try {
      return show(await this.#reader.read(call));
    } catch (error) {
      noteOutage(this.#context, error);
    }
    const isExact = dependencies.epochs !== undefined && dependencies.epochs.length > 0;
    return show({ value: await (isExact ? load() : this.#loadOnce(hash, load)), source: 'load', ageMs: 0 });
  }

  #slot(hash: string): CacheSlot {
    const { options, parts } = this.#context;
    return parts.store.slot(options.prefix, hash);
  }

  #versions(dependencies: CacheDependencies): readonly VersionKey[] {
    if (dependencies === NO_DEPENDENCIES) return this.#ownVersions;
    const { options, parts } = this.#context;
    return versionKeys(parts.keys, options.prefix, dependencies);
  }

  async #loadOnce(hash: string, load: () => Promise<T>): Promise<T> {
    const underWay = this.#loading.get(hash);
    if (underWay !== undefined) return underWay;
    const loading = load().finally(() => this.#loading.delete(hash));
    this.#loading.set(hash, loading);
    return loading;
  }
}
