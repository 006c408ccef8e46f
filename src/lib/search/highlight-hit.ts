import { fromEngineWord } from '../analysis/engine-word.js';
import { highlightMatch } from '../analysis/highlight.js';
import { createMatcher } from '../analysis/matcher.js';
import type { Matcher } from '../analysis/matcher.js';
import { isStemWord, stemLanguage, stemWord } from '../analysis/anchors.js';
import { isUnspaced, runOfTerm } from '../analysis/unspaced.js';
import { parsePath } from '../collections/path.js';
import type { Path } from '../collections/path.js';
import { isJsonArray, isJsonObject, memberOf } from '../documents/json-value.js';
import type { JsonObject, JsonValue } from '../documents/json-value.js';
import { readValues } from '../documents/read-values.js';
import type { Highlight } from '../query/search.js';
import type { Alternative, TextPlan, WordGroup } from '../query/text-plan.js';

/** What of a text the query found: all that stood for its words. */
export function matcherOf({ groups }: TextPlan): Matcher {
  const alternatives = groups.flatMap((group) => group.alternatives);
  const words = alternatives.filter(({ kind }) => kind !== 'code');
  const wholes = groups.flatMap(codesOf).filter(({ tokens }) => tokens.length === 1 && isToken(tokens[0] ?? ''));
  const matcher = createMatcher({
    tokens: words.flatMap(({ tokens }) => tokens.flatMap(wordsOfTerm)),
    prefixes: words.filter(({ prefix }) => prefix).map(lastToken),
    codes: wholes.map(lastToken),
    codePrefixes: wholes.filter(({ prefix }) => prefix).map(lastToken),
  });
  const stems = new Set(words.flatMap(({ tokens }) => tokens).filter(isStemWord));
  return stems.size === 0
    ? matcher
    : { ...matcher, matchesToken: (token) => matcher.matchesToken(token) || hasStem(stems, token) };
}

/** What of a group may be a code: its forms without punctuation, or the words themselves where there is none. */
function codesOf({ alternatives }: WordGroup): readonly Alternative[] {
  const codes = alternatives.filter(({ kind }) => kind === 'code' || kind === 'joined' || kind === 'codePart');
  return codes.some(({ kind }) => kind === 'code') ? codes : alternatives;
}

/** Whether any of the words that stand for all forms of one stands for this one. */
function hasStem(stems: ReadonlySet<string>, token: string): boolean {
  const languages = new Set(Array.from(stems, stemLanguage));
  return [...languages].some((language) => language !== null && stems.has(stemWord(token, language)));
}

/** The words of a phrase; a run without spaces is one. */
function wordsOfTerm(term: string): readonly string[] {
  const token = fromEngineWord(term);
  return isUnspaced(token) ? [runOfTerm(token)] : token.split(' ');
}

const isToken = (term: string) => !term.includes(' ') && !term.endsWith('*');

const lastToken = ({ tokens }: Alternative) => fromEngineWord(tokens.at(-1) ?? '');

/** Marks the fields of a document in which something was found; an array stays an array. */
export function highlightHit(
  document: JsonObject,
  matcher: Matcher,
  { paths, snippet }: Highlight,
): Readonly<Record<string, string | readonly string[]>> {
  const options = snippet === null ? {} : { snippet };
  const marked = paths.flatMap((path): [string, string | readonly string[]][] => {
    const steps = parsePath(path);
    const texts = readValues(document, steps, (value) => (typeof value === 'string' ? value : undefined), []);
    const highlights = texts.map((text) => highlightMatch(text, matcher, options));
    if (!highlights.some(({ matched }) => matched)) return [];
    const html = highlights.map((highlight) => highlight.html);
    const isArray = html.length > 1 || isJsonArray(lastValue(document, steps));
    return [[path, isArray ? html : String(html[0])]];
  });
  return Object.fromEntries(marked);
}

/** What lies at a path, up to the first array on the way. */
function lastValue(document: JsonObject, steps: Path): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const { name } of steps) if (isJsonObject(value)) value = memberOf(value, name);
  return value;
}
