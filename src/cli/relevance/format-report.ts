import { formatCount } from '../terminal/numbers.js';
import { formatTable } from '../terminal/table.js';
import type { Column } from '../terminal/table.js';
import { differenceOf } from './compare-runs.js';
import type { QueryChange, TypeChange } from './compare-runs.js';
import type { Report } from './report.js';
import type { Summary } from './summarise.js';

const SHOWN_CHANGES = 10;

/** The report as lines for a person. */
export function formatReport({ summaries, comparison }: Report): readonly string[] {
  const lines = formatTable(SUMMARY_COLUMNS, summaries);
  if (comparison === undefined) return lines;
  const { before, after, types, changes } = comparison;
  return [
    ...lines,
    '',
    `nDCG@10, before: ${before}, after: ${after}`,
    ...formatTable(CHANGE_COLUMNS, types),
    ...formatChanges(
      'better',
      changes.filter((change) => differenceOf(change) > 0),
    ),
    ...formatChanges(
      'worse',
      changes.filter((change) => differenceOf(change) < 0),
    ),
  ];
}

function formatChanges(title: string, changes: readonly QueryChange[]): readonly string[] {
  if (changes.length === 0) return [];
  const more = changes.length - SHOWN_CHANGES;
  return [
    '',
    `${title}: ${formatCount(changes.length)}`,
    ...formatTable(QUERY_COLUMNS, changes.slice(0, SHOWN_CHANGES)).slice(1),
    ...(more > 0 ? [`… and ${formatCount(more)} more, in the report`] : []),
  ];
}

const share = (value: number | null) => (value === null ? '-' : value.toFixed(3));
const difference = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

const SUMMARY_COLUMNS: readonly Column<Summary>[] = [
  { title: 'type', value: ({ type }) => type },
  { title: 'queries', value: ({ queries }) => formatCount(queries), isNumber: true },
  { title: 'nDCG@10', value: ({ ndcg }) => share(ndcg), isNumber: true },
  { title: 'MRR@10', value: ({ mrr }) => share(mrr), isNumber: true },
  { title: 'success@10', value: ({ success }) => share(success), isNumber: true },
  { title: 'zero results', value: ({ zeroResults }) => share(zeroResults), isNumber: true },
];

const CHANGE_COLUMNS: readonly Column<TypeChange>[] = [
  { title: 'type', value: ({ type }) => type },
  { title: 'before', value: ({ before }) => share(before), isNumber: true },
  { title: 'after', value: ({ after }) => share(after), isNumber: true },
  { title: 'difference', value: (change) => difference(differenceOf(change)), isNumber: true },
  { title: 'better', value: ({ better }) => formatCount(better), isNumber: true },
  { title: 'worse', value: ({ worse }) => formatCount(worse), isNumber: true },
  { title: 'alike', value: ({ queries, better, worse }) => formatCount(queries - better - worse), isNumber: true },
];

const QUERY_COLUMNS: readonly Column<QueryChange>[] = [
  { title: '', value: (change) => `  ${difference(differenceOf(change))}` },
  { title: '', value: ({ before, after }) => `${share(before)} → ${share(after)}` },
  { title: '', value: ({ id }) => id },
  { title: '', value: ({ text }) => text },
];
