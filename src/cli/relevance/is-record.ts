import type { JsonObject } from '../../lib/index.js';

/** Whether what JSON.parse gave is an object. */
export const isRecord = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
