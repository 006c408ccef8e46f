import { readValues } from '../read-values.js';
import { readString } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import { joinWords, wordsOfText } from './derived-words.js';
import { stringExtremes } from './extremes.js';
import type { FieldPlan } from './field-plan.js';

/** `<m>_w`: the tokens of all values, the first of each also as its start; `<m>_s` to sort by. */
export function textDeriver({ steps, members, sort, language }: FieldPlan): DeriveField {
  return (document, idx, faults) => {
    const values = readValues(document, steps, readString, faults);
    if (values.length === 0) return false;
    const words = joinWords(values.map(wordsOfText), language);
    if (words !== '') idx[members.words] = words;
    if (sort) idx[members.sort] = stringExtremes(values);
    return true;
  };
}
