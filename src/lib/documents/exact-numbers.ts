import type { DocumentPath } from './document-path.js';
import { isJsonArray, isJsonObject } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

/** A number that the engine cannot be made to store exactly, and where it stands in the document. */
export type InexactNumber = readonly [path: DocumentPath, text: string];

/** A number of so many characters has fewer than 16 digits: every reader gets it right. */
const SURE_LENGTH = 16;
/** Fewer decimals than these, of a number that is not larger, are fewer than 16 digits. */
const SURE_SCALE = 1e4;
const SURE_SCALED = 1e15;
/** Smaller ones are written with an exponent. */
const SMALLEST_PLAIN = 1e-6;
/** Digits that tell every double from all others, and how many more are tried. */
const ENOUGH_DIGITS = 17;
const MOST_DIGITS = 20;
/** The largest integer of 64 bits, beyond which the engine reads no digits. */
const MOST = '18446744073709551615';
const POWERS = Array.from({ length: 309 }, (_, exponent) => Number(`1e${exponent}`));
const LARGEST_POWER = 308;
/** How far, by its size, a stored number may lie from what was given. */
const TOLERANCE = 1e-15;
const ZERO = 0x30;
const POINT = 0x2e;
const MINUS = 0x2d;

/** A value as JSON for the engine. */
export interface ExactJson {
  readonly text: string;
  /** The numbers that no text makes exact: about one in 400 doubles of 16 and more digits. */
  readonly inexact: readonly InexactNumber[];
}

/**
 * The JSON of a value, written so that the engine stores the very same numbers. RedisJSON 2 reads decimals as serde_json
 * does without `float_roundtrip`: digits as a 64-bit integer, times or by a power of ten. That misses one in ten doubles
 * of 16 and more digits by the last bit. More digits of the same double are mostly read right.
 */
export function stringifyExactly(value: JsonValue): ExactJson {
  if (isSure(value)) return { text: JSON.stringify(value), inexact: [] };
  const inexact: InexactNumber[] = [];
  return { text: write(value, [], inexact), inexact };
}

/** Puts back what {@link stringifyExactly} found, where the number was not changed meanwhile. */
export function restoreNumbers(document: JsonObject, numbers: readonly InexactNumber[]): JsonObject {
  return numbers.reduce(
    (restored, [path, text]) => withNumber(restored, path, 0, Number(text)) as JsonObject,
    document,
  );
}

/** Whether every reader gets all numbers of a value right. */
function isSure(value: JsonValue | undefined): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value) || isShort(value);
  if (typeof value !== 'object' || value === null) return true;
  if (isJsonArray(value)) return value.every(isSure);
  for (const name in value) if (!isSure(value[name])) return false;
  return true;
}

/** Where a division gives the very number, it is the one that is nearest to these decimals. */
function isShort(value: number): boolean {
  const scaled = Math.round(value * SURE_SCALE);
  return Math.abs(scaled) < SURE_SCALED && scaled / SURE_SCALE === value;
}

function write(value: JsonValue, steps: (string | number)[], inexact: InexactNumber[]): string {
  if (typeof value === 'number') return writeNumber(value, steps, inexact);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const depth = steps.length;
  const writeAt = (step: string | number, member: JsonValue) => {
    steps[depth] = step;
    const text = write(member, steps, inexact);
    steps.length = depth;
    return text;
  };
  if (isJsonArray(value)) return `[${value.map((element, index) => writeAt(index, element)).join(',')}]`;
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : [`${JSON.stringify(name)}:${writeAt(name, member)}`],
  );
  return `{${members.join(',')}}`;
}

function writeNumber(value: number, steps: readonly (string | number)[], inexact: InexactNumber[]): string {
  const text = String(value);
  const size = Math.abs(value);
  const isPlain = size >= SMALLEST_PLAIN || value === 0;
  if (isPlain && (text.length <= SURE_LENGTH || readPlain(text) === size)) return text;
  const sign = value < 0 ? '-' : '';
  if (!isPlain && readAsEngine(text.slice(sign.length)) === size) return text;
  for (let digits = ENOUGH_DIGITS; digits <= MOST_DIGITS; digits++) {
    const other = size.toExponential(digits - 1);
    if (readAsEngine(other) === size) return sign + other;
  }
  inexact.push([[...steps], text]);
  return text;
}

/** What the engine makes of at most 17 digits, without an exponent and whatever the sign. */
function readPlain(text: string): number {
  let head = 0;
  let tail = 0;
  let scale = 1;
  let point = text.length;
  for (let at = text.charCodeAt(0) === MINUS ? 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === POINT) point = at + 1;
    else if (head < 1e8) head = head * 10 + code - ZERO;
    else {
      tail = tail * 10 + code - ZERO;
      scale *= 10;
    }
  }
  return (head * scale + tail) / (POWERS[text.length - point] ?? NaN);
}

/** What the engine makes of a text without a sign; undefined where it would cut digits off. */
function readAsEngine(text: string): number | undefined {
  const [plain = '', power = '0'] = text.split('e');
  const digits = plain.replace('.', '');
  if (digits.length > MOST.length || (digits.length === MOST.length && digits > MOST)) return undefined;
  let value = Number(digits);
  let exponent = Number(power) - Math.max(0, plain.length - 2);
  for (; exponent < -LARGEST_POWER; exponent += LARGEST_POWER) value /= 1e308;
  return exponent < 0 ? value / (POWERS[-exponent] ?? NaN) : value * (POWERS[exponent] ?? NaN);
}

function withNumber(
  value: JsonValue | undefined,
  path: DocumentPath,
  depth: number,
  number: number,
): JsonValue | undefined {
  const step = path[depth];
  if (step === undefined) return typeof value === 'number' && isNear(value, number) ? number : value;
  if (typeof step === 'number') {
    if (!isJsonArray(value)) return value;
    return value.map((element, index) =>
      index === step ? (withNumber(element, path, depth + 1, number) ?? null) : element,
    );
  }
  if (!isJsonObject(value) || !Object.hasOwn(value, step)) return value;
  return { ...value, [step]: withNumber(value[step], path, depth + 1, number) };
}

const isNear = (stored: number, given: number) => Math.abs(stored - given) <= Math.abs(given) * TOLERANCE;
