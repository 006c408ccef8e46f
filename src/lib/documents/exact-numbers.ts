import type { DocumentPath } from './document-path.js';
import { isJsonArray, isJsonObject } from './json-value.js';
import type { JsonObject, JsonValue } from './json-value.js';

/** A number that the engine cannot be made to store exactly, and where it stands in the document. */
export type InexactNumber = readonly [path: DocumentPath, text: string];

/** A number of so many characters has fewer than 16 digits: every reader gets it right. */
const SURE_LENGTH = 16;
const SUSPECT = /[\d.]{17}|\de-\d\d/;
/** A string, to be passed over, or a number. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.e+-]*/g;
const QUOTE = 0x22;

const DIGITS = [17, 18, 19, 20];
/** The largest integer of 64 bits, beyond which the engine reads no digits. */
const MOST = '18446744073709551615';
const POWERS = Array.from({ length: 309 }, (_, exponent) => Number(`1e${exponent}`));
const LARGEST_POWER = 308;
/** How far, by its size, a stored number may lie from what was given. */
const TOLERANCE = 1e-15;

/** A value as JSON for the engine. */
export interface ExactJson {
  readonly text: string;
  /** Whether the engine will store the very same numbers, see {@link findInexactNumbers}. */
  readonly isExact: boolean;
}

/**
 * The JSON of a value, written so that the engine stores the very same numbers. RedisJSON 2 reads decimals as serde_json
 * does without `float_roundtrip`: digits as a 64-bit integer, times or by a power of ten. That misses one in ten doubles
 * of 16 and more digits by the last bit. Other digits of the same double mostly do.
 */
export function stringifyExactly(value: JsonValue): ExactJson {
  const json = JSON.stringify(value);
  if (!SUSPECT.test(json)) return { text: json, isExact: true };
  let isExact = true;
  const text = json.replace(TOKEN, (token) => {
    if (token.charCodeAt(0) === QUOTE || isSure(token)) return token;
    const exact = exactText(token);
    isExact &&= exact !== undefined;
    return exact ?? token;
  });
  return { text, isExact };
}

/**
 * The numbers that no text makes exact: about one in 400 doubles of 16 and more digits.
 * @param path where the value stands in the document
 */
export function findInexactNumbers(value: JsonValue, path: DocumentPath): readonly InexactNumber[] {
  const found: InexactNumber[] = [];
  collect(value, path, found);
  return found;
}

/** Puts back what {@link findInexactNumbers} found, where the number was not changed meanwhile. */
export function restoreNumbers(document: JsonObject, numbers: readonly InexactNumber[]): JsonObject {
  return numbers.reduce(
    (restored, [path, text]) => withNumber(restored, path, 0, Number(text)) as JsonObject,
    document,
  );
}

const isSure = (text: string) => text.length <= SURE_LENGTH && !text.includes('e');

/** A text of a number that the engine and all others read alike. */
function exactText(text: string): string | undefined {
  const sign = text.startsWith('-') ? '-' : '';
  const digits = text.slice(sign.length);
  const value = Number(digits);
  if (readAsEngine(digits) === value) return text;
  const found = DIGITS.map((count) => value.toExponential(count - 1)).find(
    (other) => Number(other) === value && readAsEngine(other) === value,
  );
  return found === undefined ? undefined : sign + found;
}

/** What the engine makes of a text without a sign; undefined where it would cut digits off. */
function readAsEngine(text: string): number | undefined {
  const [plain = '', power = '0'] = text.includes('e') ? text.split('e') : [text];
  const point = plain.indexOf('.');
  const digits = point < 0 ? plain : plain.slice(0, point) + plain.slice(point + 1);
  if (digits.length >= MOST.length && isTooLarge(digits.replace(/^0+/, ''))) return undefined;
  let value = Number(digits);
  let exponent = Number(power) - (point < 0 ? 0 : plain.length - point - 1);
  for (; exponent < -LARGEST_POWER; exponent += LARGEST_POWER) value /= 1e308;
  return exponent < 0 ? value / (POWERS[-exponent] ?? NaN) : value * (POWERS[exponent] ?? NaN);
}

const isTooLarge = (digits: string) => digits.length > MOST.length || (digits.length === MOST.length && digits > MOST);

function collect(value: JsonValue | undefined, path: DocumentPath, found: InexactNumber[]): void {
  if (typeof value === 'number') {
    const text = String(value);
    if (!isSure(text) && exactText(text) === undefined) found.push([path, text]);
  } else if (isJsonArray(value)) {
    value.forEach((element, index) => {
      collect(element, [...path, index], found);
    });
  } else if (isJsonObject(value)) {
    for (const [name, member] of Object.entries(value)) collect(member, [...path, name], found);
  }
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
