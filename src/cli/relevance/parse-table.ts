import type { Fault } from '../../lib/index.js';

/** A line of a table with its values by column. */
export interface Row {
  /** Where it stands: `queries.tsv, line 12`. */
  readonly place: string;
  /** The value of a column; empty when the line ends before it. */
  readonly value: (column: string) => string;
}

/**
 * Parses a table of tab-separated values whose first line names the columns. Blank lines do not count, columns that are
 * not asked for are ignored.
 * @param onFault is told of missing columns
 */
export function parseTable(
  file: string,
  text: string,
  required: readonly string[],
  onFault: (fault: Fault) => void,
): readonly Row[] {
  const lines = text
    .replace(/^\u{FEFF}/u, '')
    .split(/\r?\n/)
    .map((line, index) => ({ place: `${file}, line ${index + 1}`, cells: line.split('\t') }))
    .filter(({ cells }) => cells.join('').trim() !== '');
  const [head, ...rows] = lines;
  const columns = head?.cells ?? [];
  const missing = required.filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    const message = `the first line must name the columns ${required.join(', ')}, separated by tabs; missing: ${missing.join(', ')}`;
    onFault({ path: `${file}, line 1`, message });
    return [];
  }
  return rows.map(({ place, cells }) => ({ place, value: (column) => cells[columns.indexOf(column)] ?? '' }));
}
