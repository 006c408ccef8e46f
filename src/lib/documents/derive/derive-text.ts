import { toEngineWord } from '../../analysis/engine-word.js';
import { tokenize } from '../../analysis/tokenize.js';
import { readValues } from '../read-values.js';
import { readString } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import { stringExtremes } from './extremes.js';
import type { FieldPlan } from './field-plan.js';

/** `<m>_w`: the tokens of all values; `<m>_s` to sort by. */
export function textDeriver({ steps, members, sort }: FieldPlan): DeriveField {
  return (document, idx, faults) => {
    const values = readValues(document, steps, readString, faults);
    if (values.length === 0) return false;
    const words = joinWords(values);
    if (words !== '') idx[members.words] = words;
    if (sort) idx[members.sort] = stringExtremes(values);
    return true;
  };
}

/** The tokens of all values, as the engine is to index them. */
export function joinWords(values: readonly string[]): string {
  return values.flatMap((value) => tokenize(value).map(toEngineWord)).join(' ');
}
