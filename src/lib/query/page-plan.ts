import { countStep } from './count-step.js';
import { facetPlan } from './facet-plan.js';
import type { FacetReply } from './facet-plan.js';
import { hitsStep } from './hits-step.js';
import type { RawHit, RawPage } from './hits-step.js';
import { allOf, both, mapPlan, planOf } from './plan.js';
import type { Plan } from './plan.js';
import type { Search } from './search.js';
import type { Target } from './step.js';

export interface PageOptions {
  /** Facets whose values the engine splits, see `facetValuesStep`. */
  readonly splitFacets: ReadonlySet<string>;
  /** Whether the reply with the hits also tells how many there are: RediSearch 2.10 does. */
  readonly hitsTellTotal: boolean;
}

/** A page as the engine gives it: hits, total and facets. */
export interface PageReply {
  readonly hits: readonly RawHit[];
  readonly total: number;
  readonly facets: readonly FacetReply[];
  readonly warnings: readonly string[];
}

/** Plans a page: everything in one round trip. */
export function pagePlan(target: Target, search: Search, { splitFacets, hitsTellTotal }: PageOptions): Plan<PageReply> {
  const hits = search.size === 0 ? null : planOf(hitsStep(target, search));
  const count = hits === null || !hitsTellTotal ? planOf(countStep(target, search)) : null;
  const parts = [
    ...(hits === null ? [] : [hits]),
    ...(count === null ? [] : [mapPlan(count, (reply): RawPage => ({ ...reply, hits: [] }))]),
  ];
  const facets = search.facets.map((request) => facetPlan(target, search, request, splitFacets.has(request.path)));
  return mapPlan(both(allOf(parts), allOf(facets)), ([pages, replies]) => ({
    hits: pages[0]?.hits ?? [],
    total: pages.at(-1)?.total ?? 0,
    facets: replies,
    warnings: [...pages, ...replies].flatMap(({ warnings }) => warnings),
  }));
}
