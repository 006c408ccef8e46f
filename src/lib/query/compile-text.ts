import { toEngineWord } from '../analysis/engine-word.js';
import type { Layout } from '../collections/field-layout.js';
import type { Parameters } from './parameters.js';
import type { TextQuery, Word } from './search.js';

/** The query text of what was typed: every word, by its tokens or as a code; the last one also as a prefix. */
export function compileText(layout: Layout, text: TextQuery, parameters: Parameters): string {
  const codes = [...layout.values()].filter(({ field }) => field.kind === 'code');
  const attributes = codes.map(({ members }) => members.words);
  const words = text.words.map((word, index) =>
    compileWord(attributes, word, index === text.words.length - 1, parameters),
  );
  return words.length === 1 ? String(words[0]) : `(${words.join(' ')})`;
}

function compileWord(codes: readonly string[], word: Word, last: boolean, parameters: Parameters): string {
  const tokens = word.tokens.map((token, index) => {
    const name = parameters.bind(toEngineWord(token));
    return last && index === word.tokens.length - 1 ? `(${name}|${name}*)` : name;
  });
  const asText = tokens.length === 1 ? String(tokens[0]) : `(${tokens.join(' ')})`;
  const isToken = word.tokens.length === 1 && word.tokens[0] === word.code;
  if (codes.length === 0 || word.code === '' || isToken) return asText;
  const name = parameters.bind(toEngineWord(word.code));
  const asCode = codes.map((attribute) => `@${attribute}:(${last ? `${name}|${name}*` : name})`);
  return `(${[asText, ...asCode].join('|')})`;
}
