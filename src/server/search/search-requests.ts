import { Injectable } from '@nestjs/common';
import { AisleError, CollectionAccess, parseFacetSearchUrl, parseSearch, parseSearchUrl } from '../../lib/index.js';
import type { AnyCollection, FacetSearchResult, Search, SearchCallOptions } from '../../lib/index.js';
import { toProblem } from '../http/problem.js';
import type { RequestContext } from '../http/request-context.js';
import { SearchMetrics } from '../metrics/search-metrics.js';
import { FacetCache } from './facet-cache.js';
import { SearchTally } from '../trending/search-tally.js';

type Parse = (collection: AnyCollection) => Search;

/** Answers the searches of requests, with JSON: documents are passed on as the engine gives them. */
@Injectable()
export class SearchRequests {
  constructor(
    private readonly access: CollectionAccess,
    private readonly metrics: SearchMetrics,
    private readonly tally: SearchTally,
    private readonly facets: FacetCache,
  ) {}

  search(name: string, body: unknown, context: RequestContext): Promise<string> {
    return this.#run(name, (collection) => parseSearch(collection, body), context);
  }

  searchUrl(name: string, query: string, context: RequestContext): Promise<string> {
    return this.#run(name, (collection) => parseSearchUrl(collection, query), context);
  }

  async facetValues(name: string, field: string, query: string, context: RequestContext): Promise<FacetSearchResult> {
    const collection = await this.access.collection(name);
    const search = parseFacetSearchUrl(collection, field, query);
    const count = () => this.access.search(name).facetValues(field, search, countingTo(context));
    return this.facets.read({ name, field, query }, count);
  }

  /** The answers by position, a problem where one failed. */
  async searchAll(searches: readonly unknown[], context: RequestContext): Promise<string> {
    const results = await Promise.all(
      searches.map((search, index) =>
        this.#searchOne(search, `searches[${index}]`, context).catch((error: unknown) => {
          if (error instanceof AisleError) return JSON.stringify(toProblem(error, context.id));
          throw error;
        }),
      ),
    );
    return `{"results":[${results.join(',')}]}`;
  }

  #searchOne(search: unknown, path: string, context: RequestContext): Promise<string> {
    if (!isRecord(search)) return Promise.reject(invalid(path, 'must be an object such as {"collection": "products"}'));
    const { collection, ...body } = search;
    if (typeof collection !== 'string') {
      return Promise.reject(invalid(`${path}.collection`, 'must be the name of a collection'));
    }
    return this.search(collection, body, context);
  }

  async #run(name: string, parse: Parse, context: RequestContext): Promise<string> {
    const started = performance.now();
    const collection = await this.access.collection(name);
    const search = parse(collection);
    const result = await this.access.search(name).searchJson(search, countingTo(context));
    this.metrics.observeSearch(name, performance.now() - started);
    this.tally.note(search, result);
    return result;
  }
}

const countingTo = (context: RequestContext): SearchCallOptions => ({
  onEngineTime: (milliseconds) => {
    context.engineMs += milliseconds;
  },
});

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (path: string, message: string) =>
  new AisleError('INVALID_VALUE', `${path}: ${message}`, { faults: [{ path, message }] });
