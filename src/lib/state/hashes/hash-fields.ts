import { AisleError } from '../../errors/aisle-error.js';

/** Kinds of fields by the name that a definition gives them, with what they hold. */
export interface HashKinds {
  readonly string: string;
  /** Whole numbers, which can be counted up exactly. */
  readonly integer: number;
  readonly number: number;
  readonly boolean: boolean;
  readonly date: Date;
}

/** A field that holds anything that JSON can. */
export interface JsonField<Value> {
  readonly kind: 'json';
  /** Carries the type alone and is never there. */
  readonly value?: Value;
}

export type HashField = keyof HashKinds | JsonField<unknown>;

/** What a field holds. */
export type HashFieldValue<Field> =
  Field extends JsonField<infer Value> ? Value : Field extends keyof HashKinds ? HashKinds[Field] : never;

/** Declares a field that holds anything that JSON can. */
export const jsonField = <Value>(): JsonField<Value> => Object.freeze({ kind: 'json' });

/** The text that a value is stored as. @throws INVALID_VALUE that names the field */
export function encodeField(name: string, field: HashField, value: unknown): string {
  const kind = kindOf(field);
  const text = ENCODERS[kind](value);
  if (text !== undefined) return text;
  throw new AisleError('INVALID_VALUE', `The field "${name}" takes ${EXPECTED[kind]}, not ${describe(value)}.`);
}

/** The value that a text stands for. @throws INVALID_VALUE when others wrote what the field does not hold */
export function decodeField(name: string, field: HashField, text: string): unknown {
  const kind = kindOf(field);
  const value = DECODERS[kind](text);
  if (value !== undefined) return value;
  throw new AisleError('INVALID_VALUE', `The field "${name}" holds ${EXPECTED[kind]}, but "${text}" is stored there.`);
}

type Kind = keyof HashKinds | 'json';

export const kindOf = (field: HashField): Kind => (typeof field === 'string' ? field : field.kind);

const EXPECTED: Readonly<Record<Kind, string>> = {
  string: 'a string',
  integer: 'a whole number up to 9007199254740991',
  number: 'a finite number',
  boolean: 'true or false',
  date: 'a valid Date',
  json: 'what JSON can hold',
};

const ENCODERS: Readonly<Record<Kind, (value: unknown) => string | undefined>> = {
  string: (value) => (typeof value === 'string' && !/\p{Cs}/u.test(value) ? value : undefined),
  integer: (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? plain(value) : undefined),
  number: (value) => (typeof value === 'number' && Number.isFinite(value) ? plain(value) : undefined),
  boolean: (value) => (typeof value === 'boolean' ? (value ? '1' : '0') : undefined),
  date: (value) => (value instanceof Date && !Number.isNaN(value.getTime()) ? String(value.getTime()) : undefined),
  json: (value) => JSON.stringify(value),
};

const DECODERS: Readonly<Record<Kind, (text: string) => unknown>> = {
  string: (text) => text,
  integer: (text) => numberOf(text, Number.isSafeInteger),
  number: (text) => numberOf(text, Number.isFinite),
  boolean: (text) => (text === '1' ? true : text === '0' ? false : undefined),
  date: (text) => {
    const time = numberOf(text, Number.isSafeInteger);
    return time === undefined ? undefined : new Date(time);
  },
  json: parseJson,
};

/** −0 is 0. */
const plain = (value: number) => String(value + 0);

function numberOf(text: string, isAllowed: (value: number) => boolean): number | undefined {
  const value = Number(text);
  return text.trim() !== '' && isAllowed(value) ? value : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined) return String(value);
  return value instanceof Date ? 'an invalid Date' : `a value of type ${typeof value}`;
}
