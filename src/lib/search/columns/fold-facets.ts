import { fieldAt } from '../../query/compile-filter.js';
import { numbersReply, valuesReply } from '../../query/facet-plan.js';
import type { FacetReply } from '../../query/facet-plan.js';
import type { FoldedValue } from '../../query/fold-facet.js';
import { toRange } from '../../query/facet-numbers-step.js';
import type { FacetRequest, Search } from '../../query/search.js';
import type { Target } from '../../query/step.js';
import type { ColumnTable } from './column-table.js';
import type { FoldContext } from './fold-context.js';
import { questionOf, stampOf } from './fold-stamp.js';
import type { FoundSlots } from './found-slots.js';
import { twelveDigits } from './twelve-digits.js';
import type { NumberColumn } from './number-column.js';
import type { SlotSet } from './slot-set.js';

/** Counts the facets of a search; null when columns cannot tell. @param find the documents of the search */
export function foldFacets(
  { target, table, memory, search }: FoldContext,
  find: () => FoundSlots | null,
): readonly FacetReply[] | null {
  const slotsOf = arraysOnce();
  const replies: FacetReply[] = [];
  for (const request of search.facets) {
    const { path } = fieldAt(target.layout, request.path);
    const question = `facet ${JSON.stringify(request)} ${selectionOf(search, path)} ${questionOf(search, path)}`;
    const reply = memory.remember(question, stampOf(table, search, [path], path), () => {
      const set = find()?.without(path);
      return set === undefined ? null : foldFacet(target, table, search, request, { set, slots: () => slotsOf(set) });
    });
    if (reply === null) return null;
    replies.push(reply);
  }
  return replies;
}

/** Counts all values of a facet; null when columns cannot tell. @param find the documents of the search */
export function foldValues(
  { table, memory, search }: FoldContext,
  path: string,
  find: () => FoundSlots | null,
): readonly FoldedValue[] | null {
  const question = `values ${JSON.stringify(path)} ${questionOf(search, path)}`;
  return memory.remember(question, stampOf(table, search, [path], path), () => {
    const set = find()?.without(path);
    return (set && table.values(path)?.count(set.toArray())) ?? null;
  });
}

/** What the facet tells of its own selection. */
const selectionOf = ({ selections }: Search, path: string) => JSON.stringify(selections.get(path) ?? null);

interface Counted {
  readonly set: SlotSet;
  readonly slots: () => Uint32Array;
}

function foldFacet(
  target: Target,
  table: ColumnTable,
  search: Search,
  request: FacetRequest,
  { set, slots }: Counted,
): FacetReply | null {
  const values = table.values(request.path);
  if (values !== undefined) {
    return valuesReply(target, search, request, { folded: values.count(slots()), warnings: [] });
  }
  const numbers = table.numbers(request.path);
  return numbers === undefined ? null : foldNumbers(target, request, numbers, { set, slots });
}

function foldNumbers(
  target: Target,
  request: FacetRequest,
  numbers: NumberColumn,
  { set, slots }: Counted,
): FacetReply {
  const summary = numbers.summary(slots());
  const counts = request.ranges.map((bounds) => numbers.select(set, toRange(bounds)).count);
  const stats = summary && {
    ...summary,
    min: twelveDigits(summary.min),
    max: twelveDigits(summary.max),
    sum: twelveDigits(summary.sum),
  };
  return numbersReply(target, request, { stats, hasMean: summary?.several !== true, counts, warnings: [] });
}

/** Lists a set once. */
function arraysOnce(): (set: SlotSet) => Uint32Array {
  const known = new Map<SlotSet, Uint32Array>();
  return (set) => {
    const slots = known.get(set) ?? set.toArray();
    known.set(set, slots);
    return slots;
  };
}
