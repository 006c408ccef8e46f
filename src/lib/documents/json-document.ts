import { findForbiddenCharacter } from '../analysis/blank.js';
import type { Fault } from '../errors/aisle-error.js';
import { DocumentTooLargeError } from '../errors/document-errors.js';
import { formatPlace } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

/** Most bytes of a document as JSON in UTF-8. */
export const MAX_DOCUMENT_BYTES = 1_048_576;
/** Most levels of a document; itself is the first. */
export const MAX_DEPTH = 120;

const MAX_FAULTS = 100;
const MOST_BYTES_OF_A_UNIT = 6;
const MOST_BYTES_OF_A_NUMBER = 25;
const SUSPECT = /[\0\uD800-\uDFFF]/;

/** What is known on the way through a value. */
interface Walk {
  readonly faults: Fault[];
  readonly steps: (string | number)[];
  /** How many of the steps lead to where the walk is. */
  depth: number;
  readonly ancestors: object[];
  /** Fewest bytes that the JSON seen so far has, and most. */
  least: number;
  most: number;
  stopped: boolean;
}

/**
 * A plain copy of a document, as JSON would carry it: `toJSON` is honoured, undefined members are left out, −0 is 0.
 * What JSON or the engine cannot hold is a fault: NaN, infinite numbers and those beyond ±(2^53−1), NUL, lone surrogates,
 * big integers, functions, symbols, Maps and the like, cycles, more than 120 levels, a member called `__proto__`.
 * @returns undefined when it has faults, which are added to `faults`
 * @throws DOCUMENT_TOO_LARGE
 */
export function toJsonDocument(input: unknown, faults: Fault[]): JsonObject | undefined {
  const document = toJsonValue(input, faults);
  if (document === undefined) return undefined;
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    faults.push({ path: '', message: 'A document must be an object' });
    return undefined;
  }
  return document as JsonObject;
}

/**
 * The same for any value.
 * @returns undefined when it has faults
 */
export function toJsonValue(input: unknown, faults: Fault[]): JsonValue | undefined {
  const before = faults.length;
  const walk: Walk = { faults, steps: [], depth: 0, ancestors: [], least: 0, most: 0, stopped: false };
  const value = copy(input, '', 0, walk);
  if (walk.least > MAX_DOCUMENT_BYTES) throw new DocumentTooLargeError(MAX_DOCUMENT_BYTES);
  if (faults.length > before) return undefined;
  if (value === undefined) {
    faults.push({ path: '', message: 'must not be undefined' });
  } else if (walk.most > MAX_DOCUMENT_BYTES && Buffer.byteLength(JSON.stringify(value)) > MAX_DOCUMENT_BYTES) {
    throw new DocumentTooLargeError(MAX_DOCUMENT_BYTES);
  }
  return value;
}

function copy(value: unknown, key: string | number, depth: number, walk: Walk): JsonValue | undefined {
  switch (typeof value) {
    case 'string':
      return copyString(value, walk);
    case 'number':
      return copyNumber(value, walk);
    case 'boolean':
      return value;
    case 'undefined':
      return undefined;
    case 'object':
      return value === null ? null : copyObject(value, key, depth, walk);
    default:
      return fault(walk, `must not be a ${typeof value}: JSON has no such value`);
  }
}

function copyString(text: string, walk: Walk): string {
  walk.least += text.length + 2;
  walk.most += text.length * MOST_BYTES_OF_A_UNIT + 2;
  if (SUSPECT.test(text)) {
    const character = findForbiddenCharacter(text);
    if (character !== null) fault(walk, `must not hold a ${character} character`);
  }
  return text;
}

function copyNumber(value: number, walk: Walk): number {
  walk.least += 1;
  walk.most += MOST_BYTES_OF_A_NUMBER;
  if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value === 0 ? 0 : value;
  fault(
    walk,
    Number.isFinite(value)
      ? `must lie within ±(2^53−1), beyond which numbers are not exact; store ${value} as a string`
      : `must be a finite number, not ${value}`,
  );
  return value;
}

function copyObject(value: object, key: string | number, depth: number, walk: Walk): JsonValue | undefined {
  if (!hasToJson(value)) return copyMembers(value, depth, walk);
  const plain = value.toJSON(String(key));
  if (typeof plain !== 'object' || plain === null) return copy(plain, key, depth, walk);
  return copyMembers(plain, depth, walk);
}

const hasToJson = (value: object): value is { toJSON(key: string): unknown } =>
  'toJSON' in value && typeof value.toJSON === 'function';

function copyMembers(value: object, depth: number, walk: Walk): JsonValue | undefined {
  if (isStopped(walk)) return undefined;
  walk.ancestors[depth] = value;
  if (depth >= MAX_DEPTH) return stopTooDeep(walk, depth);
  walk.least += 1;
  walk.most += 2;
  if (Array.isArray(value)) return copyArray(value, depth, walk);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    if (kind === 'String' || kind === 'Number' || kind === 'Boolean') return copy(value.valueOf(), '', depth, walk);
    if (kind !== 'Object') return fault(walk, `must not be a ${kind}: JSON has no such value`);
  }
  const plain: Record<string, JsonValue> = {};
  for (const name of Object.keys(value)) {
    if (isStopped(walk)) return undefined;
    walk.steps[depth] = name;
    walk.depth = depth + 1;
    const copied = copy((value as Readonly<Record<string, unknown>>)[name], name, depth + 1, walk);
    if (copied === undefined) continue;
    walk.depth = depth + 1;
    copyName(name, walk);
    if (name !== '__proto__') plain[name] = copied;
  }
  return plain;
}

function copyName(name: string, walk: Walk): void {
  walk.least += name.length + 3;
  walk.most += name.length * MOST_BYTES_OF_A_UNIT + 10;
  if (name === '__proto__') fault(walk, 'must not be the name of a member');
  if (SUSPECT.test(name)) {
    const character = findForbiddenCharacter(name);
    if (character !== null) fault(walk, `must not hold a ${character} character in its name`);
  }
}

function copyArray(values: readonly unknown[], depth: number, walk: Walk): JsonValue[] | undefined {
  const plain: JsonValue[] = [];
  for (let index = 0; index < values.length; index++) {
    if (isStopped(walk)) return undefined;
    walk.steps[depth] = index;
    walk.depth = depth + 1;
    plain.push(copy(values[index], index, depth + 1, walk) ?? null);
    walk.least += 1;
    walk.most += 6;
  }
  return plain;
}

function stopTooDeep(walk: Walk, depth: number): null {
  walk.stopped = true;
  const { ancestors } = walk;
  const again = ancestors.findIndex((value, index) => index <= depth && ancestors.indexOf(value) < index);
  if (again < 0) return fault(walk, `must not be nested deeper than ${MAX_DEPTH} levels`);
  walk.depth = again;
  return fault(walk, 'must not refer to an object that it lies in');
}

const isStopped = (walk: Walk) => walk.stopped || walk.least > MAX_DOCUMENT_BYTES;

/** Notes a fault; null stands in for the value, for a copy with faults is thrown away. */
function fault(walk: Walk, message: string): null {
  if (walk.faults.length < MAX_FAULTS)
    walk.faults.push({ path: formatPlace(walk.steps.slice(0, walk.depth)), message });
  else walk.stopped = true;
  return null;
}
