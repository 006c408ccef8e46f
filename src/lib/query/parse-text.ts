import { foldCode } from '../analysis/code-forms.js';
import { queryTerms } from '../analysis/tokenize.js';
import { readShortString } from './input.js';
import type { Input } from './input.js';
import { LIMITS } from './limits.js';
import type { TextQuery } from './search.js';

/** Reads `q`; null when it holds no word. @throws INVALID_VALUE, LIMIT_EXCEEDED */
export function parseText(input: Input): TextQuery | null {
  const text = readShortString(input, LIMITS.queryLength);
  const words = text
    .split(/\s+/u)
    .map((typed) => ({ typed, tokens: queryTerms(typed), code: foldCode(typed) }))
    .filter(({ tokens }) => tokens.length > 0);
  return words.length === 0 ? null : Object.freeze({ text, words: Object.freeze(words) });
}
