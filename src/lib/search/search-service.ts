import type { AnyCollection, DocumentOf } from '../collections/collection.js';
import { indexHash } from '../collections/index-hash.js';
import type { DefinitionHandle } from '../documents/active-definitions.js';
import { IndexNotFoundError } from '../errors/engine-errors.js';
import { IndexReadiness } from '../indexes/index-readiness.js';
import { facetSearchPlan, facetSearchResult, isParsedFacetSearch, parseFacetSearch } from '../query/facet-search.js';
import type { FacetSearch, FacetSearchResult } from '../query/facet-search.js';
import { withFacets } from '../query/page-plan.js';
import { isParsedSearch, parseSearch } from '../query/parse-search.js';
import type { FacetSearchInput, SearchInput } from '../query/search-input.js';
import type { SearchResult } from '../query/search-result.js';
import type { Search } from '../query/search.js';
import type { Target } from '../query/step.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import type { ColumnLook } from './columns/column-look.js';
import { ColumnSearch } from './columns/column-search.js';
import { resolveSearchColumns } from './columns/column-options.js';
import type { SearchColumnOptions } from './columns/column-options.js';
import { EngineSearch, GRACE_MS } from './engine-search.js';
import { FacetMemory } from './facet-memory.js';
import { LeadingDocuments } from './leading-documents.js';
import { partialReasons, prefixIsCut } from './partial.js';
import { EngineSession } from './replies/engine-session.js';
import { SearchReplies } from './replies/search-replies.js';
import type { ReplyCacheStats } from './replies/reply-cache.js';
import { toSearchJson, toSearchResult } from './search-page.js';
import type { AnsweredPage } from './search-page.js';
import { targetOf } from './search-target.js';
import { SynonymCache } from './synonyms/synonym-cache.js';
import { NO_SYNONYMS } from './synonyms/synonym-index.js';
import type { WordForms } from './planner/word-forms.js';
import { TermDictionary } from './terms/term-dictionary.js';
import { searchWords } from './word-search.js';
import type { WordAnswer } from './word-search.js';
import type { WordSource } from './word-source.js';

export interface SearchServiceOptions {
  readonly definitions: DefinitionHandle;
  readonly connection: RedisConnection;
  readonly keys: Keys;
  /** Shared with the searches of other collections. @default its own, with the default options */
  readonly replies?: SearchReplies;
  /** How words, facets and orders are kept in memory. @default 256 MiB at most */
  readonly columns?: SearchColumnOptions;
  /** The synonyms that searches find. @default those that are stored, a second old at most */
  readonly synonyms?: SynonymCache;
  /** Told the milliseconds that each search waited for the engine. */
  readonly onEngineTime?: (milliseconds: number) => void;
}

/** What a caller wants to be told about one call. */
export interface SearchCallOptions {
  /** Told the milliseconds that it waited for the engine. */
  readonly onEngineTime?: (milliseconds: number) => void;
}

/** Milliseconds that words may take to be read before traffic comes. */
const WARM_UP_MS = 600_000;

/** Searches one collection. */
export class SearchService<C extends AnyCollection = AnyCollection> {
  readonly #options: SearchServiceOptions;
  readonly #memory = new FacetMemory();
  readonly #leading = new LeadingDocuments();
  readonly #replies: SearchReplies;
  readonly #readiness: IndexReadiness;
  readonly #synonyms: SynonymCache;
  readonly #columns: ColumnSearch;
  #known: { readonly hash: string; readonly dictionary: TermDictionary } | undefined;

  constructor(options: SearchServiceOptions) {
    this.#options = options;
    this.#replies = options.replies ?? new SearchReplies();
    this.#readiness = new IndexReadiness(options.connection);
    this.#synonyms = options.synonyms ?? new SynonymCache(options.connection, options.keys);
    const { connection, keys } = options;
    const { bytes: maxBytes } = resolveSearchColumns(options.columns ?? {});
    this.#columns = new ColumnSearch({
      connection,
      keys,
      maxBytes,
      cache: this.#replies.cache,
      turns: this.#replies.turns,
    });
  }

  /**
   * One page: hits, total and facets.
   * @param input a search of the library's type, or what `parseSearch` made of a request
   * @throws as `parseSearch`; COLLECTION_NOT_FOUND; INDEX_BUILDING; SEARCH_TIMEOUT and LIMIT_EXCEEDED under
   * `partial: 'fail'`; errors of the engine
   */
  async search(input: SearchInput<C> | Search): Promise<SearchResult<DocumentOf<C>>> {
    return toSearchResult(await this.#page(input)) as SearchResult<DocumentOf<C>>;
  }

  /**
   * The same as JSON, for whoever passes it on: documents that are shown whole are not even parsed.
   * @throws as {@link SearchService.search}
   */
  async searchJson(input: SearchInput<C> | Search, options: SearchCallOptions = {}): Promise<string> {
    return toSearchJson(await this.#page(input, options));
  }

  /**
   * Reads what this process keeps in memory for fast searches, the words and columns of all documents. Without it that is
   * done beside the first searches, which the engine answers meanwhile.
   * @throws COLLECTION_NOT_FOUND; errors of the engine
   */
  async warmUp(): Promise<void> {
    const { serving } = await this.#options.definitions.current();
    await Promise.all([this.#dictionary(serving).current(WARM_UP_MS), this.#columns.load(serving)]);
  }

  /** Memory that columns take in this process, roughly, in bytes. */
  get columnBytes(): number {
    return this.#columns.bytes;
  }

  /** How the replies do that are kept, those of collections that share them too. */
  get cacheStats(): ReplyCacheStats {
    return this.#replies.cache.stats;
  }

  /**
   * The values of a facet that hold what was typed, with their counts.
   * @throws NOT_A_FACET, and as {@link SearchService.search}
   */
  async facetValues(
    path: string,
    input: FacetSearchInput<C> | FacetSearch,
    options: SearchCallOptions = {},
  ): Promise<FacetSearchResult> {
    return this.#telling(options, (onEngineTime) =>
      this.#onServing(async (target, collection) => {
        const request = isParsedFacetSearch(input) ? input : parseFacetSearch(collection, path, input);
        const { search } = request;
        const folded = await this.#columns.facetValues({ target, collection, search, onEngineTime }, request.path);
        if (folded !== null) return facetSearchResult(target, request, { folded, warnings: [] });
        const plan = facetSearchPlan(target, request, this.#memory.splitFacets.has(request.path));
        const session = this.#session(collection, onEngineTime);
        const { timeoutMs } = search;
        return this.#readiness.search(target.index, timeoutMs, () =>
          session.ask(plan, { deadlineMs: timeoutMs + GRACE_MS }),
        );
      }),
    );
  }

  async #page(input: SearchInput<C> | Search, options: SearchCallOptions = {}): Promise<AnsweredPage> {
    const started = performance.now();
    const { connection } = this.#options;
    return this.#telling(options, (onEngineTime) =>
      this.#onServing(async (target, collection) => {
        const search = isParsedSearch(input) ? input : parseSearch(collection, input);
        const look = this.#columns.begin({ target, collection, search, onEngineTime });
        const session = this.#session(collection, onEngineTime);
        const [readiness, memory, leading] = [this.#readiness, this.#memory, this.#leading];
        const engine = new EngineSearch({ connection, session, readiness, target, search, memory, leading });
        const answered = await this.#answer(collection, search, look, engine);
        const facets =
          answered.page.facets ??
          (await look?.facets(answered.search)) ??
          (await engine.facets(answered.search, answered.page.total));
        const reply = withFacets(answered.page, facets);
        const isCut = {
          prefix: !answered.page.isWhole && prefixIsCut(search, connection.capabilities),
          guesses: answered.isCut,
        };
        const reasons = partialReasons(search, [...reply.warnings, ...engine.warned], isCut);
        return { target, ...answered, reply, reasons, tookMs: performance.now() - started };
      }),
    );
  }

  async #answer(
    collection: AnyCollection,
    search: Search,
    look: ColumnLook | null,
    engine: EngineSearch,
  ): Promise<WordAnswer> {
    const { text, timeoutMs } = search;
    if (text === null) {
      const page = (await look?.page(search))?.page ?? (await engine.words.page(search));
      return { page, search, corrected: null, optional: [], isCut: false };
    }
    const dictionary = this.#dictionary(collection);
    const source: WordSource = {
      find: async (...asked) => (await look?.page(asked[0], asked[1])) ?? engine.words.find(...asked),
      count: async (...asked) => (await look?.count(...asked)) ?? engine.words.count(...asked),
    };
    return searchWords(
      { search, text, forms: await this.#forms(collection, search) },
      {
        source,
        vocabulary: (freshness) => dictionary[freshness](timeoutMs),
        isCurrent: async (vocabulary) => {
          if (search.consistency === 'replica') return true;
          const version = await (look ?? engine).wordsVersion();
          return version === null || dictionary.isCurrent(vocabulary, version);
        },
      },
    );
  }

  #session(collection: AnyCollection, onEngineTime: (milliseconds: number) => void): EngineSession {
    const { connection, keys } = this.#options;
    const { cache, flights, gate } = this.#replies;
    return new EngineSession({ connection, keys, cache, flights, gate, onEngineTime }, collection);
  }

  /** Runs a search, and tells all who want to know how long it waited for the engine. */
  async #telling<T>(options: SearchCallOptions, run: (add: (milliseconds: number) => void) => Promise<T>): Promise<T> {
    let waited = 0;
    try {
      return await run((milliseconds) => {
        waited += milliseconds;
      });
    } finally {
      this.#options.onEngineTime?.(waited);
      options.onEngineTime?.(waited);
    }
  }

  async #forms(collection: AnyCollection, { languages, language, synonyms }: Search): Promise<WordForms> {
    if (!synonyms) return { languages, synonyms: NO_SYNONYMS };
    const index = await this.#synonyms.current(collection);
    return { languages, synonyms: index.lookup(languages, language) };
  }

  /** The dictionary of the index that serves; another index has other words. */
  #dictionary(collection: AnyCollection): TermDictionary {
    const hash = indexHash(collection);
    if (this.#known?.hash !== hash) {
      const { connection, keys } = this.#options;
      this.#known = { hash, dictionary: new TermDictionary({ connection, keys, collection }) };
    }
    return this.#known.dictionary;
  }

  /** Runs on the definition that serves; once more on the new one when its index went away meanwhile. */
  async #onServing<T>(run: (target: Target, collection: AnyCollection) => Promise<T>): Promise<T> {
    const { definitions, keys } = this.#options;
    const attempt = (serving: AnyCollection) => run(targetOf(keys, serving), serving);
    const { serving } = await definitions.current();
    try {
      return await attempt(serving);
    } catch (error) {
      if (!(error instanceof IndexNotFoundError)) throw error;
      return attempt((await definitions.reload()).serving);
    }
  }
}
