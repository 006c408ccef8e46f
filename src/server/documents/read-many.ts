import { AisleError } from '../../lib/index.js';

/** Which documents are wanted. */
export interface ReadMany {
  readonly ids: readonly (string | number)[];
  readonly fields: readonly string[] | undefined;
}

const MEMBERS = ['ids', 'fields'];

/** Reads the body `{"ids": [...], "fields": [...]}`. @throws INVALID_VALUE, UNKNOWN_PARAMETER */
export function readManyOf(body: unknown): ReadMany {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw fault('INVALID_VALUE', '', 'The body must be an object such as {"ids": ["42", "43"]}.');
  }
  const { ids, fields }: { ids?: unknown; fields?: unknown } = body;
  for (const name of Object.keys(body)) {
    if (!MEMBERS.includes(name)) {
      throw fault('UNKNOWN_PARAMETER', name, `${name}: is not known here. Use: ${MEMBERS.join(', ')}`);
    }
  }
  if (!Array.isArray(ids) || !ids.every(isId)) {
    throw fault('INVALID_VALUE', 'ids', 'ids: must be a list of strings or whole numbers, such as ["42", "43"]');
  }
  if (fields !== undefined && !(Array.isArray(fields) && fields.every(isString))) {
    throw fault('INVALID_VALUE', 'fields', 'fields: must be a list of strings, such as ["name", "price"]');
  }
  return { ids, fields };
}

const isString = (value: unknown): value is string => typeof value === 'string';
const isId = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

const fault = (code: 'INVALID_VALUE' | 'UNKNOWN_PARAMETER', path: string, message: string) =>
  new AisleError(code, message, { faults: [{ path, message }] });
