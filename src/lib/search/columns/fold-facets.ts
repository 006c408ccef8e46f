import { fieldAt } from '../../query/compile-filter.js';
import { numbersReply, valuesReply } from '../../query/facet-plan.js';
import type { FacetReply } from '../../query/facet-plan.js';
import type { FoldedValue } from '../../query/fold-facet.js';
import { toRange } from '../../query/facet-numbers-step.js';
import type { FacetRequest, Search } from '../../query/search.js';
import type { Target } from '../../query/step.js';
import type { ColumnTable } from './column-table.js';
import type { FoldContext } from './fold-context.js';
import type { FoundDocuments, Remember } from './fold-memory.js';
import type { FindSlots } from './found-slots.js';
import { twelveDigits } from './twelve-digits.js';
import type { NumberColumn } from './number-column.js';

/**
 * Counts the facets of a search; null when columns cannot tell.
 * @param remember what is made of its documents
 * @param find its documents
 */
export function foldFacets(context: FoldContext, remember: Remember, find: FindSlots): readonly FacetReply[] | null {
  const { target, table, search } = context;
  const replies: FacetReply[] = [];
  for (const request of search.facets) {
    const { path } = fieldAt(target.layout, request.path);
    const question = `facet ${JSON.stringify(request)} ${selectionOf(search, path)}`;
    const count = (keep: Remember) =>
      keep(question, { paths: [path] }, (found) => foldFacet(target, table, search, request, found));
    const reply = search.selections.has(path) ? useWithout(context, path, find, count) : count(remember);
    if (reply === null) return null;
    replies.push(reply);
  }
  return replies;
}

/** Counts all values of a facet; null when columns cannot tell. @param find the documents of the search */
export function foldValues(context: FoldContext, path: string, find: FindSlots): readonly FoldedValue[] | null {
  return useWithout(context, path, find, (remember) =>
    remember('values ' + path, { paths: [path] }, ({ slots }) => context.table.values(path)?.count(slots) ?? null),
  );
}

/** Makes something of the documents that a search finds without the selection of one field. */
function useWithout<T>(context: FoldContext, path: string, find: FindSlots, run: (remember: Remember) => T): T {
  const selections = new Map(context.search.selections);
  selections.delete(path);
  const asked = { ...context, search: { ...context.search, selections } };
  return context.memory.use(asked, () => find()?.without(path) ?? null, run);
}

/** What the facet tells of its own selection. */
const selectionOf = ({ selections }: Search, path: string) => JSON.stringify(selections.get(path) ?? null);

function foldFacet(
  target: Target,
  table: ColumnTable,
  search: Search,
  request: FacetRequest,
  found: FoundDocuments,
): FacetReply | null {
  const values = table.values(request.path);
  if (values !== undefined) {
    return valuesReply(target, search, request, { folded: values.count(found.slots), warnings: [] });
  }
  const numbers = table.numbers(request.path);
  return numbers === undefined ? null : foldNumbers(target, request, numbers, found);
}

function foldNumbers(
  target: Target,
  request: FacetRequest,
  numbers: NumberColumn,
  { set, slots }: FoundDocuments,
): FacetReply {
  const summary = numbers.summary(slots);
  const counts = request.ranges.map((bounds) => numbers.select(set, toRange(bounds)).count);
  const stats = summary && {
    ...summary,
    min: twelveDigits(summary.min),
    max: twelveDigits(summary.max),
    sum: twelveDigits(summary.sum),
  };
  return numbersReply(target, request, { stats, hasMean: summary?.several !== true, counts, warnings: [] });
}
