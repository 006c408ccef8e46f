import { ref, string } from '../json-schema.js';
import { json, operation } from '../operation.js';
import type { Paths } from '../operation.js';

const TAG = 'Operation';
const readiness = json(ref('Readiness'));

export const HEALTH_PATHS: Paths = {
  '/health/live': {
    get: operation(TAG, 'live', {
      summary: 'Whether the process answers',
      access: 'open',
      responses: { 200: { description: 'It does.', content: json(ref('Liveness')) } },
      problems: ['UNKNOWN_PARAMETER'],
    }),
  },
  '/health/ready': {
    get: operation(TAG, 'ready', {
      summary: 'Whether searches and writes can be answered',
      access: 'open',
      responses: {
        200: { description: 'They can.', content: readiness },
        503: { description: 'Not yet, or not now: the report says why.', content: readiness },
      },
      problems: ['UNKNOWN_PARAMETER'],
    }),
  },
  '/metrics': {
    get: operation(TAG, 'metrics', {
      summary: 'Metrics for Prometheus',
      access: 'admin',
      responses: { 200: { description: 'In its text format.', content: { 'text/plain': { schema: string() } } } },
    }),
  },
  '/docs/errors': {
    get: operation(TAG, 'errors', {
      summary: 'Every error code',
      access: 'open',
      responses: { 200: { description: 'A page.', content: { 'text/html': { schema: string() } } } },
      problems: ['UNKNOWN_PARAMETER'],
    }),
  },
};
