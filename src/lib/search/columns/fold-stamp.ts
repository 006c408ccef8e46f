import type { Filter } from '../../query/filter.js';
import type { Search } from '../../query/search.js';
import type { ColumnTable } from './column-table.js';

/** How what a search finds stands, and the more columns that are looked at. @param without whose selection is left out */
export function stampOf(
  table: ColumnTable,
  { selections, filter }: Search,
  paths: readonly string[],
  without: string | null = null,
): string {
  const selected = [...selections].filter(([path]) => path !== without).map(([, selection]) => selection);
  const changes = [...[...selected, filter].flatMap((part) => changesOf(table, part))];
  return [table.number, table.changes, ...changes, ...paths.map((path) => columnChanges(table, path))].join();
}

function changesOf(table: ColumnTable, filter: Filter): readonly number[] {
  switch (filter.kind) {
    case 'all':
    case 'ids':
      return [];
    case 'and':
    case 'or':
      return filter.items.flatMap((item) => changesOf(table, item));
    case 'not':
      return changesOf(table, filter.item);
    case 'exists':
      return [table.has.changes];
    default:
      return [columnChanges(table, filter.path)];
  }
}

const columnChanges = (table: ColumnTable, path: string) =>
  table.values(path)?.changes ?? table.numbers(path)?.changes ?? -1;

/** What a search asks for, but for page, order and facets. @param without whose selection is left out */
export function questionOf({ plan, selections, filter }: Search, without: string | null = null): string {
  return JSON.stringify([plan, [...selections].filter(([path]) => path !== without), filter]);
}
