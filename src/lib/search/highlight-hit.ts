import { highlightMatch } from '../analysis/highlight.js';
import { createMatcher } from '../analysis/matcher.js';
import type { Matcher } from '../analysis/matcher.js';
import { parsePath } from '../collections/path.js';
import type { Path } from '../collections/path.js';
import { isJsonArray, isJsonObject, memberOf } from '../documents/json-value.js';
import type { JsonObject, JsonValue } from '../documents/json-value.js';
import { readValues } from '../documents/read-values.js';
import type { Highlight, TextQuery } from '../query/search.js';

/** What of a text the query found: all tokens and codes whole, the last ones also as prefixes. */
export function matcherOf(text: TextQuery): Matcher {
  const last = text.words.at(-1);
  return createMatcher({
    tokens: text.words.flatMap(({ tokens }) => tokens),
    prefixes: last?.tokens.slice(-1) ?? [],
    codes: text.words.map(({ code }) => code),
    codePrefixes: last === undefined ? [] : [last.code],
  });
}

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
