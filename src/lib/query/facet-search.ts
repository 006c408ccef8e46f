import { splitWords } from '../analysis/tokenize.js';
import { isUnspaced } from '../analysis/unspaced.js';
import type { AnyCollection } from '../collections/collection.js';
import { fieldAt } from './compile-filter.js';
import type { CountedValues } from './facet-plan.js';
import { facetSteps } from './facet-values-step.js';
import { byCount, foldGroups, toFlag } from './fold-facet.js';
import { checkMembers, inputError, member, readInteger, readRecord, readString } from './input.js';
import type { Input } from './input.js';
import { DEFAULT_FACET_SIZE, LIMITS } from './limits.js';
import { checkFacet } from './parse-facets.js';
import { readSearch } from './parse-search.js';
import { readUrl } from './parse-search-url.js';
import { allOf, mapPlan, planOf } from './plan.js';
import type { Plan } from './plan.js';
import type { FacetValue, FlagValue } from './search-result.js';
import type { Search } from './search.js';
import type { Target } from './step.js';

/** A search within the values of a facet, checked against its collection. */
export interface FacetSearch {
  readonly kind: 'facetSearch';
  readonly path: string;
  /** All of them must be in a value, the last one as a prefix, runs without spaces inside others. */
  readonly tokens: readonly string[];
  readonly size: number;
  /** The documents that are counted. */
  readonly search: Search;
}

export interface FacetSearchResult {
  readonly values: readonly Omit<FacetValue | FlagValue, 'selected'>[];
  /** How many values hold what was typed. */
  readonly valueCount: number;
  readonly exact: boolean;
}

/**
 * Checks a search within a facet: `{q, where, size, timeoutMs}`; `q` blank means every value.
 * @throws NOT_A_FACET, and as `parseSearch`
 */
export function parseFacetSearch(collection: AnyCollection, path: string, input: unknown): FacetSearch {
  return readFacetSearch(collection, path, { value: input, path: '', fromUrl: false });
}

/** The same from the query string of a URL. */
export function parseFacetSearchUrl(collection: AnyCollection, path: string, query: string): FacetSearch {
  return readFacetSearch(collection, path, { value: readUrl(query), path: '', fromUrl: true });
}

const parsed = new WeakSet<object>();

/** Whether a search within a facet was checked: what looks like one, but was not made here, was not. */
export const isParsedFacetSearch = (input: object): input is FacetSearch => parsed.has(input);

function readFacetSearch(collection: AnyCollection, path: string, input: Input): FacetSearch {
  const field = checkFacet(collection, path, 'field');
  if (field.kind === 'numeric' || field.kind === 'date') {
    throw inputError('NOT_A_FACET', 'field', `"${path}" is a ${field.kind}: it has ranges, no values to search in`);
  }
  const record = readRecord(input, '{"q": "cla"}');
  checkMembers(record, ['q', 'where', 'size', 'timeoutMs'], '');
  const { q, size, ...rest } = record;
  const text = q === undefined ? '' : readString(member(input, record, 'q'));
  if (text.length > LIMITS.queryLength) {
    throw inputError('LIMIT_EXCEEDED', 'q', `has more than ${LIMITS.queryLength} characters`);
  }
  const request: FacetSearch = Object.freeze({
    kind: 'facetSearch',
    path,
    tokens: splitWords(text),
    size: size === undefined ? DEFAULT_FACET_SIZE : readInteger(member(input, record, 'size'), 1, LIMITS.facetSize),
    search: readSearch(collection, { ...input, value: rest }),
  });
  parsed.add(request);
  return request;
}

/** Counts the values that hold what was typed. */
export function facetSearchPlan(target: Target, request: FacetSearch, split: boolean): Plan<FacetSearchResult> {
  const steps = facetSteps(target, request.search, request.path, split);
  return mapPlan(allOf(steps.map(planOf)), (replies) =>
    facetSearchResult(target, request, {
      folded: foldGroups(replies.flatMap(({ groups }) => groups)),
      warnings: replies.flatMap(({ warnings }) => warnings),
    }),
  );
}

/** Chooses of the counted values of a facet those that hold what was typed. */
export function facetSearchResult(
  { layout }: Target,
  { path, tokens, size }: FacetSearch,
  { folded, warnings }: CountedValues,
): FacetSearchResult {
  const { field } = fieldAt(layout, path);
  const shown = field.kind === 'boolean' ? toFlag : (value: string) => value;
  const found = folded.filter(({ value }) => holds(splitWords(value), tokens)).sort(byCount);
  return {
    values: found.slice(0, size).map(({ value, count }) => ({ value: shown(value), count })),
    valueCount: found.length,
    exact: warnings.length === 0,
  };
}

function holds(words: readonly string[], tokens: readonly string[]): boolean {
  return tokens.every((token, index) =>
    words.some((word) => {
      if (isUnspaced(token)) return word.includes(token);
      return index === tokens.length - 1 ? word.startsWith(token) : word === token;
    }),
  );
}
