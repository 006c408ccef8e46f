import { startWord, stemWords, valueWord } from '../../analysis/anchors.js';
import { toEngineWord } from '../../analysis/engine-word.js';
import type { Language } from '../../analysis/languages.js';
import { splitWords, tokensOf } from '../../analysis/tokenize.js';
import { readValues } from '../read-values.js';
import { readString } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import { stringExtremes } from './extremes.js';
import type { FieldPlan } from './field-plan.js';

/** `<m>_w`: the tokens of all values, the first of each also as its start; `<m>_s` to sort by. */
export function textDeriver({ steps, members, sort, language }: FieldPlan): DeriveField {
  return (document, idx, faults) => {
    const values = readValues(document, steps, readString, faults);
    if (values.length === 0) return false;
    const words = joinWords(values, withStart, language);
    if (words !== '') idx[members.words] = words;
    if (sort) idx[members.sort] = stringExtremes(values);
    return true;
  };
}

/** The words of all values, as the engine is to index them; behind them the basic forms, where there is a language. */
export function joinWords(
  values: readonly string[],
  engineWordsOf: (words: readonly string[]) => readonly string[],
  language: Language | null,
): string {
  const words = values.map(splitWords);
  const stems = language === null ? [] : stemWords(words.flat(), language);
  return [...words.flatMap(engineWordsOf), ...stems].join(' ');
}

/** The tokens of a text, behind the word that says where it starts. */
function withStart(words: readonly string[]): readonly string[] {
  const tokens = engineTokens(words);
  const [first] = tokens;
  return first === undefined ? [] : [startWord(first), ...tokens];
}

/** The tokens of a value, before the word that stands for the whole of it. */
export function withValue(words: readonly string[]): readonly string[] {
  const tokens = engineTokens(words);
  const whole = valueWord(words.map(toEngineWord));
  return whole === null ? tokens : [...tokens, whole];
}

const engineTokens = (words: readonly string[]) => tokensOf(words).map(toEngineWord);
