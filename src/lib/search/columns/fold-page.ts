import type { FacetReply } from '../../query/facet-plan.js';
import type { FoldedValue } from '../../query/fold-facet.js';
import type { Position } from '../../query/search.js';
import type { FoldContext } from './fold-context.js';
import { foldFacets, foldValues } from './fold-facets.js';
import { questionOf, stampOf } from './fold-stamp.js';
import { findSlots } from './found-slots.js';
import type { FoundSlots } from './found-slots.js';
import { firstSlots, slotOrder } from './order-slots.js';
import type { SlotOrder } from './order-slots.js';

/** A hit whose document is still to be read. */
export interface FoldedHit {
  readonly id: string;
  /** The version that was found. */
  readonly version: number;
  readonly position: Position;
}

/** A page, but for the documents. */
export interface FoldedPage {
  readonly hits: readonly FoldedHit[];
  readonly total: number;
  readonly facets: readonly FacetReply[];
}

/** Finds and orders the documents of a search without words, and counts its facets; null when columns cannot tell. */
export function foldPage(context: FoldContext): FoldedPage | null {
  const { table, memory, search } = context;
  const order = search.order === null ? null : slotOrder(table, search.order);
  if (order === null) return null;
  const find = findOnce(context);
  const { after, page, size } = search;
  const question = `page ${JSON.stringify([search.order, after, page, size])} ${questionOf(search)}`;
  const paths = search.order?.map(({ path }) => path) ?? [];
  const ordered = memory.remember(question, stampOf(table, search, paths), () => orderSlots(context, order, find()));
  const facets = ordered === null ? null : foldFacets(context, find);
  if (ordered === null || facets === null) return null;
  const hits = ordered.slots.map((slot) => ({
    id: table.idAt(slot),
    version: table.versionAt(slot),
    position: order.positionOf(slot),
  }));
  return { hits, total: ordered.total, facets };
}

/** Counts the facets of a search; null when columns cannot tell. */
export function foldFacetsAlone(context: FoldContext): readonly FacetReply[] | null {
  return foldFacets(context, findOnce(context));
}

/** Counts all values of a facet; null when columns cannot tell. */
export function foldValuesAlone(context: FoldContext, path: string): readonly FoldedValue[] | null {
  return foldValues(context, path, findOnce(context));
}

function orderSlots({ search }: FoldContext, order: SlotOrder, found: FoundSlots | null) {
  if (found === null) return null;
  const { after, page, size } = search;
  const slots = found.all.toArray();
  const behind = after === null ? slots : slots.filter((slot) => order.compareTo(slot, after) > 0);
  const offset = after === null ? (page - 1) * size : 0;
  const first = firstSlots(behind, order, size === 0 ? 0 : offset + size);
  return { slots: first.slice(offset), total: slots.length };
}

function findOnce({ target, table, search }: FoldContext): () => FoundSlots | null {
  let found: FoundSlots | null | undefined;
  return () => (found === undefined ? (found = findSlots(target, table, search)) : found);
}
