import type { Bound, RangeJson } from '../generate/generate-search.js';

/** Statistics of a number or a date, whose bounds are ISO 8601. */
export interface NumbersFacet {
  readonly count: number;
  readonly min?: Bound;
  readonly max?: Bound;
  readonly avg?: number;
  readonly ranges?: readonly (RangeJson & { readonly count: number })[];
  readonly exact: boolean;
}

/** There is no mean where a document has several values. */
export function numericFacet(documents: readonly (readonly number[])[], ranges: readonly RangeJson[]): NumbersFacet {
  const { count, min, max } = extremes(documents);
  const isSingle = documents.every((values) => new Set(values).size < 2);
  const firsts = documents.flatMap((values) => values.slice(0, 1));
  const avg = firsts.reduce((sum, value) => sum + value, 0) / count;
  return {
    count,
    ...(count === 0 ? {} : { min, max, ...(isSingle ? { avg } : {}) }),
    ...countRanges(documents, ranges, Number),
    exact: true,
  };
}

export function dateFacet(documents: readonly (readonly number[])[], ranges: readonly RangeJson[]): NumbersFacet {
  const { count, min, max } = extremes(documents);
  const shown = count === 0 ? {} : { min: new Date(min).toISOString(), max: new Date(max).toISOString() };
  return { count, ...shown, ...countRanges(documents, ranges, (bound) => Date.parse(String(bound))), exact: true };
}

function extremes(documents: readonly (readonly number[])[]) {
  const values = documents.flat();
  return {
    count: documents.filter((own) => own.length > 0).length,
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

/** from ≤ x < to: documents with one value inside. */
function countRanges(
  documents: readonly (readonly number[])[],
  ranges: readonly RangeJson[],
  read: (bound: Bound) => number,
) {
  if (ranges.length === 0) return {};
  const counted = ranges.map((range) => {
    const from = range.from === undefined ? -Infinity : read(range.from);
    const to = range.to === undefined ? Infinity : read(range.to);
    return {
      ...range,
      count: documents.filter((values) => values.some((value) => value >= from && value < to)).length,
    };
  });
  return { ranges: counted };
}
