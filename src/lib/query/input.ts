import { findForbiddenCharacter } from '../analysis/blank.js';
import { AisleError } from '../errors/aisle-error.js';
import type { ErrorCode } from '../errors/error-codes.js';

/** A piece of a request, with the path that messages name. Strings of a URL are read as the type that is wanted. */
export interface Input {
  readonly value: unknown;
  readonly path: string;
  readonly fromUrl: boolean;
}

/** The error for one faulty member: the path comes first in the message, so that it is readable on its own. */
export function inputError(code: ErrorCode, path: string, message: string): AisleError {
  return new AisleError(code, path === '' ? message : `${path}: ${message}`, { faults: [{ path, message }] });
}

/** The members of an object. @throws INVALID_VALUE */
export function readRecord(input: Input, example: string): Readonly<Record<string, unknown>> {
  const { value } = input;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw inputError('INVALID_VALUE', input.path, `must be an object such as ${example}`);
  }
  return value as Readonly<Record<string, unknown>>;
}

/** Refuses members that are not known. @throws UNKNOWN_PARAMETER */
export function checkMembers(record: Readonly<Record<string, unknown>>, known: readonly string[], path: string): void {
  for (const name of Object.keys(record)) {
    if (!known.includes(name)) {
      const at = path === '' ? name : `${path}.${name}`;
      throw inputError('UNKNOWN_PARAMETER', at, `is not known here. Use: ${known.join(', ')}`);
    }
  }
}

/** A member of an object that was read. */
export function member(input: Input, record: Readonly<Record<string, unknown>>, name: string): Input {
  return { value: record[name], path: input.path === '' ? name : `${input.path}.${name}`, fromUrl: input.fromUrl };
}

/** The elements of a list; a single value counts as a list of one where the caller says so. @throws INVALID_VALUE */
export function readList(input: Input, max: number, single: 'single' | 'list'): readonly Input[] {
  const { value, path } = input;
  const lenient = single === 'single' || input.fromUrl;
  if (!Array.isArray(value) && !lenient) throw inputError('INVALID_VALUE', path, 'must be a list');
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length > max) {
    throw inputError('LIMIT_EXCEEDED', path, `has ${values.length} elements, at most ${max} are allowed`);
  }
  return values.map((element, index) => ({
    value: element,
    path: Array.isArray(value) ? `${path}[${index}]` : path,
    fromUrl: input.fromUrl,
  }));
}

/** @throws INVALID_VALUE */
export function readString(input: Input): string {
  const { value, path } = input;
  if (typeof value !== 'string') throw inputError('INVALID_VALUE', path, `must be a string, not ${describe(value)}`);
  const forbidden = findForbiddenCharacter(value);
  if (forbidden !== null) throw inputError('INVALID_VALUE', path, `must not hold a ${forbidden}`);
  return value;
}

/** A string of so many characters at most. @throws INVALID_VALUE, LIMIT_EXCEEDED */
export function readShortString(input: Input, most: number): string {
  const text = readString(input);
  if (text.length > most) {
    throw inputError('LIMIT_EXCEEDED', input.path, `has ${text.length} characters, at most ${most} are allowed`);
  }
  return text;
}

/** A finite number within ±(2^53−1). @throws INVALID_VALUE */
export function readNumber(input: Input): number {
  const { path } = input;
  const value = input.fromUrl ? numberOf(input.value) : input.value;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    throw inputError('INVALID_VALUE', path, `must be a number, not ${describe(input.value)}`);
  }
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw inputError('INVALID_VALUE', path, 'must lie within ±(2^53−1)');
  }
  return value === 0 ? 0 : value;
}

/** A whole number within bounds. @throws INVALID_VALUE, or LIMIT_EXCEEDED above `max` */
export function readInteger(input: Input, min: number, max: number): number {
  const value = readNumber(input);
  if (!Number.isInteger(value) || value < min) {
    throw inputError('INVALID_VALUE', input.path, `must be a whole number from ${min} to ${max}`);
  }
  if (value > max) throw inputError('LIMIT_EXCEEDED', input.path, `is ${value}, at most ${max} is allowed`);
  return value;
}

/** @throws INVALID_VALUE */
export function readBoolean(input: Input): boolean {
  const { value, path } = input;
  if (typeof value === 'boolean') return value;
  if (input.fromUrl && (value === 'true' || value === 'false')) return value === 'true';
  throw inputError('INVALID_VALUE', path, `must be true or false, not ${describe(value)}`);
}

/** Names a value in a message, cut where it is long. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

const numberOf = (value: unknown) =>
  typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : value;
