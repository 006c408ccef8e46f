import { list, mapOf, object, ref, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';

export const HEALTH_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  Liveness: object({ status: string('', { const: 'live' }) }),
  Readiness: object({
    status: string('', { enum: ['ready', 'not ready'] }),
    engine: object({
      status: string('', { enum: ['up', 'down'] }),
      version: string(),
      circuit: string('Whether commands are sent to it.', { enum: ['closed', 'open', 'halfOpen'] }),
      'detail?': string(),
    }),
    collections: mapOf(ref('IndexState')),
    seeding: object({
      state: string('', { enum: ['off', 'waiting', 'running', 'done', 'failed'] }),
      'detail?': string(),
    }),
    warnings: list(string()),
  }),
};
