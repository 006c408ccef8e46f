import type { SortKey } from '../../collections/parse-sort.js';
import type { FacetReply } from '../../query/facet-plan.js';
import type { FoldedValue } from '../../query/fold-facet.js';
import type { Position, Search } from '../../query/search.js';
import type { TextPlan } from '../../query/text-plan.js';
import type { ColumnTable } from './column-table.js';
import type { FoldContext } from './fold-context.js';
import { foldFacets, foldValues } from './fold-facets.js';
import { questionOf, stampOf } from './fold-stamp.js';
import { findSlots } from './found-slots.js';
import type { FoundSlots } from './found-slots.js';
import { matchPlan } from './match-plan.js';
import { rankingPaths, relevanceOrder } from './order-relevance.js';
import { firstSlots, slotOrder } from './order-slots.js';
import type { SlotOrder } from './order-slots.js';
import { twelveDigits } from './twelve-digits.js';

/** A hit whose document is still to be read. */
export interface FoldedHit {
  readonly id: string;
  /** The version that was found. */
  readonly version: number;
  /** Relevance; null under an explicit order. */
  readonly score: number | null;
  /** Where the hit stands in an explicit order. */
  readonly position: Position | null;
}

/** A page, but for the documents. */
export interface FoldedPage {
  readonly hits: readonly FoldedHit[];
  readonly total: number;
  readonly facets: readonly FacetReply[];
}

/** Finds and orders the documents of a search, and counts its facets; null when columns cannot tell. */
export function foldPage(context: FoldContext): FoldedPage | null {
  const find = findOnce(context);
  const ordered =
    context.search.order === null ? byRelevance(context, find) : bySorts(context, context.search.order, find);
  const facets = ordered === null ? null : foldFacets(context, find);
  if (ordered === null || facets === null) return null;
  const { table } = context;
  const hits = ordered.slots.map((slot, at) => ({
    id: table.idAt(slot),
    version: table.versionAt(slot),
    score: ordered.scores[at] ?? null,
    position: ordered.positions[at] ?? null,
  }));
  return { hits, total: ordered.total, facets };
}

interface OrderedSlots {
  readonly slots: readonly number[];
  readonly total: number;
  readonly scores: readonly number[];
  readonly positions: readonly Position[];
}

function bySorts(context: FoldContext, sorts: readonly SortKey[], find: Find): OrderedSlots | null {
  const { table, memory, search } = context;
  const order = slotOrder(table, sorts);
  if (order === null) return null;
  const { after, page, size } = search;
  const question = `page ${JSON.stringify([sorts, after, page, size])} ${questionOf(search)}`;
  const stamp = stampOf(
    table,
    search,
    sorts.map(({ path }) => path),
  );
  const ordered = memory.remember(question, stamp, () => {
    const slots = find()?.all.toArray();
    if (slots === undefined) return null;
    const behind = after === null ? slots : slots.filter((slot) => order.compareTo(slot, after) > 0);
    return { slots: pageOf(search, behind, order), total: slots.length };
  });
  return ordered && { ...ordered, scores: [], positions: ordered.slots.map((slot) => order.positionOf(slot)) };
}

function byRelevance({ target, table, memory, search }: FoldContext, find: Find): OrderedSlots | null {
  const { plan, page, size } = search;
  if (plan === null) return null;
  const question = `ranked ${JSON.stringify([page, size, target.ranking, target.now])} ${questionOf(search)}`;
  const stamp = `${stampOf(table, search, rankingPaths(target))},${table.boosts.changes}`;
  return memory.remember(question, stamp, () => {
    const found = find()?.all ?? null;
    if (found === null) return null;
    const slots = found.toArray();
    const scores = table.scorer.score(plan, found, slots);
    const order = scores && relevanceOrder(target, table, scores, slots);
    if (scores === null || order === null) return null;
    const ordered = pageOf(search, slots, order);
    return {
      slots: ordered,
      total: slots.length,
      scores: ordered.map((slot) => twelveDigits(scores[slot] ?? 0)),
      positions: [],
    };
  });
}

/** The slots of a page. @param behind those of a cursor, or all */
function pageOf({ after, page, size }: Search, behind: Uint32Array, order: SlotOrder): readonly number[] {
  const offset = after === null ? (page - 1) * size : 0;
  return firstSlots(behind, order, size === 0 ? 0 : offset + size).slice(offset);
}

/** Whether any document fulfils a plan, filters aside; null when columns cannot tell. */
export function existsIn(table: ColumnTable, plan: TextPlan): boolean | null {
  const count = countIn(table, plan);
  return count === null ? null : count > 0;
}

/** How many documents fulfil a plan, filters aside; null when columns cannot tell. */
export function countIn(table: ColumnTable, plan: TextPlan): number | null {
  return matchPlan(table.postings, plan, table.size)?.intersect(table.all()).count ?? null;
}

/** Counts the facets of a search; null when columns cannot tell. */
export function foldFacetsAlone(context: FoldContext): readonly FacetReply[] | null {
  return foldFacets(context, findOnce(context));
}

/** Counts all values of a facet; null when columns cannot tell. */
export function foldValuesAlone(context: FoldContext, path: string): readonly FoldedValue[] | null {
  return foldValues(context, path, findOnce(context));
}

type Find = () => FoundSlots | null;

function findOnce({ target, table, search }: FoldContext): Find {
  let found: FoundSlots | null | undefined;
  return () => (found === undefined ? (found = findSlots(target, table, search)) : found);
}
