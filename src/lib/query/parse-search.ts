import type { AnyCollection } from '../collections/collection.js';
import { layoutOf } from '../collections/field-layout.js';
import { parseSort } from '../collections/parse-sort.js';
import type { SortKey } from '../collections/parse-sort.js';
import { decodeCursor } from './cursor.js';
import { ALL } from './filter.js';
import {
  checkMembers,
  inputError,
  member,
  readBoolean,
  readInteger,
  readList,
  readRecord,
  readString,
} from './input.js';
import type { Input } from './input.js';
import { DEFAULT_SIZE, DEFAULT_TIMEOUT_MS, LIMITS } from './limits.js';
import { languagesFor, parseLanguage } from './parse-language.js';
import { parseFacets } from './parse-facets.js';
import { parseText } from './parse-text.js';
import { parseVector } from './parse-vector.js';
import { parseWhere } from './parse-where.js';
import type { Highlight, Search } from './search.js';
import { literalPlan } from './text-plan.js';

const MEMBERS = [
  'q',
  'where',
  'sort',
  'facets',
  'page',
  'size',
  'after',
  'fields',
  'highlight',
  'vector',
  'timeoutMs',
  'partial',
  'typos',
  'match',
  'consistency',
  'language',
  'synonyms',
];
const LATER = ['mode', 'distinct'];

/**
 * Checks a search against its collection: the body of a request, or an object of the library's type.
 * Give the result to `SearchService.search`.
 * @throws UNKNOWN_PARAMETER, UNKNOWN_FIELD, INVALID_VALUE, INVALID_FILTER, EMPTY_FILTER, NOT_SORTABLE, NOT_A_FACET,
 * LIMIT_EXCEEDED, PAGE_TOO_DEEP, INVALID_CURSOR, INVALID_VECTOR or NOT_SUPPORTED, always naming the member
 */
export function parseSearch(collection: AnyCollection, input: unknown): Search {
  return readSearch(collection, { value: input, path: '', fromUrl: false });
}

const parsed = new WeakSet<object>();

/** Whether a search was checked: what looks like one, but was not made here, was not. */
export const isParsedSearch = (input: object): input is Search => parsed.has(input);

export function readSearch(collection: AnyCollection, input: Input): Search {
  const record = readRecord(input, '{"q": "keyboard"}');
  for (const name of LATER) {
    if (record[name] !== undefined) throw inputError('NOT_SUPPORTED', name, 'is not supported yet; leave it out');
  }
  checkMembers(record, MEMBERS, input.path);
  const at = (name: string) => member(input, record, name);
  const read = <T>(name: string, reader: (value: Input) => T, fallback: T): T =>
    record[name] === undefined ? fallback : reader(at(name));

  const text = read('q', parseText, null);
  const vector = read('vector', (value) => parseVector(collection, value), null);
  if (text !== null && vector !== null) throw inputError('INVALID_VALUE', 'vector', 'cannot be used together with q');
  const where = read('where', (value) => parseWhere(collection, value), {
    selections: new Map<string, never>(),
    filter: ALL,
  });
  const sort = read('sort', (value) => parseSorts(collection, value), null);
  const order = sort ?? (text === null && vector === null ? defaultOrder(collection) : null);
  const language = read('language', parseLanguage, null);
  const size = read('size', (value) => readInteger(value, 0, LIMITS.size), DEFAULT_SIZE);
  const after = read('after', readString, null);
  const page = read('page', (value) => readInteger(value, 1, Number.MAX_SAFE_INTEGER), 1);
  checkDepth(record, order, page, size);
  const search: Search = Object.freeze({
    kind: 'search',
    collection: collection.name,
    text,
    plan: text === null ? null : literalPlan(text),
    typos: read('typos', readBoolean, true),
    match: read('match', parseMatch, 'auto'),
    language,
    languages: languagesFor(collection, language),
    synonyms: read('synonyms', readBoolean, true),
    selections: where.selections,
    filter: where.filter,
    order,
    facets: read('facets', (value) => parseFacets(collection, value), []),
    page,
    size,
    after: after === null || order === null ? null : decodeCursor(collection, order, after),
    fields: read('fields', parseFields, null),
    highlight: read('highlight', (value) => parseHighlight(collection, value), null),
    vector,
    timeoutMs: read('timeoutMs', (value) => readInteger(value, 1, LIMITS.timeoutMs), DEFAULT_TIMEOUT_MS),
    onPartial: read('partial', parsePartial, 'return'),
    consistency: read('consistency', parseConsistency, 'primary'),
  });
  parsed.add(search);
  return search;
}

function checkDepth(
  record: Readonly<Record<string, unknown>>,
  order: Search['order'],
  page: number,
  size: number,
): void {
  if (record['after'] !== undefined) {
    if (record['page'] !== undefined) throw inputError('INVALID_VALUE', 'after', 'cannot be used together with page');
    if (order === null) throw inputError('INVALID_CURSOR', 'after', 'needs an order: give sort, such as "id:asc"');
  }
  if (page * size > LIMITS.depth) {
    throw inputError(
      'PAGE_TOO_DEEP',
      'page',
      `page × size is at most ${LIMITS.depth}. To go further give sort, and after from the page before`,
    );
  }
}

function parseSorts(collection: AnyCollection, input: Input): readonly SortKey[] {
  const keys = readList(input, LIMITS.sorts, 'list').map((item) => parseSort(collection.fields, item.value, item.path));
  if (keys.length === 0)
    throw inputError('INVALID_VALUE', input.path, 'needs at least one sort; leave it out for the default');
  return withId(keys);
}

function defaultOrder(collection: AnyCollection): readonly SortKey[] {
  return withId(collection.defaultSort.map((sort) => parseSort(collection.fields, sort, 'defaultSort')));
}

/** Equal keys are told apart by id, so nothing after the id matters, and a field counts once. */
function withId(keys: readonly SortKey[]): readonly SortKey[] {
  const end = keys.findIndex(({ path }) => path === 'id');
  const all: readonly SortKey[] = end === -1 ? [...keys, { path: 'id', direction: 'asc' }] : keys.slice(0, end + 1);
  return all.filter((key, index) => all.findIndex(({ path }) => path === key.path) === index);
}

function parseFields(input: Input): readonly string[] {
  const fields = readList(input, LIMITS.fields, 'list').map(readString);
  if (fields.length === 0 || fields.includes(''))
    throw inputError('INVALID_VALUE', input.path, 'needs at least one member, none of them blank');
  return fields;
}

function parseHighlight(collection: AnyCollection, input: Input): Highlight {
  const record = readRecord(input, '{"fields": ["name"], "snippet": 30}');
  checkMembers(record, ['fields', 'snippet'], input.path);
  const layout = layoutOf(collection);
  const known = [...layout.values()].filter(({ field }) => ['text', 'code', 'tag', 'hierarchy'].includes(field.kind));
  const paths = readList(member(input, record, 'fields'), LIMITS.fields, 'list').map((item) => {
    const path = readString(item);
    if (known.some((field) => field.path === path)) return path;
    const problem = layout.has(path) ? `"${path}" holds no words` : `there is no field "${path}"`;
    throw inputError('UNKNOWN_FIELD', item.path, `${problem}. Use: ${known.map((field) => field.path).join(', ')}`);
  });
  if (paths.length === 0) throw inputError('INVALID_VALUE', `${input.path}.fields`, 'needs at least one field');
  const snippet = member(input, record, 'snippet');
  return { paths, snippet: snippet.value === undefined ? null : readInteger(snippet, 1, LIMITS.snippet) };
}

function parseMatch(input: Input): Search['match'] {
  if (input.value === 'auto' || input.value === 'all') return input.value;
  throw inputError('INVALID_VALUE', input.path, 'must be "auto" or "all"');
}

function parseConsistency(input: Input): Search['consistency'] {
  if (input.value === 'primary' || input.value === 'replica') return input.value;
  throw inputError('INVALID_VALUE', input.path, 'must be "primary" or "replica"');
}

function parsePartial(input: Input): Search['onPartial'] {
  if (input.value === 'return' || input.value === 'fail') return input.value;
  throw inputError('INVALID_VALUE', input.path, 'must be "return" or "fail"');
}
