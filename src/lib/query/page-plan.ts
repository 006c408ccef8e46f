import { countStep } from './count-step.js';
import { facetsOverflowStep, facetsPackedStep, facetsTogether } from './facet-packed-step.js';
import { facetPlan, valuesReply } from './facet-plan.js';
import type { FacetReply } from './facet-plan.js';
import { foldGroups } from './fold-facet.js';
import { hitsStep } from './hits-step.js';
import type { RawPage } from './hits-step.js';
import { allOf, both, mapPlan, planOf } from './plan.js';
import type { Plan } from './plan.js';
import type { Search } from './search.js';
import type { Target } from './step.js';

export interface PageOptions {
  /** Facets whose values the engine splits, see `facetValuesStep`. */
  readonly splitFacets: ReadonlySet<string>;
  /** Whether facets may be counted in one pass, see `facetsTogether`. */
  readonly together: boolean;
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

/** The facets of a page. */
export interface FacetsReply {
  readonly facets: readonly FacetReply[];
  /** Whether values were left out, as a document had too many together: ask again without `together`. */
  readonly isCut: boolean;
}

/** Plans the facets of a page, several in one pass where that is cheaper. */
export function facetsPlan(
  target: Target,
  search: Search,
  { splitFacets, together }: Pick<PageOptions, 'splitFacets' | 'together'>,
): Plan<FacetsReply> {
  const joint = together ? facetsTogether(target, search) : null;
  const alone = search.facets.filter(({ path }) => joint?.paths.has(path) !== true);
  const rest = allOf(alone.map((request) => facetPlan(target, search, request, splitFacets.has(request.path))));
  if (joint === null) return mapPlan(rest, (facets) => ({ facets, isCut: false }));
  const counted = both(
    planOf(facetsPackedStep(target, search, joint)),
    planOf(facetsOverflowStep(target, search, joint)),
  );
  return mapPlan(both(counted, rest), ([[{ groups, warnings }, overflow], replies]) => {
    const others = new Map(replies.map((reply) => [reply.path, reply]));
    const facets = search.facets.map((request) => {
      const counts = { folded: foldGroups(groups.get(request.path) ?? NONE), warnings };
      return others.get(request.path) ?? valuesReply(target, search, request, counts);
    });
    return { facets, isCut: overflow.total > 0 };
  });
}

const NONE: readonly never[] = [];

/** Plans a page: everything that it asks the engine. */
export function pagePlan(target: Target, search: Search, options: PageOptions): Plan<PageReply> {
  const parts = both(hitsPlan(target, search, options), facetsPlan(target, search, options));
  return mapPlan(parts, ([page, { facets }]) => withFacets(page, facets));
}

export function withFacets(page: RawPage, facets: readonly FacetReply[]): PageReply {
  return { ...page, facets, warnings: [...page.warnings, ...facets.flatMap(({ warnings }) => warnings)] };
}
