import { foldTag } from '../../analysis/fold.js';
import { readValues } from '../read-values.js';
import { checkFacetSize, readString } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import { joinWords, withValue } from './derive-text.js';
import { stringExtremes } from './extremes.js';
import { joinFacetValues } from '../../collections/facet-values.js';
import type { FieldPlan } from './field-plan.js';

/** `<m>`: the distinct folded values; `<m>_f`: their first spellings; `<m>_w`: their words, each value as one word too; `<m>_s` to sort by. */
export function tagDeriver({ path, steps, members, words, language, facet, sort }: FieldPlan): DeriveField {
  return (document, idx, faults) => {
    const values = readValues(document, steps, readString, faults);
    if (values.length === 0) return false;
    const spellings = firstSpellings(values);
    idx[members.filter] = [...spellings.keys()];
    if (facet) {
      checkFacetSize(path, spellings.size, faults);
      idx[members.facet] = joinFacetValues(spellings.values());
    }
    const text = words ? joinWords(values, withValue, language) : '';
    if (text !== '') idx[members.words] = text;
    if (sort) idx[members.sort] = stringExtremes(values);
    return true;
  };
}

/** Each value's first spelling by its folded form. */
export function firstSpellings(values: readonly string[]): ReadonlyMap<string, string> {
  const spellings = new Map<string, string>();
  for (const value of values) {
    const folded = foldTag(value);
    if (!spellings.has(folded)) spellings.set(folded, value);
  }
  return spellings;
}
