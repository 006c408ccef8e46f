import { fieldAt } from './compile-filter.js';
import type { Filter } from './filter.js';
import { rankingSort } from './ranking-clauses.js';
import { readReply } from './reply.js';
import { ending } from './step.js';
import type { Step, Target } from './step.js';

/** The number or date by which a ranking orders hits that fit about equally well. */
export interface LeadingSort {
  readonly path: string;
  readonly direction: 'asc' | 'desc';
  /** The attribute that hits are sorted by. */
  readonly attribute: string;
}

/** The leading sort of a ranking; null where it has none, or where relevance is not the engine's score alone. */
export function leadingSortOf({ layout, ranking }: Target): LeadingSort | null {
  if (ranking.some((rule) => typeof rule !== 'string' && 'decay' in rule)) return null;
  const sort = ranking.find((rule) => typeof rule === 'string');
  if (sort === undefined) return null;
  const { path, direction } = rankingSort(sort);
  if (path === 'id') return null;
  const { field, members } = fieldAt(layout, path);
  if (field.kind !== 'numeric' && field.kind !== 'date') return null;
  return { path, direction, attribute: direction === 'asc' ? members.ascending : members.descending };
}

/** Documents that stand at `value` or before it. */
export function notBehind({ path, direction }: LeadingSort, value: number): Filter {
  return { kind: 'range', path, ...(direction === 'asc' ? { lte: value } : { gte: value }) };
}

const SAMPLE_SIZE = 1_000;

/**
 * Reads what some documents have in the field of a leading sort, null for those without. Without an order the engine stops
 * at so many.
 */
export function leadingSampleStep(
  { index }: Target,
  { attribute }: LeadingSort,
  timeoutMs: number,
): Step<readonly (number | null)[]> {
  const load = ['LOAD', '1', `@${attribute}`, 'LIMIT', '0', String(SAMPLE_SIZE)];
  return {
    command: ['FT.AGGREGATE', index, '*', 'VERBATIM', ...load, ...ending(timeoutMs, [])],
    reads: null,
    read: (reply) => readReply(reply).rows.map((row) => (row[attribute] == null ? null : Number(row[attribute]))),
  };
}

/**
 * A value that about such a share of the documents stands at or before.
 * @returns null where there is none, as where too many have the same value
 */
export function boundAt(
  sample: readonly (number | null)[],
  { direction }: Pick<LeadingSort, 'direction'>,
  share: number,
): number | null {
  const sign = direction === 'asc' ? 1 : -1;
  const places = sample.flatMap((value) => (value === null ? [] : [sign * value])).sort((a, b) => a - b);
  const bound = places[Math.floor(share * sample.length)];
  if (bound === undefined) return null;
  const found = places.filter((place) => place <= bound).length;
  return found > 2 * share * sample.length ? null : sign * bound;
}
