import { Injectable } from '@nestjs/common';
import { Cache, CollectionAccess } from '../../lib/index.js';
import type { CacheArea, FacetSearchResult } from '../../lib/index.js';

/** A search within a facet, as a request asks for it. */
export interface FacetQuestion {
  readonly name: string;
  readonly field: string;
  readonly query: string;
}

/**
 * Keeps the counts of facet searches for all servers. They are valid until the next write of the collection, so that a count
 * after a write always shows it; what is not exact is not kept.
 */
@Injectable()
export class FacetCache {
  readonly #area: CacheArea<FacetSearchResult>;

  constructor(
    cache: Cache,
    private readonly access: CollectionAccess,
  ) {
    this.#area = cache.area({ prefix: 'facets', ttlMs: 60_000, accept: ({ exact }) => exact });
  }

  /** @throws COLLECTION_NOT_FOUND, and what `count` throws */
  async read(question: FacetQuestion, count: () => Promise<FacetSearchResult>): Promise<FacetSearchResult> {
    const { definition, epochs } = await this.access.dependencies(question.name);
    return this.#area.load({ definition, ...question }, count, { epochs });
  }
}
