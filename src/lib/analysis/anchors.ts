import { engineWordBytes, MAX_WORD_BYTES } from './engine-word.js';

/** Begins the words that are derived for ranking alone. No token holds it, so nothing typed ever meets them. */
const START = '\uF8F0';
const VALUE = '\uF8F1';

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

/** Whether a word was derived for ranking, and is none of the text. */
export function isAnchor(word: string): boolean {
  return word.startsWith(START) || word.startsWith(VALUE);
}
