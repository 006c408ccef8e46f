import { foldTag } from '../analysis/fold.js';
import { compareUtf8 } from '../analysis/sort-key.js';
import { splitFacetValues } from '../collections/facet-values.js';
import type { FacetValue, FlagsFacet, ValuesFacet } from './search-result.js';

/** A value with its documents, under its most frequent spelling. */
export interface FoldedValue {
  readonly folded: string;
  readonly value: string;
  readonly count: number;
}

type Groups = readonly (readonly [joined: string, count: number])[];

const known = new WeakMap<Groups, readonly FoldedValue[]>();

/** Groups counted spellings by their folded form; a document counts once a value. Done once for the same list. */
export function foldGroups(groups: Groups): readonly FoldedValue[] {
  const folded = known.get(groups) ?? foldAnew(groups);
  known.set(groups, folded);
  return folded;
}

function foldAnew(groups: Groups): readonly FoldedValue[] {
  const spellings = new Map<string, number>();
  for (const [joined, count] of groups) {
    for (const value of splitFacetValues(joined)) spellings.set(value, (spellings.get(value) ?? 0) + count);
  }
  const values = new Map<string, { folded: string; value: string; count: number; most: number }>();
  for (const [value, count] of spellings) {
    const folded = foldTag(value);
    const known = values.get(folded);
    if (known === undefined) values.set(folded, { folded, value, count, most: count });
    else {
      known.count += count;
      if (count < known.most || (count === known.most && compareUtf8(value, known.value) > 0)) continue;
      known.value = value;
      known.most = count;
    }
  }
  return Array.from(values.values(), ({ folded, value, count }) => ({ folded, value, count }));
}

/** The values of a facet: by count, then value; selected ones are kept beyond `size` and at zero. */
export function valuesFacet(
  folded: readonly FoldedValue[],
  selected: readonly string[],
  size: number,
  exact: boolean,
): ValuesFacet {
  const chosen = new Map(selected.map((value) => [foldTag(value), value]));
  const values = topValues(folded, chosen, size).map(({ folded: key, value, count }) => ({
    value,
    count,
    selected: chosen.has(key),
  }));
  return { values, valueCount: folded.length, exact };
}

/** The facet of a boolean: its values are what a condition on it takes. */
export function flagsFacet({ values, ...facet }: ValuesFacet): FlagsFacet {
  return { values: values.map((flag) => ({ ...flag, value: toFlag(flag.value) })), ...facet };
}

export const toFlag = (value: string): boolean => value === 'true';

/** The first `size` values in order, then the chosen ones that are not among them. */
export function topValues(
  folded: readonly FoldedValue[],
  chosen: ReadonlyMap<string, string>,
  size: number,
): readonly FoldedValue[] {
  const known = new Set(folded.map((value) => value.folded));
  const absent = [...chosen]
    .filter(([key]) => !known.has(key))
    .map(([key, value]) => ({ folded: key, value, count: 0 }));
  const sorted = [...folded, ...absent].sort(byCount);
  return sorted.filter((value, index) => (index < size && value.count > 0) || chosen.has(value.folded));
}

export const byCount = (a: Pick<FacetValue, 'value' | 'count'>, b: Pick<FacetValue, 'value' | 'count'>): number =>
  b.count - a.count || compareUtf8(a.value, b.value);
