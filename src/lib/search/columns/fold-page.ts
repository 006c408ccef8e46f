import type { SortKey } from '../../collections/parse-sort.js';
import type { FacetReply } from '../../query/facet-plan.js';
import { ALL } from '../../query/filter.js';
import type { FoldedValue } from '../../query/fold-facet.js';
import type { Position, Search } from '../../query/search.js';
import type { TextPlan } from '../../query/text-plan.js';
import { BOOST_PATH } from './column-table.js';
import type { FoldContext } from './fold-context.js';
import { foldFacets, foldValues } from './fold-facets.js';
import type { Remember } from './fold-memory.js';
import { findOnce } from './found-slots.js';
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
  return context.memory.use(
    context,
    () => find()?.all ?? null,
    (remember) => {
      const { table, search } = context;
      const { order } = search;
      const ordered = order === null ? byRelevance(context, remember) : bySorts(context, order, remember);
      const facets = ordered === null ? null : foldFacets(context, remember, find);
      if (ordered === null || facets === null) return null;
      const hits = ordered.hits.map(({ id, slot, score, position }) => {
        const version = table.versionAt(table.idAt(slot) === id ? slot : (table.slotOf(id) ?? NO_SLOT));
        return { id, version, score, position };
      });
      return { hits, total: ordered.total, facets };
    },
  );
}

const NO_SLOT = -1;

interface OrderedHits {
  /** Each with the slot that its document had; it has another one once it got other words. */
  readonly hits: readonly (Omit<FoldedHit, 'version'> & { readonly slot: number })[];
  readonly total: number;
}

function bySorts({ table, search }: FoldContext, sorts: readonly SortKey[], remember: Remember): OrderedHits | null {
  const order = slotOrder(table, sorts);
  if (order === null) return null;
  const { after, page, size } = search;
  const question = `page ${JSON.stringify([sorts, after, page, size])}`;
  return remember(question, { paths: sorts.map(({ path }) => path) }, ({ slots }) => {
    const behind = after === null ? slots : slots.filter((slot) => order.compareTo(slot, after) > 0);
    const hits = pageOf(search, behind, order).map((slot) => {
      return { id: table.idAt(slot), slot, score: null, position: order.positionOf(slot) };
    });
    return { hits, total: slots.length };
  });
}

function byRelevance({ target, table, search }: FoldContext, remember: Remember): OrderedHits | null {
  const { plan, page, size } = search;
  if (plan === null) return null;
  const question = `ranked ${JSON.stringify([page, size, target.ranking, target.now])}`;
  const { documents, averageLength } = table.postings.statistics;
  const paths = [...rankingPaths(target), BOOST_PATH];
  const basis = { paths, scored: plan, stamp: `${documents},${averageLength}` };
  return remember(question, basis, ({ set, slots }) => {
    const scores = table.scorer.score(plan, set, slots);
    const order = scores && relevanceOrder(target, table, scores, slots);
    if (scores === null || order === null) return null;
    const hits = pageOf(search, slots, order).map((slot) => {
      return { id: table.idAt(slot), slot, score: twelveDigits(scores[slot] ?? 0), position: null };
    });
    return { hits, total: slots.length };
  });
}

/** The slots of a page. @param behind those of a cursor, or all */
function pageOf({ after, page, size }: Search, behind: Uint32Array, order: SlotOrder): readonly number[] {
  const offset = after === null ? (page - 1) * size : 0;
  return firstSlots(behind, order, size === 0 ? 0 : offset + size).slice(offset);
}

/** Whether any document fulfils a plan, filters aside; null when columns cannot tell. */
export function existsIn(context: FoldContext, plan: TextPlan): boolean | null {
  const count = countIn(context, plan);
  return count === null ? null : count > 0;
}

/** How many documents fulfil a plan, filters aside; null when columns cannot tell. */
export function countIn(context: FoldContext, plan: TextPlan): number | null {
  const search = { ...context.search, plan, selections: NO_SELECTIONS, filter: ALL };
  const asked = { ...context, search };
  const find = findOnce(asked);
  return context.memory.use(
    asked,
    () => find()?.all ?? null,
    (remember) => remember('count', { paths: [] }, ({ set }) => set.count),
  );
}

const NO_SELECTIONS: Search['selections'] = new Map();

/** Counts the facets of a search; null when columns cannot tell. */
export function foldFacetsAlone(context: FoldContext): readonly FacetReply[] | null {
  const find = findOnce(context);
  return context.memory.use(
    context,
    () => find()?.all ?? null,
    (remember) => foldFacets(context, remember, find),
  );
}

/** Counts all values of a facet; null when columns cannot tell. */
export function foldValuesAlone(context: FoldContext, path: string): readonly FoldedValue[] | null {
  return foldValues(context, path, findOnce(context));
}
