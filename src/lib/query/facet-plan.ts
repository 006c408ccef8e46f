import { fieldAt } from './compile-filter.js';
import { facetRangeStep, facetSeveralStep, facetStatsStep } from './facet-numbers-step.js';
import type { Stats } from './facet-numbers-step.js';
import { facetSteps } from './facet-values-step.js';
import { flagsFacet, foldGroups, valuesFacet } from './fold-facet.js';
import type { FoldedValue } from './fold-facet.js';
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
  const parts = allOf(facetSteps(target, search, request.path, split).map(planOf));
  return mapPlan(parts, (replies) => {
    const groups = replies.length === 1 ? (replies[0]?.groups ?? []) : replies.flatMap((reply) => reply.groups);
    const warnings = replies.flatMap((reply) => reply.warnings);
    const grouped = groups.reduce((sum, [, count]) => sum + count, 0);
    const reply = valuesReply(target, search, request, { folded: foldGroups(groups), warnings });
    return { ...reply, groups: groups.length, grouped };
  });
}

/** Values with their counts. */
export interface CountedValues {
  readonly folded: readonly FoldedValue[];
  readonly warnings: readonly string[];
}

/** The facet that counted values make. */
export function valuesReply(
  { layout }: Target,
  { selections }: Search,
  { path, size }: FacetRequest,
  { folded, warnings }: CountedValues,
): FacetReply {
  const { field } = fieldAt(layout, path);
  const selection = selections.get(path);
  const selected = selection?.kind === 'values' ? selection.values.map(String) : [];
  const exact = warnings.length === 0;
  const result = remembered(folded, JSON.stringify([path, size, selected, exact]), () => {
    if (field.kind === 'hierarchy') return treeFacet(folded, selected, field.separator, size, exact);
    const facet = valuesFacet(folded, selected, size, exact);
    return field.kind === 'boolean' ? flagsFacet(facet) : facet;
  });
  return { path, result, warnings, groups: 0, grouped: 0 };
}

/** Results of the same counts: they differ by size and selection. */
const MOST_REMEMBERED = 20;

const known = new WeakMap<readonly FoldedValue[], Map<string, FacetResult>>();

/** Made once of the same counts, and frozen, as it is given to several. */
function remembered(folded: readonly FoldedValue[], name: string, make: () => FacetResult): FacetResult {
  const results = known.get(folded) ?? new Map<string, FacetResult>();
  known.set(folded, results);
  const result = results.get(name) ?? deepFreeze(make());
  if (results.size >= MOST_REMEMBERED) results.clear();
  results.set(name, result);
  return result;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

function numbersPlan(target: Target, search: Search, request: FacetRequest): Plan<FacetReply> {
  const { path, ranges } = request;
  const { field } = fieldAt(target.layout, path);
  const several = field.kind === 'numeric' ? [facetSeveralStep(target, search, path)] : [];
  const perRange = ranges.map((bounds) => facetRangeStep(target, search, path, bounds));
  const counts = allOf([...perRange, ...several].map(planOf));
  return mapPlan(both(planOf(facetStatsStep(target, search, path)), counts), ([{ stats, warnings: own }, replies]) => {
    const warnings = [...own, ...replies.flatMap((reply) => reply.warnings)];
    const hasMean = replies[ranges.length]?.count === 0;
    return numbersReply(target, request, { stats, hasMean, counts: replies.map(({ count }) => count), warnings });
  });
}

/** What was counted of a number or a date. */
export interface CountedNumbers {
  /** Null when no document has a value. */
  readonly stats: Stats | null;
  /** Whether there is a mean: not where a document has several different values. */
  readonly hasMean: boolean;
  /** Documents in each range. */
  readonly counts: readonly number[];
  readonly warnings: readonly string[];
}

/** The facet that counted numbers make. */
export function numbersReply(
  { layout }: Target,
  { path, ranges }: FacetRequest,
  { stats, hasMean, counts, warnings }: CountedNumbers,
): FacetReply {
  const { field } = fieldAt(layout, path);
  const counted = ranges.map((bounds, index) => ({ ...bounds, count: counts[index] ?? 0 }));
  const summary = field.kind === 'date' ? dateStats(stats) : numericStats(stats, hasMean);
  const result = deepFreeze({
    ...summary,
    ...withRanges(ranges, counted),
    exact: warnings.length === 0,
  }) as FacetResult;
  return { path, result, warnings, groups: 0, grouped: 0 };
}

function numericStats(stats: Stats | null, hasMean: boolean): Omit<NumericFacetResult, 'exact'> {
  if (stats === null) return { count: 0 };
  const { count, min, max, sum } = stats;
  return { count, min, max, ...(hasMean ? { avg: sum / count } : {}) };
}

function dateStats(stats: Stats | null): Omit<DateFacetResult, 'exact'> {
  if (stats === null) return { count: 0 };
  return { count: stats.count, min: new Date(stats.min).toISOString(), max: new Date(stats.max).toISOString() };
}

const withRanges = (ranges: readonly FacetBounds[], counted: readonly object[]) =>
  ranges.length === 0 ? {} : { ranges: counted };
