import { pathsOf } from '../../query/reads.js';
import type { Search } from '../../query/search.js';
import type { TextPlan } from '../../query/text-plan.js';
import type { ColumnTable } from './column-table.js';

/** How what a search finds stands, and the more columns that are looked at. @param without whose selection is left out */
export function stampOf(
  table: ColumnTable,
  { selections, filter }: Search,
  paths: readonly string[],
  without: string | null = null,
): string {
  const selected = [...selections].filter(([path]) => path !== without).map(([, selection]) => selection);
  const looked = [...[...selected, filter].flatMap(pathsOf), ...paths];
  return [table.number, table.changes, table.has.changes, ...looked.map((path) => columnChanges(table, path))].join();
}

const columnChanges = (table: ColumnTable, path: string) =>
  table.values(path)?.changes ?? table.numbers(path)?.changes ?? -1;

/** What a search asks for, but for page, order and facets. @param without whose selection is left out */
export function questionOf({ plan, selections, filter }: Search, without: string | null = null): string {
  return `${textOf(plan)} ${JSON.stringify([[...selections].filter(([path]) => path !== without), filter])}`;
}

const texts = new WeakMap<TextPlan, string>();

/** A plan is told for its page and for each facet. */
function textOf(plan: TextPlan | null): string {
  if (plan === null) return '';
  const text = texts.get(plan) ?? JSON.stringify(plan);
  texts.set(plan, text);
  return text;
}
