import { integer, ref } from '../json-schema.js';
import { json, operation } from '../operation.js';
import type { Paths } from '../operation.js';
import { query } from '../parameters.js';

const scan = query(
  'scan',
  'How many keys are looked at for the biggest ones.',
  integer('', { minimum: 0, maximum: 1_000_000, default: 10_000 }),
);

export const ENGINE_PATHS: Paths = {
  '/v1/admin/engine': {
    get: operation('Operation', 'engine', {
      summary: 'How the engine is doing, and what to do about it',
      description: 'Memory, clients, hits, slow commands, persistence, replication, indexes and the biggest keys.',
      access: 'admin',
      parameters: [scan],
      responses: { 200: { description: 'A report.', content: json(ref('EngineReport')) } },
      problems: ['INVALID_VALUE', 'UNKNOWN_PARAMETER', 'ENGINE_UNAVAILABLE'],
    }),
  },
};
