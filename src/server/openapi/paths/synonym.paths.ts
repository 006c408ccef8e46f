import { ref, string } from '../json-schema.js';
import { json, operation } from '../operation.js';
import type { Parameter, Paths } from '../operation.js';
import { collectionParameter } from '../parameters.js';

const TAG = 'Synonyms';

const synonymParameter: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the synonym.',
  schema: string('', { pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$' }),
};

const parameters = [collectionParameter, synonymParameter];
const content = json(ref('StoredSynonym'));

export const SYNONYM_PATHS: Paths = {
  '/v1/collections/{collection}/synonyms': {
    get: operation(TAG, 'listSynonyms', {
      summary: 'The synonyms of a collection',
      access: 'read',
      parameters: [collectionParameter],
      responses: { 200: { description: 'All of them.', content: json(ref('Synonyms')) } },
      problems: ['COLLECTION_NOT_FOUND'],
    }),
  },
  '/v1/collections/{collection}/synonyms/{id}': {
    get: operation(TAG, 'getSynonym', {
      summary: 'A synonym',
      access: 'read',
      parameters,
      responses: { 200: { description: 'The synonym.', content } },
      problems: ['COLLECTION_NOT_FOUND', 'SYNONYM_NOT_FOUND', 'INVALID_ID'],
    }),
    put: operation(TAG, 'putSynonym', {
      summary: 'Make a synonym, or replace one',
      description: 'The next search finds by it; documents and index are not touched.',
      access: 'admin',
      parameters,
      body: json(ref('Synonym')),
      responses: {
        200: { description: 'It was replaced.', content },
        201: { description: 'It is made.', content },
      },
      problems: ['COLLECTION_NOT_FOUND', 'INVALID_ID', 'INVALID_VALUE'],
    }),
    delete: operation(TAG, 'deleteSynonym', {
      summary: 'Delete a synonym',
      access: 'admin',
      parameters,
      responses: { 204: { description: 'It is gone.' } },
      problems: ['COLLECTION_NOT_FOUND', 'SYNONYM_NOT_FOUND', 'INVALID_ID', 'INVALID_VALUE'],
    }),
  },
};
