import qs from 'qs';
import type { AnyCollection } from '../collections/collection.js';
import { AisleError } from '../errors/aisle-error.js';
import { inputError } from './input.js';
import { readSearch } from './parse-search.js';
import type { Search } from './search.js';

const LISTS = ['sort', 'facets', 'fields'];
const MAX_DEPTH = 12;
const MAX_VALUES = 1_000;
const MAX_PARAMETERS = 2_000;

/**
 * Checks a search in the bracket notation of a URL: `q=key&where[brand]=Clavis&where[price][lt]=200&sort=price:asc`.
 * A repeated key means several values; `sort`, `facets`, `fields` and `highlight` are also split at commas.
 * @param query the part of the URL behind the question mark
 * @throws as {@link parseSearch}
 */
export function parseSearchUrl(collection: AnyCollection, query: string): Search {
  return readSearch(collection, { value: readUrl(query), path: '', fromUrl: true });
}

/** Reads a query string in bracket notation, strictly. @throws INVALID_VALUE, LIMIT_EXCEEDED */
export function readUrl(query: string): Record<string, unknown> {
  const parameters = parse(query);
  for (const name of LISTS) {
    if (typeof parameters[name] === 'string') parameters[name] = parameters[name].split(',');
  }
  const { highlight } = parameters;
  if (typeof highlight === 'string') parameters['highlight'] = { fields: highlight.split(',') };
  else if (isRecord(highlight) && typeof highlight['fields'] === 'string') {
    parameters['highlight'] = { ...highlight, fields: highlight['fields'].split(',') };
  }
  return parameters;
}

function parse(query: string): Record<string, unknown> {
  checkEncoding(query);
  try {
    return qs.parse(query, {
      depth: MAX_DEPTH,
      strictDepth: true,
      arrayLimit: MAX_VALUES,
      parameterLimit: MAX_PARAMETERS,
      throwOnLimitExceeded: true,
      plainObjects: true,
      strictNullHandling: false,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new AisleError(
      'LIMIT_EXCEEDED',
      `The query string is too deep or too long: at most ${MAX_DEPTH} brackets, ${MAX_VALUES} values and ${MAX_PARAMETERS} parameters. POST takes the same search as JSON.`,
      { cause: error },
    );
  }
}

/** The parser keeps broken escapes and drops `__proto__` in silence. */
function checkEncoding(query: string): void {
  try {
    if (!/(^|[&?[])__proto__/u.test(decodeURIComponent(query))) return;
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw inputError('INVALID_VALUE', '', 'The query string is not percent-encoded UTF-8.');
  }
  throw inputError('UNKNOWN_PARAMETER', '__proto__', 'is not known here');
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
