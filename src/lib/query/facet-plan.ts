import { fieldAt } from './compile-filter.js';
import { facetRangeStep, facetStatsStep } from './facet-numbers-step.js';
import type { Stats } from './facet-numbers-step.js';
import { facetSteps } from './facet-values-step.js';
import { foldGroups, valuesFacet } from './fold-facet.js';
import { treeFacet } from './fold-hierarchy.js';
import { allOf, both, mapPlan, planOf } from './plan.js';
import type { Plan } from './plan.js';
import type { DateFacetResult, FacetResult, NumericFacetResult } from './search-result.js';
import type { FacetBounds, FacetRequest, Search } from './search.js';
import type { Target } from './step.js';

/** A counted facet. */
export interface FacetReply {
  readonly path: string;
  readonly result: FacetResult;
  readonly warnings: readonly string[];
  /** How many groups the engine sent, each a combination of values unless it split them. */
  readonly groups: number;
  /** How many documents they hold; one that has several values may count several times. */
  readonly grouped: number;
}

/** Plans a facet of any kind. @param split see {@link facetSteps} */
export function facetPlan(target: Target, search: Search, request: FacetRequest, split: boolean): Plan<FacetReply> {
  const { field } = fieldAt(target.layout, request.path);
  return field.kind === 'numeric' || field.kind === 'date'
    ? numbersPlan(target, search, request)
    : valuesPlan(target, search, request, split);
}

function valuesPlan(target: Target, search: Search, request: FacetRequest, split: boolean): Plan<FacetReply> {
  const { path, size } = request;
  const { field } = fieldAt(target.layout, path);
  const selection = search.selections.get(path);
  const selected = selection?.kind === 'values' ? selection.values.map(String) : [];
  const parts = allOf(facetSteps(target, search, path, split).map(planOf));
  return mapPlan(parts, (replies) => {
    const groups = replies.flatMap((reply) => reply.groups);
    const warnings = replies.flatMap((reply) => reply.warnings);
    const exact = warnings.length === 0;
    const folded = foldGroups(groups);
    const result =
      field.kind === 'hierarchy'
        ? treeFacet(folded, selected, field.separator, size, exact)
        : valuesFacet(folded, selected, size, exact);
    const grouped = groups.reduce((sum, [, count]) => sum + count, 0);
    return { path, result, warnings, groups: groups.length, grouped };
  });
}

function numbersPlan(target: Target, search: Search, { path, ranges }: FacetRequest): Plan<FacetReply> {
  const { field } = fieldAt(target.layout, path);
  const stats = planOf(facetStatsStep(target, search, path));
  const counts = allOf(ranges.map((bounds) => planOf(facetRangeStep(target, search, path, bounds))));
  return mapPlan(both(stats, counts), ([total, perRange]) => {
    const warnings = [...total.warnings, ...perRange.flatMap((reply) => reply.warnings)];
    const counted = ranges.map((bounds, index) => ({ ...bounds, count: perRange[index]?.count ?? 0 }));
    const summary = field.kind === 'date' ? dateStats(total.stats) : numericStats(total.stats);
    const result = { ...summary, ...withRanges(ranges, counted), exact: warnings.length === 0 } as FacetResult;
    return { path, result, warnings, groups: 0, grouped: 0 };
  });
}

function numericStats(stats: Stats | null): Omit<NumericFacetResult, 'exact'> {
  if (stats === null) return { count: 0 };
  const { count, min, max, sumOfMin, sumOfMax } = stats;
  return { count, min, max, ...(sumOfMin === sumOfMax ? { avg: sumOfMin / count } : {}) };
}

function dateStats(stats: Stats | null): Omit<DateFacetResult, 'exact'> {
  if (stats === null) return { count: 0 };
  return { count: stats.count, min: new Date(stats.min).toISOString(), max: new Date(stats.max).toISOString() };
}

const withRanges = (ranges: readonly FacetBounds[], counted: readonly object[]) =>
  ranges.length === 0 ? {} : { ranges: counted };
