import type { ErrorCode } from '../../../lib/index.js';
import { ref, string } from '../json-schema.js';
import { json, operation } from '../operation.js';
import type { Paths } from '../operation.js';
import {
  collectionParameter,
  etagHeader,
  fieldsParameter,
  idParameter,
  ifMatchParameter,
  ifMatchReadParameter,
  ifNoneMatchParameter,
  ifNoneMatchReadParameter,
} from '../parameters.js';

const TAG = 'Documents';
const address = [collectionParameter, idParameter];
const written = { content: json(ref('WriteResult')), headers: etagHeader };
const created = {
  description: 'It is stored, and found by the next search.',
  content: json(ref('WriteResult')),
  headers: { ...etagHeader, location: { description: 'Its address.', schema: string() } },
};
const WRITE_PROBLEMS: readonly ErrorCode[] = [
  'VALIDATION_FAILED',
  'INVALID_ID',
  'INVALID_VALUE',
  'COLLECTION_NOT_FOUND',
  'DOCUMENT_TOO_LARGE',
  'WRITE_CONTENDED',
];

export const DOCUMENT_PATHS: Paths = {
  '/v1/collections/{collection}/documents': {
    post: operation(TAG, 'createDocument', {
      summary: 'Store a new document',
      description: 'One without an id gets a UUID of version 7 written into it.',
      access: 'admin',
      parameters: [collectionParameter],
      body: json(ref('Document')),
      responses: { 201: created },
      problems: [...WRITE_PROBLEMS, 'DOCUMENT_EXISTS'],
    }),
  },
  '/v1/collections/{collection}/documents/{id}': {
    get: operation(TAG, 'readDocument', {
      summary: 'A document',
      access: 'read',
      parameters: [...address, fieldsParameter, ifMatchReadParameter, ifNoneMatchReadParameter],
      responses: {
        200: { description: 'The bare document.', content: json(ref('Document')), headers: etagHeader },
        304: { description: 'It has one of the versions that If-None-Match names.' },
      },
      problems: [
        'COLLECTION_NOT_FOUND',
        'DOCUMENT_NOT_FOUND',
        'INVALID_ID',
        'INVALID_VALUE',
        'LIMIT_EXCEEDED',
        'VERSION_CONFLICT',
      ],
    }),
    put: operation(TAG, 'putDocument', {
      summary: 'Store a document in the place of whatever is there',
      description: 'The id of the address is written into a document without one; another one is refused.',
      access: 'admin',
      parameters: [...address, ifMatchParameter, ifNoneMatchParameter],
      body: json(ref('Document')),
      responses: { 200: { ...written, description: 'It replaced another.' }, 201: created },
      problems: [...WRITE_PROBLEMS, 'VERSION_CONFLICT'],
    }),
    patch: operation(TAG, 'patchDocument', {
      summary: 'Change members of a document',
      description: 'A JSON merge patch (RFC 7396): null removes a member, objects are merged, all else replaces.',
      access: 'admin',
      parameters: [...address, ifMatchParameter, ifNoneMatchParameter],
      body: {
        'application/merge-patch+json': {
          schema: { type: 'object', additionalProperties: true },
          example: { price: 9.99, listPrice: null },
        },
        ...json({ type: 'object', additionalProperties: true }),
      },
      responses: { 200: { ...written, description: 'It is changed.' } },
      problems: [...WRITE_PROBLEMS, 'DOCUMENT_NOT_FOUND', 'VERSION_CONFLICT'],
    }),
    delete: operation(TAG, 'deleteDocument', {
      summary: 'Delete a document',
      access: 'admin',
      parameters: [...address, ifMatchParameter, ifNoneMatchParameter],
      responses: { 200: { description: 'It is gone.', content: json(ref('WriteResult')) } },
      problems: ['COLLECTION_NOT_FOUND', 'DOCUMENT_NOT_FOUND', 'VERSION_CONFLICT', 'INVALID_ID', 'WRITE_CONTENDED'],
    }),
  },
  '/v1/collections/{collection}/documents/get': {
    post: operation(TAG, 'readDocuments', {
      summary: 'Several documents by their ids',
      access: 'read',
      parameters: [collectionParameter],
      body: json(ref('ReadMany')),
      responses: {
        200: {
          description: 'In the order of the ids, null for each that is not there.',
          content: json(ref('Documents')),
        },
      },
      problems: ['COLLECTION_NOT_FOUND', 'INVALID_ID', 'INVALID_VALUE'],
    }),
  },
};
