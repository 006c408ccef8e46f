import { engineWordBytes, MAX_WORD_BYTES } from './engine-word.js';
import { LANGUAGE_NAMES, LANGUAGES } from './languages.js';
import type { Language } from './languages.js';
import { stem } from './stem.js';

/** Begins the words that are derived from those of a text. No token holds it, so nothing typed ever meets them. */
const START = '\uF8F0';
const VALUE = '\uF8F1';
const STEM = '\uF8F2';
const START_UNIT = START.charCodeAt(0);
const VALUE_UNIT = VALUE.charCodeAt(0);

/** Longest value that is kept as one word, in tokens. */
const MAX_VALUE_TOKENS = 6;

/** The word that says that a text begins with a token. */
export function startWord(token: string): string {
  return START + token;
}

/** The word that says that a value is these tokens and no others; null when it would be too long. */
export function valueWord(tokens: readonly string[]): string | null {
  if (tokens.length === 0 || tokens.length > MAX_VALUE_TOKENS) return null;
  const word = VALUE + tokens.join(VALUE);
  return engineWordBytes(word) > MAX_WORD_BYTES ? null : word;
}

/** The word that stands for all forms of a token in a language. */
export function stemWord(token: string, language: Language): string {
  return STEM + LANGUAGES[language] + stem(token, language);
}

/** The words that stand for the forms of tokens; none for one that is a basic form itself. */
export function stemWords(tokens: readonly string[], language: Language): readonly string[] {
  const inflected = tokens.filter((token) => stem(token, language) !== token);
  const words = inflected.map((token) => stemWord(token, language));
  return [...new Set(words)].filter((word) => engineWordBytes(word) <= MAX_WORD_BYTES);
}

/** Whether a word stands for all forms of one. */
export function isStemWord(word: string): boolean {
  return word.startsWith(STEM);
}

/** The language of a word that stands for all forms of one. */
export function stemLanguage(word: string): Language | null {
  const code = word.slice(STEM.length, STEM.length + 2);
  return LANGUAGE_NAMES.find((language) => LANGUAGES[language] === code) ?? null;
}

/** Whether the word at a place of a text ranks documents and is looked for by nothing else: where a text starts, what a value is. */
export function onlyRanks(text: string, at = 0): boolean {
  const unit = text.charCodeAt(at);
  return unit === START_UNIT || unit === VALUE_UNIT;
}

/** Whether a word was derived, and is none of the text. */
export function isAnchor(word: string): boolean {
  return word.startsWith(START) || word.startsWith(VALUE) || isStemWord(word);
}
