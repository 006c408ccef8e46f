import { AisleError } from '../errors/aisle-error.js';
import { changeAt } from './document-path.js';
import type { DocumentPath } from './document-path.js';
import { describeValue, formatPlace, isJsonArray } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

/** A copy of the document with the value at a path. @throws INVALID_VALUE when something above it is missing */
export function setAt(document: JsonObject, path: DocumentPath, value: JsonValue): JsonObject {
  return changeAt(document, path, () => value);
}

/** A copy with the number at a path raised. @throws INVALID_VALUE when there is no number */
export function incrementAt(document: JsonObject, path: DocumentPath, by: number): JsonObject {
  return changeAt(document, path, (value) => {
    if (typeof value !== 'number') throw wrongType(path, 'a number', value);
    return value + by;
  });
}

/** A copy with values added to the end of the array at a path. @throws INVALID_VALUE when there is no array */
export function appendAt(document: JsonObject, path: DocumentPath, values: readonly JsonValue[]): JsonObject {
  return changeAt(document, path, (value) => {
    if (!isJsonArray(value)) throw wrongType(path, 'an array', value);
    return [...value, ...values];
  });
}

function wrongType(path: DocumentPath, expected: string, value: JsonValue | undefined): AisleError {
  const place = formatPlace(path);
  const found = value === undefined ? 'there is nothing; set it first' : `it is ${describeValue(value)}`;
  const message = `"${place}" must be ${expected}, ${found}.`;
  return new AisleError('INVALID_VALUE', message, { faults: [{ path: place, message }] });
}
