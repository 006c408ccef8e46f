import { integer, list, object, ref, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';

const data: JsonSchema = {
  type: 'object',
  description: 'What the shop keeps in the session, at most 64 KiB.',
  additionalProperties: true,
};
const time = (description: string) => string(description, { format: 'date-time' });

export const SESSION_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  SessionCreation: object({ userId: string('', { minLength: 1, maxLength: 256 }), 'data?': data }),
  NewSession: object({
    token: string('Opens the session; it is stored nowhere.', { pattern: '^[A-Za-z0-9_-]{63}$' }),
    expiresAt: time('When it ends unless it is used.'),
  }),
  Session: object({
    id: string('Names the session; it does not open it.'),
    userId: string(),
    data,
    createdAt: time(''),
    lastActive: time('When it was last used.'),
    expiresAt: time('When it ends unless it is used again.'),
  }),
  Sessions: object({ sessions: list(ref('Session')) }),
  SessionsEnded: object({ ended: integer('How many there were.', { minimum: 0 }) }),
};
