import { startWord, stemWords, valueWord } from '../../analysis/anchors.js';
import { toEngineWord } from '../../analysis/engine-word.js';
import type { Language } from '../../analysis/languages.js';
import { joinTokens, splitWords } from '../../analysis/tokenize.js';

/** The words of one value. */
export interface DerivedWords {
  readonly words: readonly string[];
  /** The same as the engine is to index them, with what is derived of them; blank without any. */
  readonly text: string;
}

/** The tokens of a text, behind the word that says where it starts. */
export function wordsOfText(value: string): DerivedWords {
  const words = splitWords(value);
  const tokens = engineTokens(words);
  const [first = ''] = tokens.split(' ', 1);
  return { words, text: first === '' ? '' : `${startWord(first)} ${tokens}` };
}

/** The tokens of a value, before the word that stands for the whole of it. */
export function wordsOfValue(value: string): DerivedWords {
  const words = splitWords(value);
  const tokens = engineTokens(words);
  const whole = valueWord(words.map(toEngineWord));
  return { words, text: whole === null ? tokens : `${tokens} ${whole}` };
}

/** The words of all values, as the engine is to index them; behind them the basic forms, where there is a language. */
export function joinWords(values: readonly DerivedWords[], language: Language | null): string {
  const texts = values.map(({ text }) => text).filter((text) => text !== '');
  if (language !== null)
    texts.push(
      ...stemWords(
        values.flatMap(({ words }) => words),
        language,
      ),
    );
  return texts.join(' ');
}

const engineTokens = (words: readonly string[]) => toEngineWord(joinTokens(words));
