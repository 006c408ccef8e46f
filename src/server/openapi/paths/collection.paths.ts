import { ref, string } from '../json-schema.js';
import { json, operation } from '../operation.js';
import type { Paths } from '../operation.js';
import { collectionParameter, query, staleIfErrorParameter } from '../parameters.js';

const TAG = 'Collections';
const parameters = [collectionParameter];
const content = json(ref('Collection'));

export const COLLECTION_PATHS: Paths = {
  '/v1/collections': {
    get: operation(TAG, 'listCollections', {
      summary: 'All collections',
      access: 'read',
      parameters: [staleIfErrorParameter],
      responses: { 200: { description: 'By name.', content: json(ref('Collections')) } },
    }),
  },
  '/v1/collections/{collection}': {
    get: operation(TAG, 'describeCollection', {
      summary: 'A collection: what it indexes, how many documents it has, how its index is',
      access: 'read',
      parameters: [...parameters, staleIfErrorParameter],
      responses: { 200: { description: 'The collection.', content } },
      problems: ['COLLECTION_NOT_FOUND'],
    }),
    put: operation(TAG, 'putCollection', {
      summary: 'Make a collection, or change what it indexes',
      description:
        'A change goes on in the background while the former definition serves; `index` tells how far it is.',
      access: 'admin',
      parameters,
      body: json(ref('Definition')),
      responses: {
        200: { description: 'It is so already, or the change is in force at once.', content },
        201: { description: 'It is made.', content },
        202: { description: 'It is being migrated.', content },
      },
      problems: [
        'INVALID_DEFINITION',
        'UNKNOWN_FIELD',
        'NOT_SORTABLE',
        'INVALID_VALUE',
        'DEFINED_IN_CODE',
        'DOCUMENTS_DO_NOT_FIT',
        'MIGRATION_RUNNING',
        'LOCK_NOT_ACQUIRED',
        'LOCK_LOST',
      ],
    }),
    delete: operation(TAG, 'deleteCollection', {
      summary: 'Delete a collection with its documents and its index',
      access: 'admin',
      parameters: [
        collectionParameter,
        { ...query('confirm', 'The name of the collection once more.', string()), required: true },
      ],
      responses: { 204: { description: 'It is gone.' } },
      problems: [
        'CONFIRMATION_REQUIRED',
        'COLLECTION_NOT_FOUND',
        'DEFINED_IN_CODE',
        'MIGRATION_RUNNING',
        'INVALID_VALUE',
        'LOCK_NOT_ACQUIRED',
        'LOCK_LOST',
      ],
    }),
  },
};
