import { ref, string } from '../json-schema.js';
import { operation } from '../operation.js';
import type { MediaContent, Paths } from '../operation.js';
import { collectionParameter } from '../parameters.js';

const TAG = 'Import and export';
const parameters = [collectionParameter];
const NDJSON: MediaContent = {
  'application/x-ndjson': {
    schema: string('A document a line.'),
    example: '{"id": "1", "name": "First"}\n{"id": "2", "name": "Second"}\n',
  },
};
const RESULTS: MediaContent = { 'application/x-ndjson': { schema: ref('ImportLine') } };

export const TRANSFER_PATHS: Paths = {
  '/v1/collections/{collection}/import': {
    post: operation(TAG, 'importDocuments', {
      summary: 'Store many documents',
      description:
        'NDJSON of any length, each line stored as PUT does it, or as POST where it has no id. A line that fails harms no other. The answer comes after the upload: a line for each document, the summary last.',
      access: 'admin',
      parameters,
      body: NDJSON,
      responses: {
        200: { description: 'None failed.', content: RESULTS },
        207: { description: 'Some failed.', content: RESULTS },
        400: { description: 'All failed.', content: RESULTS },
      },
      problems: ['COLLECTION_NOT_FOUND'],
    }),
  },
  '/v1/collections/{collection}/export': {
    get: operation(TAG, 'exportDocuments', {
      summary: 'All documents',
      description:
        'In no order. One that is there all the while comes at least once; what is written or deleted meanwhile may or may not come.',
      access: 'read',
      parameters,
      responses: {
        200: {
          description: 'NDJSON, a document a line.',
          content: { 'application/x-ndjson': { schema: ref('Document') } },
        },
      },
      problems: ['COLLECTION_NOT_FOUND'],
    }),
  },
};
