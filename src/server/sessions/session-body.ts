import { AisleError } from '../../lib/index.js';
import type { JsonObject } from '../../lib/index.js';

/** What a new session is made of. */
export interface SessionBody {
  readonly userId: string;
  readonly data: JsonObject;
}

const MEMBERS = ['userId', 'data'];

/** Reads the body `{"userId": "7", "data": {…}}`. @throws INVALID_VALUE, UNKNOWN_PARAMETER */
export function sessionBodyOf(body: unknown): SessionBody {
  if (!isObject(body)) throw fault('INVALID_VALUE', '', 'The body must be an object such as {"userId": "7"}.');
  const { userId, data = {} } = body;
  for (const name of Object.keys(body)) {
    if (!MEMBERS.includes(name)) {
      throw fault('UNKNOWN_PARAMETER', name, `${name}: is not known here. Use: ${MEMBERS.join(', ')}`);
    }
  }
  if (typeof userId !== 'string') throw fault('INVALID_VALUE', 'userId', 'userId: must be a string, such as "7"');
  if (!isObject(data)) throw fault('INVALID_VALUE', 'data', 'data: must be an object, such as {"cart": ["42"]}');
  return { userId, data };
}

/** Reads a merge patch of a session's data. @throws INVALID_VALUE when it is no object */
export function sessionPatchOf(body: unknown): JsonObject {
  if (isObject(body)) return body;
  throw fault('INVALID_VALUE', '', 'A merge patch must be an object, such as {"cart": ["42"], "coupon": null}.');
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fault = (code: 'INVALID_VALUE' | 'UNKNOWN_PARAMETER', path: string, message: string) =>
  new AisleError(code, message, { faults: [{ path, message }] });
