import { foldCode } from '../../../../src/lib/analysis/code-forms.js';
import { splitWords } from '../../../../src/lib/analysis/tokenize.js';
import { isUnspaced, unitsOf } from '../../../../src/lib/analysis/unspaced.js';
import type { AnyCollection } from '../../../../src/lib/collections/collection.js';
import type { Field } from '../../../../src/lib/collections/field-kinds.js';
import type { JsonObject } from '../../../../src/lib/documents/json-value.js';
import { stringsAt } from './values.js';

/** One word of a query: what stands between two spaces. */
interface Word {
  readonly tokens: readonly string[];
  readonly code: string;
}

/** The words of a query that have a token; none means that nothing was asked for. */
export function wordsOf(q: string): readonly Word[] {
  return q
    .split(/\s+/u)
    .map((word) => ({ tokens: splitWords(word), code: foldCode(word) }))
    .filter(({ tokens }) => tokens.length > 0);
}

/**
 * Whether a document has all words: each by its tokens, in any searched fields, or as a code. The last token, and the last
 * word as a code, need only be a beginning.
 */
export function matchesText(collection: AnyCollection, document: JsonObject, words: readonly Word[]): boolean {
  const codes = codesOf(collection, document);
  const texts = tokensOf(collection, document);
  const known = [...texts, ...codes];
  return words.every(({ tokens, code }, index) => {
    const isLast = index === words.length - 1;
    const asText = tokens.every((token, at) =>
      isUnspaced(token)
        ? findWithin(texts, token) || isCodeOf(codes, token)
        : find(known, token, isLast && at === tokens.length - 1),
    );
    return asText || (code !== '' && find(codes, code, isLast));
  });
}

/** Whether a text holds something that the words look for, and so has to be marked. */
export function holdsMatch(text: string, words: readonly Word[]): boolean {
  const last = words.at(-1);
  const tokens = words.flatMap((word) => word.tokens);
  const start = last?.tokens.at(-1);
  const own = splitWords(text);
  if (own.some((token) => tokens.includes(token) || (start !== undefined && token.startsWith(start)))) return true;
  if (tokens.some((token) => isUnspaced(token) && findWithin(own, token))) return true;
  const parts = text
    .split(/\s+/u)
    .map(foldCode)
    .filter((part) => part !== '');
  return parts.some(
    (part) =>
      words.some(({ code }) => code === part) || (last !== undefined && last.code !== '' && part.startsWith(last.code)),
  );
}

/** A run without spaces is found inside others. */
const findWithin = (known: readonly string[], run: string) =>
  known.some((own) => isUnspaced(own) && unitsOf(own).some((_, at, units) => units.slice(at).join('').startsWith(run)));

/** A code is one word; a character alone is the beginning of words, a pair a whole one. */
const isCodeOf = (codes: readonly string[], run: string) =>
  codes.some((code) => (unitsOf(run).length === 1 ? code.startsWith(run) : code === run));

const find = (known: readonly string[], wanted: string, asBeginning: boolean) =>
  known.some((own) => own === wanted || (asBeginning && own.startsWith(wanted)));

/** What a document is found by: documents of the same words are equally relevant. */
export function searchedWords(collection: AnyCollection, document: JsonObject): string {
  const paths = Object.keys(collection.fields).filter((path) => isSearched(collection.fields[path]!));
  return JSON.stringify(
    paths.map((path) => stringsAt(document, path).map((value) => [splitWords(value), foldCode(value)])),
  );
}

const isSearched = (field: Field) =>
  field.kind === 'text' || field.kind === 'code' || ('searchable' in field && field.searchable);

function tokensOf({ fields }: AnyCollection, document: JsonObject): readonly string[] {
  const paths = Object.keys(fields).filter((path) => isSearched(fields[path]!) && fields[path]!.kind !== 'code');
  return paths.flatMap((path) => stringsAt(document, path).flatMap((value) => splitWords(value)));
}

function codesOf({ fields }: AnyCollection, document: JsonObject): readonly string[] {
  const paths = Object.keys(fields).filter((path) => fields[path]!.kind === 'code');
  return paths.flatMap((path) => stringsAt(document, path).map(foldCode)).filter((code) => code !== '');
}
