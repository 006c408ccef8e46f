import { foldTag } from '../../../../src/lib/analysis/fold.js';
import type {
  FacetNode,
  FacetValue,
  FlagsFacet,
  TreeFacet,
  ValuesFacet,
} from '../../../../src/lib/query/search-result.js';
import { compareBytes } from './order.js';
import { levelsOf } from './values.js';

/** A value with the documents that have it, by spelling. */
interface Counted {
  readonly folded: string;
  readonly value: string;
  readonly count: number;
}

/** Counts values: a document once a value, shown in the spelling of most documents, the first in byte order of equals. */
export function countValues(documents: readonly (readonly string[])[]): readonly Counted[] {
  const spellings = new Map<string, string[]>();
  for (const values of documents) {
    const folded = values.map(foldTag);
    values.forEach((value, index) => {
      const key = folded[index]!;
      if (folded.indexOf(key) === index) spellings.set(key, [...(spellings.get(key) ?? []), value]);
    });
  }
  return [...spellings].map(([folded, all]) => ({ folded, value: mostFrequent(all), count: all.length }));
}

function mostFrequent(spellings: readonly string[]): string {
  const frequency = (spelling: string) => spellings.filter((other) => other === spelling).length;
  return [...spellings].sort((a, b) => frequency(b) - frequency(a) || compareBytes(a, b))[0]!;
}

/** The facet of a tag. */
export function valuesFacet(
  documents: readonly (readonly string[])[],
  selected: readonly string[],
  size: number,
): ValuesFacet {
  const counted = countValues(documents);
  const values = shown(counted, new Map(selected.map((value) => [foldTag(value), value])), size);
  return {
    values: values.map(({ folded, value, count }) => ({
      value,
      count,
      selected: selected.map(foldTag).includes(folded),
    })),
    valueCount: counted.length,
    exact: true,
  };
}

/** The facet of a boolean. */
export function flagsFacet(...counted: Parameters<typeof valuesFacet>): FlagsFacet {
  const { values, ...facet } = valuesFacet(...counted);
  return { values: values.map((flag) => ({ ...flag, value: flag.value === 'true' })), ...facet };
}

/** The facet of a hierarchy: the top level, and what lies below each level of a selected path. */
export function treeFacet(
  documents: readonly (readonly string[])[],
  selected: readonly string[],
  separator: string,
  size: number,
): TreeFacet {
  const levels = new Map(documents.flatMap((values) => values.flatMap((value) => parentsOf(value, separator))));
  const counted = countValues(documents.map((values) => values.flatMap((value) => levelsOf(value, separator))));
  const open = selected.flatMap((value) => parentsOf(value, separator));
  const chosen = selected.map((value) => foldTag(levelsOf(value, separator).at(-1)!));
  const below = (parent: string): readonly FacetNode[] => {
    const along = new Map(open.filter(([, above]) => above.parent === parent).map(([key, { path }]) => [key, path]));
    const children = counted.filter(({ folded }) => levels.get(folded)?.parent === parent);
    return shown(children, along, size).map(({ folded, value, count }) => ({
      value,
      count,
      selected: chosen.includes(folded),
      children: open.some(([key]) => key === folded) ? below(folded) : [],
    }));
  };
  const top = counted.filter(({ folded }) => levels.get(folded)?.parent === '');
  return { values: below(''), valueCount: top.length, exact: true };
}

/** Each level of a path, folded, with the folded level above it. */
function parentsOf(value: string, separator: string): readonly (readonly [string, { parent: string; path: string }])[] {
  const levels = levelsOf(value, separator);
  return levels.map((path, index) => [foldTag(path), { parent: foldTag(levels[index - 1] ?? ''), path }] as const);
}

/** By count, then value: the first `size`, and all that are selected, also those without documents. */
function shown(counted: readonly Counted[], selected: ReadonlyMap<string, string>, size: number): readonly Counted[] {
  const absent = [...selected].filter(([folded]) => !counted.some((value) => value.folded === folded));
  const all = [...counted, ...absent.map(([folded, value]) => ({ folded, value, count: 0 }))].sort(byCount);
  const first = [...counted].sort(byCount).slice(0, size);
  return all.filter((value) => first.includes(value) || selected.has(value.folded));
}

export const byCount = (a: Omit<FacetValue, 'selected'>, b: Omit<FacetValue, 'selected'>) =>
  b.count - a.count || compareBytes(a.value, b.value);
