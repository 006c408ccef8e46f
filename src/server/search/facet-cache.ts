import { Inject, Injectable } from '@nestjs/common';
import { Cache, CollectionAccess } from '../../lib/index.js';
import type { CacheArea, FacetSearchResult } from '../../lib/index.js';
import { SERVER_CONFIG } from '../config/config.module.js';
import type { ServerConfig } from '../config/server-config.js';

/** A search within a facet, as a request asks for it. */
export interface FacetQuestion {
  readonly name: string;
  readonly field: string;
  readonly query: string;
}

/** How long writes that pass Aisle by stay unseen: no longer than in the replies that each process keeps. */
const LONGEST_MS = 10_000;

/**
 * Keeps the counts of facet searches for all servers. They are valid until the next write of the collection, so that a count
 * after a write always shows it; what is not exact is not kept.
 */
@Injectable()
export class FacetCache {
  /** Null where nothing is to be kept. */
  readonly #area: CacheArea<FacetSearchResult> | null;

  constructor(
    cache: Cache,
    private readonly access: CollectionAccess,
    @Inject(SERVER_CONFIG) { searchCacheBytes }: ServerConfig,
  ) {
    const options = { prefix: 'facets', ttlMs: LONGEST_MS, accept: ({ exact }: FacetSearchResult) => exact };
    this.#area = searchCacheBytes === 0 ? null : cache.area(options);
  }

  /** @throws COLLECTION_NOT_FOUND, and what `count` throws */
  async read(question: FacetQuestion, count: () => Promise<FacetSearchResult>): Promise<FacetSearchResult> {
    if (this.#area === null) return count();
    const { definition, epochs } = await this.access.dependencies(question.name);
    return this.#area.load({ definition, ...question }, count, { epochs });
  }
}
