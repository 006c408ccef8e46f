import type { AnyCollection } from '../../collections/collection.js';
import { indexHash } from '../../collections/index-hash.js';
import type { FoldedValue } from '../../query/fold-facet.js';
import type { Search } from '../../query/search.js';
import type { Target } from '../../query/step.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { ReplyCache } from '../replies/reply-cache.js';
import type { Turns } from '../replies/turns.js';
import { ColumnLook, timed } from './column-look.js';
import { ColumnStore } from './column-store.js';
import type { Columns, ColumnStoreOptions } from './column-store.js';
import { foldValuesAlone } from './fold-page.js';

export interface ColumnSearchOptions extends Pick<ColumnStoreOptions, 'maxBytes'> {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  /** Where documents are kept for searches that find them again. */
  readonly cache: ReplyCache;
  /** For each look at columns, which takes up to some milliseconds. */
  readonly turns: Turns;
}

/** What is asked, and of which definition. */
export interface ColumnQuestion {
  readonly target: Target;
  readonly collection: AnyCollection;
  readonly search: Search;
  /** Told the milliseconds that it waited for the engine. */
  readonly onEngineTime: (milliseconds: number) => void;
}

/** Answers from columns in memory, where these can tell; else null, and the engine has to. */
export class ColumnSearch {
  readonly #options: ColumnSearchOptions;
  #known: { readonly hash: string; readonly store: ColumnStore } | undefined;

  constructor(options: ColumnSearchOptions) {
    this.#options = options;
  }

  /** Reads the columns of a collection unless they are there. */
  load(collection: AnyCollection): Promise<void> {
    return this.#store(collection).load();
  }

  /** Memory that the columns take, roughly, in bytes. */
  get bytes(): number {
    return this.#known?.store.bytes ?? 0;
  }

  /** Begins a search: the look at the writes goes out. */
  begin({ target, collection, search, onEngineTime }: ColumnQuestion): ColumnLook | null {
    const store = this.#store(collection);
    if (!isForColumns(target, search) || !store.isLoaded()) return null;
    const { connection, keys, cache, turns } = this.#options;
    return new ColumnLook({ store, turns, source: { connection, keys, collection, cache }, target, onEngineTime });
  }

  /** Counts all values of a facet. */
  async facetValues(
    { target, collection, search, onEngineTime }: ColumnQuestion,
    path: string,
  ): Promise<readonly FoldedValue[] | null> {
    const store = this.#store(collection);
    if (!isForColumns(target, search) || !store.isLoaded()) return null;
    const look = (columns: Columns) => foldValuesAlone({ ...columns, target, search }, path);
    return store.use(look, timed(store.readState(), onEngineTime));
  }

  #store(collection: AnyCollection): ColumnStore {
    const hash = indexHash(collection);
    if (this.#known?.hash !== hash) {
      const { connection, keys, maxBytes, cache } = this.#options;
      const options = { maxBytes, maxAgeMs: cache.maxAgeMs, keepsResults: cache.keepsAny };
      this.#known = { hash, store: new ColumnStore({ connection, keys, collection }, options) };
    }
    return this.#known.store;
  }
}

/** Columns hold no vectors, and are read of primaries. */
function isForColumns({ layout }: Target, { vector, consistency, fields }: Search): boolean {
  const asksForVectors = fields?.some((path) => layout.get(path)?.field.kind === 'vector') === true;
  return vector === null && consistency === 'primary' && !asksForVectors;
}
