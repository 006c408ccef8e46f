import { ref, string } from '../json-schema.js';
import { json, operation } from '../operation.js';
import type { Parameter, Paths } from '../operation.js';

const TAG = 'Sessions';
const token: readonly Parameter[] = [
  {
    name: 'X-Session-Token',
    in: 'header',
    description: 'The token of the session; or it comes in the cookie.',
    schema: string(),
  },
  { name: 'aisle_session', in: 'cookie', description: 'The token, where the header is absent.', schema: string() },
];
const user: readonly Parameter[] = [
  { name: 'id', in: 'path', required: true, description: 'Id of the user, percent-encoded.', schema: string() },
];
const session = { content: json(ref('Session')) };

export const SESSION_PATHS: Paths = {
  '/v1/sessions': {
    post: operation(TAG, 'createSession', {
      summary: 'Begin a session of a user',
      description: 'The token is told once: in the reply, and in a cookie that scripts cannot read.',
      access: 'admin',
      body: json(ref('SessionCreation')),
      responses: {
        201: {
          description: 'It has begun.',
          content: json(ref('NewSession')),
          headers: { 'set-cookie': { description: 'The token, for browsers.', schema: string() } },
        },
      },
      problems: ['INVALID_VALUE', 'LIMIT_EXCEEDED'],
    }),
  },
  '/v1/sessions/current': {
    get: operation(TAG, 'readSession', {
      summary: 'The session of the token',
      description: 'This uses it: it lives on.',
      access: 'admin',
      parameters: token,
      responses: { 200: { description: 'The session.', ...session } },
      problems: ['SESSION_NOT_FOUND'],
    }),
    patch: operation(TAG, 'patchSession', {
      summary: "Change the session's data",
      description: 'A JSON merge patch (RFC 7396) of its `data`. Changes at once are made one after the other.',
      access: 'admin',
      parameters: token,
      body: {
        'application/merge-patch+json': { schema: { type: 'object', additionalProperties: true } },
        ...json({ type: 'object', additionalProperties: true }),
      },
      responses: { 200: { description: 'The session as it is now.', ...session } },
      problems: ['SESSION_NOT_FOUND', 'INVALID_VALUE', 'LIMIT_EXCEEDED', 'WRITE_CONTENDED'],
    }),
    delete: operation(TAG, 'endSession', {
      summary: 'End the session',
      access: 'admin',
      parameters: token,
      responses: { 204: { description: 'It has ended.' } },
      problems: ['SESSION_NOT_FOUND'],
    }),
  },
  '/v1/users/{id}/sessions': {
    get: operation(TAG, 'listSessions', {
      summary: 'The sessions of a user',
      access: 'admin',
      parameters: user,
      responses: {
        200: {
          description: 'Those that have not ended, the one that expires last first.',
          content: json(ref('Sessions')),
        },
      },
      problems: ['INVALID_VALUE'],
    }),
    delete: operation(TAG, 'endSessions', {
      summary: 'End all sessions of a user',
      access: 'admin',
      parameters: user,
      responses: { 200: { description: 'They have ended.', content: json(ref('SessionsEnded')) } },
      problems: ['INVALID_VALUE'],
    }),
  },
};
