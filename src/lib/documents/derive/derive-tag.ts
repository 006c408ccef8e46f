import { foldTag } from '../../analysis/fold.js';
import { escapeFacetValue, VALUE_SEPARATOR } from '../../collections/facet-values.js';
import { readValues } from '../read-values.js';
import { checkFacetSize, readString } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import { joinWords, wordsOfValue } from './derived-words.js';
import { stringExtremes } from './extremes.js';
import type { FieldPlan } from './field-plan.js';
import { remember } from './remember.js';

/** `<m>`: the distinct folded values; `<m>_f`: their first spellings; `<m>_w`: their words, each value as one word too; `<m>_s` to sort by. */
export function tagDeriver({ path, steps, members, words, language, facet, sort }: FieldPlan): DeriveField {
  const spellingOf = remember(toSpelling);
  const wordsOf = remember(wordsOfValue);
  return (document, idx, faults) => {
    const values = readValues(document, steps, readString, faults);
    if (values.length === 0) return false;
    const spellings = firstSpellings(values.map(spellingOf));
    idx[members.filter] = spellings.map(({ folded }) => folded);
    if (facet) {
      checkFacetSize(path, spellings.length, faults);
      idx[members.facet] = joinSpellings(spellings);
    }
    const text = words ? joinWords(values.map(wordsOf), language) : '';
    if (text !== '') idx[members.words] = text;
    if (sort) idx[members.sort] = stringExtremes(values);
    return true;
  };
}

/** A value as it is compared, and as facets show it. */
export interface Spelling {
  readonly folded: string;
  readonly facet: string;
}

export const toSpelling = (value: string): Spelling => ({ folded: foldTag(value), facet: escapeFacetValue(value) });

/** The first spelling of each value. */
export function firstSpellings(spellings: readonly Spelling[]): readonly Spelling[] {
  if (spellings.length === 1) return spellings;
  const first = new Map<string, Spelling>();
  for (const spelling of spellings) if (!first.has(spelling.folded)) first.set(spelling.folded, spelling);
  return [...first.values()];
}

/** What facets are counted by. */
export const joinSpellings = (spellings: readonly Spelling[]) =>
  spellings.map(({ facet }) => facet).join(VALUE_SEPARATOR);
