import type { AnyCollection, DocumentOf } from '../collections/collection.js';
import { layoutOf } from '../collections/field-layout.js';
import { indexHash } from '../collections/index-hash.js';
import type { DefinitionHandle } from '../documents/active-definitions.js';
import { IndexNotFoundError, SearchTimeoutError } from '../errors/engine-errors.js';
import { IndexReadiness } from '../indexes/index-readiness.js';
import { facetSearchPlan, isParsedFacetSearch, parseFacetSearch } from '../query/facet-search.js';
import type { FacetSearch, FacetSearchResult } from '../query/facet-search.js';
import { pagePlan } from '../query/page-plan.js';
import type { PageReply } from '../query/page-plan.js';
import { isParsedSearch, parseSearch } from '../query/parse-search.js';
import type { Plan } from '../query/plan.js';
import type { FacetSearchInput, SearchInput } from '../query/search-input.js';
import type { SearchResult } from '../query/search-result.js';
import type { Search } from '../query/search.js';
import type { Target } from '../query/step.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { FacetMemory } from './facet-memory.js';
import { partialReasons, prefixIsCut } from './partial.js';
import { toSearchJson, toSearchResult } from './search-page.js';
import type { AnsweredPage } from './search-page.js';
import { TermDictionary } from './terms/term-dictionary.js';
import { searchWords } from './word-search.js';
import type { WordAnswer } from './word-search.js';

export interface SearchServiceOptions {
  readonly definitions: DefinitionHandle;
  readonly connection: RedisConnection;
  readonly keys: Keys;
  /** Told the milliseconds that each search waited for the engine. */
  readonly onEngineTime?: (milliseconds: number) => void;
}

/** What a caller wants to be told about one call. */
export interface SearchCallOptions {
  /** Told the milliseconds that it waited for the engine. */
  readonly onEngineTime?: (milliseconds: number) => void;
}

/** Milliseconds beyond the engine's own limit after which an answer is given up. */
const GRACE_MS = 5_000;

type AskOptions = SearchCallOptions & { readonly timeoutMs: number };

/** Searches one collection. */
export class SearchService<C extends AnyCollection = AnyCollection> {
  readonly #options: SearchServiceOptions;
  readonly #memory = new FacetMemory();
  readonly #readiness: IndexReadiness;
  #known: { readonly hash: string; readonly dictionary: TermDictionary } | undefined;

  constructor(options: SearchServiceOptions) {
    this.#options = options;
    this.#readiness = new IndexReadiness(options.connection);
  }

  /**
   * One page: hits, total and facets.
   * @param input a search of the library's type, or what `parseSearch` made of a request
   * @throws as `parseSearch`; COLLECTION_NOT_FOUND; INDEX_BUILDING; SEARCH_TIMEOUT under `partial: 'fail'`; errors of the engine
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
   * The values of a facet that hold what was typed, with their counts.
   * @throws NOT_A_FACET, and as {@link SearchService.search}
   */
  async facetValues(
    path: string,
    input: FacetSearchInput<C> | FacetSearch,
    options: SearchCallOptions = {},
  ): Promise<FacetSearchResult> {
    return this.#onServing((target, collection) => {
      const request = isParsedFacetSearch(input) ? input : parseFacetSearch(collection, path, input);
      const plan = facetSearchPlan(target, request, this.#memory.splitFacets.has(request.path));
      return this.#send(target, plan, { ...options, timeoutMs: request.search.timeoutMs });
    });
  }

  async #page(input: SearchInput<C> | Search, options: SearchCallOptions = {}): Promise<AnsweredPage> {
    const started = performance.now();
    const { capabilities } = this.#options.connection;
    const hitsTellTotal = (capabilities.modules['search'] ?? '').startsWith('2.');
    return this.#onServing(async (target, collection) => {
      const search = isParsedSearch(input) ? input : parseSearch(collection, input);
      const answered = await this.#answer({ target, collection, search }, options, (asked) =>
        pagePlan(target, asked, { splitFacets: this.#memory.splitFacets, hitsTellTotal }),
      );
      const { warnings, facets } = answered.reply;
      this.#memory.learn(facets);
      const reasons = partialReasons(search, warnings, prefixIsCut(search, capabilities));
      return { target, ...answered, reasons, tookMs: performance.now() - started };
    });
  }

  async #answer(
    {
      target,
      collection,
      search,
    }: { readonly target: Target; readonly collection: AnyCollection; readonly search: Search },
    options: SearchCallOptions,
    planOf: (search: Search) => Plan<PageReply>,
  ): Promise<WordAnswer<PageReply>> {
    const { text, timeoutMs } = search;
    const ask = <R>(plan: Plan<R>) => this.#send(target, plan, { ...options, timeoutMs });
    if (text === null) return { reply: await ask(planOf(search)), search, corrected: null, optional: [] };
    const dictionary = this.#dictionary(collection);
    return searchWords(
      { target, search, text },
      {
        vocabulary: (freshness) => dictionary[freshness](timeoutMs),
        planOf,
        totalOf: ({ total }) => total,
        ask,
      },
    );
  }

  /** The dictionary of the index that serves; another index has other words. */
  #dictionary(collection: AnyCollection): TermDictionary {
    const hash = indexHash(collection);
    if (this.#known?.hash !== hash) {
      const { definitions, connection, keys } = this.#options;
      this.#known = { hash, dictionary: new TermDictionary({ definitions, connection, keys, collection }) };
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

  #send<T>({ index }: Target, plan: Plan<T>, call: AskOptions): Promise<T> {
    return this.#readiness.search(index, call.timeoutMs, () => this.#ask(plan, call));
  }

  async #ask<T>(plan: Plan<T>, call: AskOptions): Promise<T> {
    const { connection, onEngineTime } = this.#options;
    const sent = performance.now();
    const replies = await connection.pipeline(plan.commands, { deadlineMs: call.timeoutMs + GRACE_MS });
    const waited = performance.now() - sent;
    onEngineTime?.(waited);
    call.onEngineTime?.(waited);
    const failure = replies.find(isFailure);
    if (failure !== undefined) throw failure;
    return plan.read(replies);
  }
}

/** A part for which the time did not last makes an answer partial. */
const isFailure = (reply: unknown): reply is Error => reply instanceof Error && !(reply instanceof SearchTimeoutError);

/** Ages are counted in whole hours, so that the pages of one search agree. */
const HOUR_MS = 3_600_000;

function targetOf(keys: Keys, serving: AnyCollection): Target {
  return {
    index: keys.index(serving.name, indexHash(serving)),
    layout: layoutOf(serving),
    ranking: serving.ranking,
    now: Math.floor(Date.now() / HOUR_MS) * HOUR_MS,
  };
}
