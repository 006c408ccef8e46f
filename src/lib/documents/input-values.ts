import { AisleError } from '../errors/aisle-error.js';
import type { Fault } from '../errors/aisle-error.js';
import { toJsonValue } from './json-document.js';
import { isJsonObject } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

/**
 * A plain copy of a value that goes into a document.
 * @param at where it goes, for messages
 * @throws INVALID_VALUE with all faults
 */
export function readValue(input: unknown, at: string): JsonValue {
  const faults: Fault[] = [];
  const value = toJsonValue(input, faults);
  if (value !== undefined) return value;
  const placed = faults.map(({ path, message }) => ({ path: joinPlaces(at, path), message }));
  const [first = { path: at, message: 'is no value of JSON' }] = placed;
  throw new AisleError('INVALID_VALUE', `${first.path}: ${first.message}.`, { faults: placed });
}

/** A merge patch. @throws INVALID_VALUE */
export function readPatch(input: unknown): JsonObject {
  const patch = readValue(input, '');
  if (isJsonObject(patch)) return patch;
  const message = 'A merge patch of a document must be an object, such as {"price": 9.99, "color": null}.';
  throw new AisleError('INVALID_VALUE', message, { faults: [{ path: '', message }] });
}

function joinPlaces(at: string, path: string): string {
  if (at === '' || path === '') return at + path;
  return path.startsWith('[') ? at + path : `${at}.${path}`;
}
