import { integer, ref, string } from '../json-schema.js';
import { json, operation } from '../operation.js';
import type { Parameter, Paths } from '../operation.js';
import { query } from '../parameters.js';

const TAG = 'Links';
const codeParameter: Parameter = {
  name: 'code',
  in: 'path',
  required: true,
  description: 'Its code.',
  schema: string(),
};
const location = { location: { description: 'Where it leads.', schema: string() } };

export const LINK_PATHS: Paths = {
  '/v1/links': {
    post: operation(TAG, 'createLink', {
      summary: 'Make a short link',
      description: 'With a code of your own or a generated one.',
      access: 'admin',
      body: json(ref('CreateLink')),
      responses: {
        200: { description: 'One that was made before, where `reuse` asked for it.', content: json(ref('Link')) },
        201: {
          description: 'It is made.',
          content: json(ref('Link')),
          headers: { location: { description: 'The address of its statistics.', schema: string() } },
        },
      },
      problems: ['INVALID_VALUE', 'LINK_CODE_TAKEN'],
    }),
    get: operation(TAG, 'listLinks', {
      summary: 'The links that are followed most',
      access: 'admin',
      parameters: [
        query('sort', 'The most clicks first.', string('', { enum: ['clicks'], default: 'clicks' })),
        query('size', 'How many at most.', integer('', { minimum: 1, maximum: 250, default: 20 })),
      ],
      responses: { 200: { description: 'The most followed first.', content: json(ref('Links')) } },
      problems: ['INVALID_VALUE'],
    }),
  },
  '/v1/links/{code}': {
    get: operation(TAG, 'readLink', {
      summary: 'A link with its clicks',
      access: 'admin',
      parameters: [codeParameter],
      responses: { 200: { description: 'Counts, last clicks, clicks by day.', content: json(ref('LinkStatistics')) } },
      problems: ['LINK_NOT_FOUND'],
    }),
    delete: operation(TAG, 'deleteLink', {
      summary: 'Delete a link with its clicks',
      access: 'admin',
      parameters: [codeParameter],
      responses: { 204: { description: 'It is gone.' } },
      problems: ['LINK_NOT_FOUND'],
    }),
  },
  '/s/{code}': {
    get: operation(TAG, 'followLink', {
      summary: 'Follow a short link',
      description: 'Counts the click.',
      access: 'open',
      parameters: [codeParameter],
      responses: {
        301: { description: 'It leads there for good.', headers: location },
        302: { description: 'It leads there.', headers: location },
      },
      problems: ['LINK_NOT_FOUND', 'UNKNOWN_PARAMETER', 'ENGINE_UNAVAILABLE', 'ENGINE_TIMEOUT', 'ENGINE_READ_ONLY'],
    }),
  },
};
