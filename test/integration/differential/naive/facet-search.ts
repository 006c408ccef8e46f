import { splitWords } from '../../../../src/lib/analysis/tokenize.js';
import { isUnspaced } from '../../../../src/lib/analysis/unspaced.js';
import type { JsonObject } from '../../../../src/lib/documents/json-value.js';
import type { Catalogue } from '../generate/generate-catalogue.js';
import { byCount, countValues } from './facet-values.js';
import { matchesWhere } from './match-where.js';
import { withoutSelection } from './selection.js';
import { asText, leavesAt, levelsOf, stringsAt } from './values.js';

export interface FoundValues {
  readonly values: readonly { readonly value: string | boolean; readonly count: number }[];
  readonly valueCount: number;
  readonly exact: boolean;
}

/** The values of a facet that hold all words of `q`, the last one as a beginning. */
export function evaluateFacetSearch(
  { collection, documents }: Catalogue,
  path: string,
  q: string,
  where: JsonObject,
  size: number,
): FoundValues {
  const field = collection.fields[path]!;
  const counted = documents.filter((document) => matchesWhere(collection, document, withoutSelection(where, path)));
  const values = counted.map((document) => {
    if (field.kind === 'boolean') return leavesAt(document, path).map(asText);
    const strings = stringsAt(document, path);
    return field.kind === 'hierarchy' ? strings.flatMap((value) => levelsOf(value, field.separator)) : strings;
  });
  const tokens = splitWords(q);
  const found = countValues(values).filter(({ value }) => {
    const words = splitWords(value);
    return tokens.every((token, index) => {
      if (isUnspaced(token)) return words.some((word) => word.includes(token));
      return index < tokens.length - 1 ? words.includes(token) : words.some((word) => word.startsWith(token));
    });
  });
  const shown = [...found].sort(byCount).slice(0, size);
  const asShown = (value: string) => (field.kind === 'boolean' ? value === 'true' : value);
  return {
    values: shown.map(({ value, count }) => ({ value: asShown(value), count })),
    valueCount: found.length,
    exact: true,
  };
}
