import type { Path, PathStep } from '../collections/path.js';
import { hasEach } from '../collections/path.js';
import type { Fault } from '../errors/aisle-error.js';
import { describeValue, formatPlace, isJsonArray, isJsonObject, memberOf } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

/** Why a value does not fit its field: the end of a sentence that begins with the value's place. */
export class Unfit {
  constructor(readonly message: string) {}
}

/** What a field makes of one value: undefined where it counts as none. */
export type ReadValue<T> = (value: JsonValue) => T | undefined | Unfit;

interface Reading<T> {
  readonly path: Path;
  readonly read: ReadValue<T>;
  /** Whether an array at the end of the path is one value. */
  readonly whole: boolean;
  /** Whether the path goes through arrays, so that its end must be one value. */
  readonly each: boolean;
  readonly indexes: number[];
  readonly found: T[];
  readonly faults: Fault[];
}

/**
 * Reads the values at a path, an array at its end being several values. null is no value. A step with `[]` needs an
 * array, one without needs an object on the way; whatever else is there is a fault, as is an array below a `[]`.
 */
export function readValues<T>(document: JsonObject, path: Path, read: ReadValue<T>, faults: Fault[]): readonly T[] {
  const [step] = path;
  if (path.length === 1 && step?.each === false) {
    const value = memberOf(document, step.name);
    if (value === undefined || value === null) return [];
    if (!isJsonArray(value)) return readOne(value, step, read, faults);
  }
  const reading = { path, read, whole: false, each: hasEach(path), indexes: [], found: [], faults };
  walk(document, 0, reading);
  return reading.found;
}

/** Most fields are members of the document that hold one value. */
function readOne<T>(value: JsonValue, { name }: PathStep, read: ReadValue<T>, faults: Fault[]): readonly T[] {
  const one = read(value);
  if (one instanceof Unfit) faults.push({ path: name, message: one.message });
  return one === undefined || one instanceof Unfit ? [] : [one];
}

/** The same, but an array at the end of the path is given to `read` as it is. */
export function readWholeValues<T>(
  document: JsonObject,
  path: Path,
  read: ReadValue<T>,
  faults: Fault[],
): readonly T[] {
  const reading = { path, read, whole: true, each: hasEach(path), indexes: [], found: [], faults };
  walk(document, 0, reading);
  return reading.found;
}

function walk<T>(parent: JsonObject, depth: number, reading: Reading<T>): void {
  const step = reading.path[depth];
  if (step === undefined) return;
  const value = memberOf(parent, step.name);
  if (value === undefined || value === null) return;
  const isLast = depth === reading.path.length - 1;
  if (step.each) {
    if (!isJsonArray(value)) {
      fault(reading, depth, `must be an array, not ${describeValue(value)}`);
      return;
    }
    eachElement(value, reading, (element) => {
      if (isLast) readLeaf(element, depth, reading);
      else descend(element, depth, reading);
    });
  } else if (!isLast) descend(value, depth, reading);
  else if (!reading.whole && !reading.each && isJsonArray(value)) {
    eachElement(value, reading, (element) => {
      readLeaf(element, depth, reading);
    });
  } else readLeaf(value, depth, reading);
}

function eachElement<T>(
  values: readonly JsonValue[],
  { indexes }: Reading<T>,
  visit: (element: JsonValue) => void,
): void {
  const last = indexes.length;
  for (let index = 0; index < values.length; index++) {
    const element = values[index];
    if (element === undefined || element === null) continue;
    indexes[last] = index;
    visit(element);
  }
  indexes.length = last;
}

function descend<T>(value: JsonValue, depth: number, reading: Reading<T>): void {
  if (isJsonObject(value)) walk(value, depth + 1, reading);
  else if (isJsonArray(value) && reading.path[depth]?.each === false) {
    fault(reading, depth, `is an array; index it as "${withEach(reading.path, depth)}"`);
  } else fault(reading, depth, `must be an object, not ${describeValue(value)}`);
}

function readLeaf<T>(value: JsonValue, depth: number, reading: Reading<T>): void {
  if (!reading.whole && isJsonArray(value)) {
    const isNested = reading.indexes.length > 0 && (reading.path[depth]?.each === true || !reading.each);
    const mend = isNested ? '' : `; index it as "${withEach(reading.path, depth)}"`;
    fault(reading, depth, `must be one value, not an array${mend}`);
    return;
  }
  const read = reading.read(value);
  if (read instanceof Unfit) fault(reading, depth, read.message);
  else if (read !== undefined) reading.found.push(read);
}

function fault<T>({ path, indexes, faults }: Reading<T>, depth: number, message: string): void {
  faults.push({ path: placeOf(path.slice(0, depth + 1), indexes), message });
}

function placeOf(path: Path, indexes: readonly number[]): string {
  const rest = [...indexes];
  const steps = path.flatMap(({ name, each }) => {
    const index = each ? rest.shift() : undefined;
    return index === undefined ? [name] : [name, index];
  });
  return formatPlace([...steps, ...rest]);
}

const withEach = (path: Path, depth: number) =>
  path.map(({ name, each }, index) => `${name}${each || index === depth ? '[]' : ''}`).join('.');
