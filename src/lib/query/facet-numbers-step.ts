import { HAS } from '../collections/members.js';
import { parseDate } from '../collections/parse-date.js';
import { fieldAt, range } from './compile-filter.js';
import { countStep } from './count-step.js';
import type { Range } from './filter.js';
import { createParameters } from './parameters.js';
import { queryText } from './query-text.js';
import { readsOf } from './reads.js';
import { readReply } from './reply.js';
import type { FacetBounds, Search } from './search.js';
import { beginning, ending, readAs } from './step.js';
import type { Step, Target } from './step.js';

/** Smallest, largest and sum of a number over the documents that have one; 12 digits each. */
export interface Stats {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Of the smallest value of each document. */
  readonly sum: number;
}

export interface StatsReply {
  /** Null when no document has a value. */
  readonly stats: Stats | null;
  readonly warnings: readonly string[];
}

export interface CountReply {
  readonly count: number;
  readonly warnings: readonly string[];
}

/** Aggregates a number or date under a search without the field's own selection. */
export function facetStatsStep(target: Target, search: Search, path: string): Step<StatsReply> {
  const { members } = fieldAt(target.layout, path);
  const parameters = createParameters();
  const extra = `(@${HAS}:{${parameters.bind(members.filter)}})`;
  const text = queryText(target.layout, search, parameters, { without: path, extra });
  const reduce = (reducer: string, attribute: string, name: string) => [
    ...['REDUCE', reducer, '1', `@${attribute}`, 'AS', name],
  ];
  const command = [
    ...beginning('FT.AGGREGATE', target, text),
    ...['GROUPBY', '0', 'REDUCE', 'COUNT', '0', 'AS', 'n'],
    ...reduce('MIN', members.ascending, 'min'),
    ...reduce('MAX', members.descending, 'max'),
    ...reduce('SUM', members.ascending, 'sum'),
    ...ending(search.timeoutMs, parameters.args()),
  ];
  return { command, reads: readsOf(target, search, { without: path, paths: [path] }), read: readStats };
}

function readStats(reply: unknown): StatsReply {
  const { rows, warnings } = readReply(reply);
  const [row] = rows;
  const count = Number(row?.['n'] ?? 0);
  if (row === undefined || count === 0) return { stats: null, warnings };
  return { stats: { count, min: Number(row['min']), max: Number(row['max']), sum: Number(row['sum']) }, warnings };
}

/** Counts the documents with a value in a range, without the field's own selection. */
export function facetRangeStep(target: Target, search: Search, path: string, bounds: FacetBounds): Step<CountReply> {
  const { members } = fieldAt(target.layout, path);
  const limits = toRange(bounds);
  const clause = (bind: (value: string) => string) =>
    range(members.filter, limits, { bind: (value) => bind(String(value)), args: () => [] });
  return countedStep(target, search, path, clause);
}

/** Counts the documents with several different values, over which there is no mean. */
export function facetSeveralStep(target: Target, search: Search, path: string): Step<CountReply> {
  const { members } = fieldAt(target.layout, path);
  return countedStep(target, search, path, (bind) => `(@${HAS}:{${bind(members.several)}})`);
}

function countedStep(
  target: Target,
  search: Search,
  path: string,
  clause: (bind: (value: string) => string) => string,
): Step<CountReply> {
  const step = countStep(target, search, { without: path, paths: [path], clause });
  return readAs(step, ({ total, warnings }) => ({ count: total, warnings }));
}

/** The bounds as a condition. */
export function toRange(bounds: FacetBounds): Range {
  const from = toNumber(bounds.from);
  const to = toNumber(bounds.to);
  return { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) };
}

const toNumber = (bound: number | string | undefined) => (typeof bound === 'string' ? parseDate(bound) : bound);
