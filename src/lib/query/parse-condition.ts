import { foldCode } from '../analysis/code-forms.js';
import { isBlank } from '../analysis/blank.js';
import type { Field, FieldKind } from '../collections/field-kinds.js';
import { MAX_LATITUDE, MAX_LONGITUDE } from '../collections/geo-point.js';
import { hierarchyLevels } from '../collections/hierarchy-levels.js';
import { DATE_FORM, parseDate } from '../collections/parse-date.js';
import { not } from './filter.js';
import type { Filter, Range } from './filter.js';
import { describe, inputError, member, readBoolean, readList, readNumber, readRecord, readString } from './input.js';
import type { Input } from './input.js';
import { LIMITS } from './limits.js';

/** A field's condition: what selects values of it, and what else it says. */
export interface ParsedCondition {
  readonly selection: Filter | undefined;
  readonly others: readonly Filter[];
}

const OPERATORS = {
  text: ['exists'],
  code: ['not', 'exists'],
  tag: ['not', 'all', 'exists'],
  hierarchy: ['not', 'all', 'exists'],
  numeric: ['gt', 'gte', 'lt', 'lte', 'not', 'exists'],
  boolean: ['not', 'exists'],
  date: ['gt', 'gte', 'lt', 'lte', 'exists'],
  geo: ['near', 'exists'],
  vector: ['exists'],
} as const satisfies Record<FieldKind, readonly string[]>;

const TAKES_VALUES: readonly FieldKind[] = ['code', 'tag', 'hierarchy', 'numeric', 'boolean'];
const BOUNDS = ['gt', 'gte', 'lt', 'lte'] as const;

/** @throws EMPTY_FILTER, INVALID_FILTER, INVALID_VALUE, LIMIT_EXCEEDED */
export function parseCondition(field: Field, path: string, input: Input): ParsedCondition {
  const { value } = input;
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject) {
    if (!TAKES_VALUES.includes(field.kind)) throw wrongOperator(field.kind, input.path, describe(value));
    return { selection: anyOf(field, path, input), others: [] };
  }
  const record = readRecord(input, '{"exists": true}');
  const operators: readonly string[] = OPERATORS[field.kind];
  const others: Filter[] = [];
  const range: { -readonly [B in keyof Range]: number } = {};
  for (const name of Object.keys(record)) {
    if (!operators.includes(name)) throw wrongOperator(field.kind, input.path, `"${name}"`);
    const operand = member(input, record, name);
    if (name === 'exists') others.push(exists(path, readBoolean(operand)));
    else if (name === 'not') others.push(not(anyOf(field, path, operand)));
    else if (name === 'all') others.push(...allOf(field, path, operand));
    else if (name === 'near') others.push(near(path, operand));
    else range[name as keyof Range] = field.kind === 'date' ? readDate(operand) : readNumber(operand);
  }
  const hasRange = BOUNDS.some((bound) => range[bound] !== undefined);
  if (!hasRange && others.length === 0) {
    throw inputError('EMPTY_FILTER', input.path, `needs one of: ${operators.join(', ')}`);
  }
  return { selection: hasRange ? Object.freeze({ kind: 'range', path, ...range }) : undefined, others };
}

function anyOf(field: Field, path: string, input: Input): Filter {
  const values = readList(input, LIMITS.values, 'single').map((item) => readValue(field, item));
  if (values.length === 0) {
    throw inputError('EMPTY_FILTER', input.path, 'needs at least one value; leave it out to match all');
  }
  return Object.freeze({ kind: 'values', path, values: Object.freeze(values) });
}

function allOf(field: Field, path: string, input: Input): readonly Filter[] {
  const values = readList(input, LIMITS.values, 'single').map((item) => readValue(field, item));
  if (values.length === 0) throw inputError('EMPTY_FILTER', input.path, 'needs at least one value');
  return values.map((value) => Object.freeze({ kind: 'values', path, values: Object.freeze([value]) }));
}

const exists = (path: string, wanted: boolean): Filter =>
  wanted ? Object.freeze({ kind: 'exists', path }) : not(Object.freeze({ kind: 'exists', path }));

function near(path: string, input: Input): Filter {
  const example = '{"lat": 52.5, "lon": 13.4, "km": 5}';
  const record = readRecord(input, example);
  for (const name of Object.keys(record)) {
    if (!['lat', 'lon', 'km'].includes(name))
      throw inputError('UNKNOWN_PARAMETER', `${input.path}.${name}`, `is not known here. Write ${example}`);
  }
  const lat = within(member(input, record, 'lat'), -MAX_LATITUDE, MAX_LATITUDE);
  const lon = within(member(input, record, 'lon'), -MAX_LONGITUDE, MAX_LONGITUDE);
  const km = within(member(input, record, 'km'), 0, 20_040);
  if (km === 0) throw inputError('INVALID_VALUE', `${input.path}.km`, 'must be above 0');
  return Object.freeze({ kind: 'near', path, lat, lon, km });
}

function within(input: Input, min: number, max: number): number {
  const value = readNumber(input);
  if (value < min || value > max) throw inputError('INVALID_VALUE', input.path, `must lie within ${min} and ${max}`);
  return value;
}

function readValue(field: Field, input: Input): string | number | boolean {
  if (field.kind === 'numeric') return readNumber(input);
  if (field.kind === 'boolean') return readBoolean(input);
  const value = readString(input);
  if (isBlank(value)) throw inputError('EMPTY_FILTER', input.path, 'must not be blank');
  if (field.kind === 'code' && foldCode(value) === '') {
    throw inputError('EMPTY_FILTER', input.path, 'must hold a letter or a digit');
  }
  if (field.kind === 'hierarchy' && hierarchyLevels(value, field.separator).length === 0) {
    throw inputError('EMPTY_FILTER', input.path, 'must name a level');
  }
  return value;
}

/** @throws INVALID_VALUE */
export function readDate(input: Input): number {
  const milliseconds = parseDate(readString(input));
  if (milliseconds === undefined) {
    throw inputError('INVALID_VALUE', input.path, `must be ${DATE_FORM}, not ${describe(input.value)}`);
  }
  return milliseconds;
}

function wrongOperator(kind: FieldKind, path: string, given: string) {
  const takes = [...(TAKES_VALUES.includes(kind) ? ['a value or a list of values'] : []), ...OPERATORS[kind]];
  return inputError('INVALID_FILTER', path, `a ${kind} field does not take ${given}. It takes: ${takes.join(', ')}`);
}
