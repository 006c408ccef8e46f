import type { AnyCollection } from '../../collections/collection.js';
import { indexHash } from '../../collections/index-hash.js';
import { byPartition } from '../../collections/partition.js';
import type { FacetReply } from '../../query/facet-plan.js';
import type { FoldedValue } from '../../query/fold-facet.js';
import type { RawHit } from '../../query/hits-step.js';
import type { PageReply } from '../../query/page-plan.js';
import type { Search } from '../../query/search.js';
import type { Target } from '../../query/step.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { ColumnStore } from './column-store.js';
import type { Columns, ColumnStoreOptions } from './column-store.js';
import { foldFacetsAlone, foldPage, foldValuesAlone } from './fold-page.js';
import type { FoldedHit } from './fold-page.js';

export interface ColumnSearchOptions extends ColumnStoreOptions {
  readonly connection: RedisConnection;
  readonly keys: Keys;
}

/** What is asked, and of which definition. */
export interface ColumnQuestion {
  readonly target: Target;
  readonly collection: AnyCollection;
  readonly search: Search;
  /** Told the milliseconds that it waited for the engine. */
  readonly onEngineTime: (milliseconds: number) => void;
}

/** Times that a page is made anew when one of its documents was written meanwhile. */
const MOST_TRIES = 3;

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

  /** A page without words: its documents are read from the engine. */
  async page({ target, collection, search, onEngineTime }: ColumnQuestion): Promise<PageReply | null> {
    const asksForVectors = search.fields?.some((path) => target.layout.get(path)?.field.kind === 'vector') === true;
    if (search.text !== null || asksForVectors || !isForColumns(search)) return null;
    const store = this.#store(collection);
    const look = (columns: Columns) => foldPage({ ...columns, target, search });
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      if (!store.isLoaded()) return null;
      const folded = await store.use(look, timed(store.readState(), onEngineTime));
      if (folded === null) return null;
      const hits = await timed(this.#readHits(collection, folded.hits), onEngineTime);
      if (hits !== null) return { hits, total: folded.total, facets: folded.facets, warnings: [] };
    }
    return null;
  }

  /**
   * Begins to count the facets of a search, so that the look at the writes goes out beside other commands.
   * @returns counts them, once the words were planned
   */
  beginFacets({
    target,
    collection,
    search,
  }: ColumnQuestion): (planned: Search) => Promise<readonly FacetReply[] | null> {
    const store = this.#store(collection);
    if (search.facets.length === 0 || !isForColumns(search) || !store.isLoaded()) {
      return () => Promise.resolve(null);
    }
    const state = store.readState();
    // Whoever counts the facets meets a failure; nobody does where the hits failed first.
    state.catch(() => undefined);
    return (planned) => store.use((columns) => foldFacetsAlone({ ...columns, target, search: planned }), state);
  }

  /** Counts all values of a facet. */
  async facetValues(
    { target, collection, search, onEngineTime }: ColumnQuestion,
    path: string,
  ): Promise<readonly FoldedValue[] | null> {
    const store = this.#store(collection);
    if (!isForColumns(search) || !store.isLoaded()) return null;
    const look = (columns: Columns) => foldValuesAlone({ ...columns, target, search }, path);
    return store.use(look, timed(store.readState(), onEngineTime));
  }

  #store(collection: AnyCollection): ColumnStore {
    const hash = indexHash(collection);
    if (this.#known?.hash !== hash) {
      const { connection, keys } = this.#options;
      this.#known = { hash, store: new ColumnStore({ connection, keys, collection }, this.#options) };
    }
    return this.#known.store;
  }

  /** Reads the documents of hits; null when one of them is another than the one that was found. */
  async #readHits(collection: AnyCollection, hits: readonly FoldedHit[]): Promise<readonly RawHit[] | null> {
    const found = new Map<string, RawHit>();
    const { connection, keys } = this.#options;
    const groups = byPartition(hits, collection.partitions);
    const replies = await connection.pipeline(
      groups.flatMap(([partition, group]) => {
        const documents = group.map(({ id }) => keys.document(collection.name, partition, id));
        return [DOCUMENT, ABOUT].map((path) => ['JSON.MGET', ...documents, path]);
      }),
    );
    const failure = replies.find((reply) => reply instanceof Error);
    if (failure !== undefined) throw failure;
    for (const [at, [, group]] of groups.entries()) {
      const documents = replies[2 * at] as readonly (string | null)[];
      const about = replies[2 * at + 1] as readonly (string | null)[];
      for (const [place, hit] of group.entries()) {
        const raw = readHit(hit, documents[place] ?? null, about[place] ?? null);
        if (raw === null) return null;
        found.set(hit.id, raw);
      }
    }
    return hits.flatMap(({ id }) => found.get(id) ?? []);
  }
}

const isForColumns = ({ vector, consistency }: Search) => vector === null && consistency === 'primary';

async function timed<T>(reply: Promise<T>, tell: (milliseconds: number) => void): Promise<T> {
  const sent = performance.now();
  const result = await reply;
  tell(performance.now() - sent);
  return result;
}

const DOCUMENT = '$.doc';
/** The version, and the numbers that the engine could not store exactly. */
const ABOUT = '$.meta["version","numbers"]';

function readHit({ id, version, position }: FoldedHit, document: string | null, about: string | null): RawHit | null {
  if (document === null || about === null) return null;
  const [stored, numbers] = JSON.parse(about) as readonly unknown[];
  if (stored !== version) return null;
  return {
    id,
    score: null,
    document: document.slice(1, -1),
    numbers: numbers === undefined ? null : JSON.stringify(numbers),
    vectors: new Map(),
    position,
  };
}
