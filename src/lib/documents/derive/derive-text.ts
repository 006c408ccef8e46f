import { startWord, valueWord } from '../../analysis/anchors.js';
import { toEngineWord } from '../../analysis/engine-word.js';
import { tokenize } from '../../analysis/tokenize.js';
import { readValues } from '../read-values.js';
import { readString } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import { stringExtremes } from './extremes.js';
import type { FieldPlan } from './field-plan.js';

/** `<m>_w`: the tokens of all values, the first of each also as its start; `<m>_s` to sort by. */
export function textDeriver({ steps, members, sort }: FieldPlan): DeriveField {
  return (document, idx, faults) => {
    const values = readValues(document, steps, readString, faults);
    if (values.length === 0) return false;
    const words = joinWords(values, withStart);
    if (words !== '') idx[members.words] = words;
    if (sort) idx[members.sort] = stringExtremes(values);
    return true;
  };
}

/** The words of all values, as the engine is to index them. */
export function joinWords(
  values: readonly string[],
  wordsOf: (tokens: readonly string[]) => readonly string[],
): string {
  return values.flatMap((value) => wordsOf(tokenize(value).map(toEngineWord))).join(' ');
}

/** The tokens of a text, behind the word that says where it starts. */
function withStart(tokens: readonly string[]): readonly string[] {
  const [first] = tokens;
  return first === undefined ? [] : [startWord(first), ...tokens];
}

/** The tokens of a value, before the word that stands for the whole of it. */
export function withValue(tokens: readonly string[]): readonly string[] {
  const whole = valueWord(tokens);
  return whole === null ? tokens : [...tokens, whole];
}
