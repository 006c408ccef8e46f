import { AisleError } from '../errors/aisle-error.js';
import { describeValue, formatPlace, isJsonArray, isJsonObject, memberOf } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

/** Members and array indexes from the document down. */
export type DocumentPath = readonly (string | number)[];

const STEP = /^([^.[\]]+)((?:\[\d{1,7}\])*)$/;
const MAX_STEPS = 120;

/**
 * Parses a path into one document: members joined by dots, indexes in brackets, such as `variants[0].stock`.
 * @throws INVALID_VALUE
 */
export function parseDocumentPath(path: string): DocumentPath {
  const steps = path.split('.').flatMap((part) => {
    const match = STEP.exec(part);
    if (match === null) throw notAPath(path);
    const [, name = '', indexes = ''] = match;
    return [name, ...Array.from(indexes.matchAll(/\d+/g), ([index]) => Number(index))];
  });
  if (steps.length > MAX_STEPS || steps.includes('__proto__')) throw notAPath(path);
  return steps;
}

/** What stands at the path; undefined where nothing does. */
export function valueAt(document: JsonObject, path: DocumentPath): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((value, step) => {
    if (typeof step === 'number') return isJsonArray(value) ? value[step] : undefined;
    return isJsonObject(value) ? memberOf(value, step) : undefined;
  }, document);
}

/**
 * A copy of the document with the value at a path changed. All above it must be there; an index may be the one after
 * the last.
 * @param change gets the value that is there, undefined where none is
 * @throws INVALID_VALUE that names the step where the path ends
 */
export function changeAt(
  document: JsonObject,
  path: DocumentPath,
  change: (value: JsonValue | undefined) => JsonValue,
): JsonObject {
  const [step] = path;
  if (typeof step !== 'string') throw new TypeError('A path begins with a member');
  return changeMember(document, path, 0, change);
}

type Change = (value: JsonValue | undefined) => JsonValue;

function changeValue(value: JsonValue | undefined, path: DocumentPath, depth: number, change: Change): JsonValue {
  if (depth === path.length) return change(value);
  const place = formatPlace(path.slice(0, depth));
  if (value === undefined) throw wrong(place, `There is nothing at "${place}". Set it first.`);
  if (typeof path[depth] === 'number') {
    if (!isJsonArray(value)) throw wrong(place, `"${place}" must be an array, it is ${describeValue(value)}.`);
    return changeElement(value, path, depth, change);
  }
  if (!isJsonObject(value)) throw wrong(place, `"${place}" must be an object, it is ${describeValue(value)}.`);
  return changeMember(value, path, depth, change);
}

function changeMember(value: JsonObject, path: DocumentPath, depth: number, change: Change): JsonObject {
  const name = String(path[depth]);
  return { ...value, [name]: changeValue(memberOf(value, name), path, depth + 1, change) };
}

function changeElement(
  values: readonly JsonValue[],
  path: DocumentPath,
  depth: number,
  change: Change,
): readonly JsonValue[] {
  const index = Number(path[depth]);
  if (index > values.length) {
    const place = formatPlace(path.slice(0, depth));
    throw wrong(
      place,
      `"${place}" has ${values.length} elements, so the next index is ${values.length}, not ${index}.`,
    );
  }
  const copy = [...values];
  copy[index] = changeValue(values[index], path, depth + 1, change);
  return copy;
}

const notAPath = (path: string) =>
  wrong(
    path,
    `"${path}" is not a path. Write members joined by dots, indexes in brackets, such as "variants[0].stock".`,
  );

function wrong(path: string, message: string): AisleError {
  return new AisleError('INVALID_VALUE', message, { faults: [{ path, message }] });
}
