import { countStep } from './count-step.js';
import { facetPlan } from './facet-plan.js';
import type { FacetReply } from './facet-plan.js';
import { hitsStep } from './hits-step.js';
import type { RawPage } from './hits-step.js';
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
export interface PageReply extends RawPage {
  readonly facets: readonly FacetReply[];
}

/** Plans the hits of a page with their total. */
export function hitsPlan(
  target: Target,
  search: Search,
  { hitsTellTotal }: Pick<PageOptions, 'hitsTellTotal'>,
): Plan<RawPage> {
  const hits = search.size === 0 ? null : planOf(hitsStep(target, search));
  const count = hits === null || !hitsTellTotal ? planOf(countStep(target, search)) : null;
  const parts = [
    ...(hits === null ? [] : [hits]),
    ...(count === null ? [] : [mapPlan(count, (reply): RawPage => ({ ...reply, hits: [] }))]),
  ];
  return mapPlan(allOf(parts), (pages) => ({
    hits: pages[0]?.hits ?? [],
    total: pages.at(-1)?.total ?? 0,
    warnings: pages.flatMap(({ warnings }) => warnings),
  }));
}

/** Plans the facets of a page. */
export function facetsPlan(
  target: Target,
  search: Search,
  { splitFacets }: Pick<PageOptions, 'splitFacets'>,
): Plan<readonly FacetReply[]> {
  return allOf(search.facets.map((request) => facetPlan(target, search, request, splitFacets.has(request.path))));
}

/** Plans a page: everything that it asks the engine. */
export function pagePlan(target: Target, search: Search, options: PageOptions): Plan<PageReply> {
  const parts = both(hitsPlan(target, search, options), facetsPlan(target, search, options));
  return mapPlan(parts, ([page, facets]) => withFacets(page, facets));
}

export function withFacets(page: RawPage, facets: readonly FacetReply[]): PageReply {
  return { ...page, facets, warnings: [...page.warnings, ...facets.flatMap(({ warnings }) => warnings)] };
}
