import { isLanguageSetting, LANGUAGE_NAMES } from '../analysis/languages.js';
import { InvalidDefinitionError } from '../errors/input-errors.js';
import { FIELD_DEFAULTS, VECTOR_ALGORITHMS, VECTOR_METRICS } from './field-kinds.js';
import type { Field, FieldKind } from './field-kinds.js';

const FLAGS = new Set(['facet', 'searchable', 'sortable']);
const MAX_WEIGHT = 1_000;
const MAX_DIMENSIONS = 32_768;

/**
 * Reads a field from its JSON form `{kind, …options}`, fills in the defaults and freezes it.
 * @throws INVALID_DEFINITION that names the option and what is allowed
 */
export function readField(input: unknown): Field {
  if (!isRecord(input)) throw new InvalidDefinitionError(`A field is an object such as {"kind": "text"}.`);
  const { kind, ...options } = input;
  if (!isFieldKind(kind)) {
    throw new InvalidDefinitionError(
      `There is no field kind ${quote(kind)}. Use one of: ${Object.keys(FIELD_DEFAULTS).join(', ')}.`,
    );
  }
  const defaults: Readonly<Record<string, unknown>> = FIELD_DEFAULTS[kind];
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(defaults, name)) throw new InvalidDefinitionError(unknownOption(kind, name));
  }
  const field: Record<string, unknown> = { kind };
  for (const [name, value] of Object.entries(defaults)) {
    const given = options[name] ?? value;
    if (given !== undefined) field[name] = given;
    const fault = faultOf(name, given);
    if (fault !== undefined) throw new InvalidDefinitionError(`The option "${name}" of ${kind}() must be ${fault}.`);
  }
  return Object.freeze(field) as unknown as Field;
}

function unknownOption(kind: FieldKind, name: string): string {
  const allowed = Object.keys(FIELD_DEFAULTS[kind]);
  const mend = allowed.length === 0 ? 'It takes none' : `It takes: ${allowed.join(', ')}`;
  return `The kind "${kind}" has no option "${name}". ${mend}.`;
}

function faultOf(name: string, value: unknown): string | undefined {
  if (FLAGS.has(name)) return typeof value === 'boolean' ? undefined : 'true or false';
  switch (name) {
    case 'weight':
      return typeof value === 'number' && value > 0 && value <= MAX_WEIGHT
        ? undefined
        : `a number above 0, at most ${MAX_WEIGHT}`;
    case 'separator':
      return typeof value === 'string' && value.trim() !== '' && value.length <= 10
        ? undefined
        : 'a string of 1 to 10 characters, not only white space';
    case 'dimensions':
      return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_DIMENSIONS
        ? undefined
        : `a whole number from 1 to ${MAX_DIMENSIONS}`;
    case 'language':
      return value === undefined || isLanguageSetting(value)
        ? undefined
        : `none, or one of: ${LANGUAGE_NAMES.join(', ')}`;
    case 'metric':
      return includes(VECTOR_METRICS, value) ? undefined : `one of: ${VECTOR_METRICS.join(', ')}`;
    case 'algorithm':
      return includes(VECTOR_ALGORITHMS, value) ? undefined : `one of: ${VECTOR_ALGORITHMS.join(', ')}`;
    default:
      return undefined;
  }
}

const includes = (allowed: readonly string[], value: unknown) => typeof value === 'string' && allowed.includes(value);

const isFieldKind = (kind: unknown): kind is FieldKind =>
  typeof kind === 'string' && Object.hasOwn(FIELD_DEFAULTS, kind);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const quote = (value: unknown) => (typeof value === 'string' ? `"${value}"` : String(value));
