import { integer, list, object, ref, string } from '../json-schema.js';
import { json, operation } from '../operation.js';
import type { Paths } from '../operation.js';
import { collectionParameter, idParameter, query } from '../parameters.js';

const TAG = 'Trending';
const parameters = [
  query(
    'days',
    'Days that count, of UTC, the present one included.',
    integer('', { minimum: 1, maximum: 30, default: 7 }),
  ),
  query('size', 'How many at most.', integer('', { minimum: 1, maximum: 100, default: 10 })),
];

export const TRENDING_PATHS: Paths = {
  '/v1/collections/{collection}/documents/{id}/views': {
    post: operation(TAG, 'viewDocument', {
      summary: 'Count a view of a document',
      access: 'read',
      parameters: [collectionParameter, idParameter],
      responses: {
        200: {
          description: 'It is counted.',
          content: json(object({ id: string(), views: integer('Views of today, in UTC.', { minimum: 1 }) })),
        },
      },
      problems: ['COLLECTION_NOT_FOUND', 'DOCUMENT_NOT_FOUND', 'INVALID_ID', 'INVALID_VALUE', 'RATE_LIMITED'],
    }),
  },
  '/v1/trending/products': {
    get: operation(TAG, 'trendingProducts', {
      summary: 'The products that are viewed most',
      access: 'read',
      parameters,
      responses: {
        200: {
          description: 'The most viewed first.',
          content: json(
            object({ products: list(object({ views: integer('', { minimum: 1 }), document: ref('Document') })) }),
          ),
        },
      },
      problems: ['INVALID_VALUE', 'RATE_LIMITED'],
    }),
  },
  '/v1/trending/searches': {
    get: operation(TAG, 'trendingSearches', {
      summary: 'What is searched for most',
      description: 'Texts of first pages with hits, ignoring case. Counted within a second.',
      access: 'read',
      parameters,
      responses: {
        200: {
          description: 'The most frequent first.',
          content: json(object({ searches: list(object({ q: string(), count: integer('', { minimum: 1 }) })) })),
        },
      },
      problems: ['INVALID_VALUE', 'RATE_LIMITED'],
    }),
  },
};
