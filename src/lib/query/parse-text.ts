import { foldCode } from '../analysis/code-forms.js';
import { queryTerms } from '../analysis/tokenize.js';
import { inputError, readString } from './input.js';
import type { Input } from './input.js';
import { LIMITS } from './limits.js';
import type { TextQuery } from './search.js';

/** Reads `q`; null when it holds no word. @throws INVALID_VALUE, LIMIT_EXCEEDED */
export function parseText(input: Input): TextQuery | null {
  const text = readString(input);
  if (text.length > LIMITS.queryLength) {
    throw inputError(
      'LIMIT_EXCEEDED',
      input.path,
      `has ${text.length} characters, at most ${LIMITS.queryLength} are allowed`,
    );
  }
  const words = text
    .split(/\s+/u)
    .map((typed) => ({ typed, tokens: queryTerms(typed), code: foldCode(typed) }))
    .filter(({ tokens }) => tokens.length > 0);
  return words.length === 0 ? null : Object.freeze({ text, words: Object.freeze(words) });
}
