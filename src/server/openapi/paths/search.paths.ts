import { LIMITS } from '../../../lib/index.js';
import type { ErrorCode } from '../../../lib/index.js';
import { boolean, integer, ref, string } from '../json-schema.js';
import { json, operation } from '../operation.js';
import type { Parameter, Paths } from '../operation.js';
import { collectionParameter, query, staleIfErrorParameter } from '../parameters.js';

const TAG = 'Search';
const SEARCH_PROBLEMS: readonly ErrorCode[] = [
  'UNKNOWN_PARAMETER',
  'UNKNOWN_FIELD',
  'INVALID_VALUE',
  'EMPTY_FILTER',
  'INVALID_FILTER',
  'NOT_SORTABLE',
  'NOT_A_FACET',
  'PAGE_TOO_DEEP',
  'INVALID_CURSOR',
  'LIMIT_EXCEEDED',
  'INVALID_VECTOR',
  'INVALID_ID',
  'RATE_LIMITED',
  'NOT_SUPPORTED',
  'COLLECTION_NOT_FOUND',
  'INDEX_BUILDING',
  'INDEX_NOT_FOUND',
  'SEARCH_TIMEOUT',
];

const where: Parameter = {
  ...query(
    'where',
    'Conditions in brackets: `where[brand]=Clavis&where[price][lt]=200`; a repeated key means any of.',
    ref('Where'),
  ),
  style: 'deepObject',
  explode: true,
};
const q = query('q', 'What was typed.', string('', { maxLength: LIMITS.queryLength }));
const timeoutMs = query(
  'timeoutMs',
  'Milliseconds that the engine may take.',
  integer('', { minimum: 1, maximum: LIMITS.timeoutMs }),
);

const searchParameters: readonly Parameter[] = [
  collectionParameter,
  staleIfErrorParameter,
  q,
  where,
  query('sort', 'Split by commas: `price:asc,rating:desc`.', string()),
  query('facets', 'Split by commas: `brand,price`.', string()),
  query('page', 'From 1.', integer('', { minimum: 1 })),
  query('size', 'Hits of a page; 0 gives counts alone.', integer('', { minimum: 0, maximum: LIMITS.size })),
  query('after', 'Where the page before ended.', string()),
  query(
    'fields',
    'Members of the documents to give, indexed or not, split by commas; what a document does not have is left out.',
    string(),
  ),
  query('highlight', 'Fields to mark, split by commas.', string()),
  query('typos', 'Whether q may find words that are spelt, joined or split otherwise.', boolean()),
  query('match', 'Whether hits must have every word of q.', string('', { enum: ['auto', 'all'] })),
  timeoutMs,
  query('partial', 'What to do when not everything was looked at.', string('', { enum: ['return', 'fail'] })),
  query('consistency', 'Whether a replica may answer.', string('', { enum: ['primary', 'replica'] })),
];
const page = { 200: { description: 'A page.', content: json(ref('SearchResult')) } };

export const SEARCH_PATHS: Paths = {
  '/v1/collections/{collection}/search': {
    get: operation(TAG, 'searchByUrl', {
      summary: 'Search, in bracket notation',
      description: 'The same search as by POST. Strings are read as what the field holds.',
      access: 'read',
      parameters: searchParameters,
      responses: page,
      problems: SEARCH_PROBLEMS,
    }),
    post: operation(TAG, 'search', {
      summary: 'Search',
      access: 'read',
      parameters: [collectionParameter],
      body: json(ref('Search')),
      responses: page,
      problems: SEARCH_PROBLEMS,
    }),
  },
  '/v1/search': {
    post: operation(TAG, 'searchAll', {
      summary: 'Several searches at once',
      description:
        'Answers stand by position; a search that failed has a problem in its place. Under AISLE_SEARCH_LIMIT a request counts as the searches that it holds, all or none, and may hold as many as the limit allows.',
      access: 'read',
      body: json(ref('Searches')),
      responses: { 200: { description: 'The answers.', content: json(ref('SearchResults')) } },
      problems: ['INVALID_VALUE', 'UNKNOWN_PARAMETER', 'LIMIT_EXCEEDED', 'RATE_LIMITED'],
    }),
  },
  '/v1/collections/{collection}/facets/{field}': {
    get: operation(TAG, 'searchFacet', {
      summary: 'Search within the values of a facet',
      access: 'read',
      parameters: [
        collectionParameter,
        { name: 'field', in: 'path', required: true, description: 'A facet, percent-encoded.', schema: string() },
        q,
        where,
        query('size', 'How many values are shown.', integer('', { minimum: 1, maximum: LIMITS.facetSize })),
        timeoutMs,
        staleIfErrorParameter,
      ],
      responses: { 200: { description: 'Values that hold what was typed.', content: json(ref('FacetValues')) } },
      problems: SEARCH_PROBLEMS,
    }),
  },
};
