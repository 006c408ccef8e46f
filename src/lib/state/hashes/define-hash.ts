import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';
import type { HashField, HashFieldValue } from './hash-fields.js';

export type HashFields = Readonly<Record<string, HashField>>;

export interface HashOptions {
  /** Milliseconds that an object lives after it was last written, 100 to ten years. @default for ever */
  readonly ttlMs?: number;
}

/** Objects of one kind, each a hash of the engine. */
export interface HashDefinition<Fields extends HashFields = HashFields> {
  readonly name: string;
  readonly fields: Fields;
  readonly ttlMs: number | null;
}

/** An object; fields that have no value are not there. */
export type HashObject<Definition extends HashDefinition> = {
  readonly [Name in keyof Definition['fields']]?: HashFieldValue<Definition['fields'][Name]>;
};

/** What can be written: null takes a field away. */
export type HashChanges<Definition extends HashDefinition> = {
  readonly [Name in keyof Definition['fields']]?: HashFieldValue<Definition['fields'][Name]> | null;
};

/** The names of the fields that hold numbers. */
export type NumericFieldOf<Definition extends HashDefinition> = {
  [Name in keyof Definition['fields']]: Definition['fields'][Name] extends 'integer' | 'number' ? Name : never;
}[keyof Definition['fields']] &
  string;

const isJsonField = (field: unknown) =>
  typeof field === 'object' && field !== null && 'kind' in field && field.kind === 'json';

const KINDS: readonly unknown[] = ['string', 'integer', 'number', 'boolean', 'date'];

/**
 * Declares objects that are stored field by field.
 *
 * @example
 * const carts = defineHash('cart', { owner: 'string', items: 'integer', lines: jsonField<readonly Line[]>() });
 * @throws INVALID_VALUE
 */
export function defineHash<const Fields extends HashFields>(
  name: string,
  fields: Fields,
  { ttlMs }: HashOptions = {},
): HashDefinition<Fields> {
  if (!/^[a-z][a-z0-9_-]{0,63}$/.test(name)) {
    throw new AisleError(
      'INVALID_VALUE',
      `"${name}" cannot name a kind of hash. Use a–z, 0–9, _ and -, a letter first.`,
    );
  }
  const entries = Object.entries(fields);
  if (entries.length === 0) throw new AisleError('INVALID_VALUE', `The hash "${name}" needs at least one field.`);
  for (const [field, kind] of entries) {
    if (KINDS.includes(kind) || isJsonField(kind)) continue;
    throw new AisleError(
      'INVALID_VALUE',
      `The field "${field}" of the hash "${name}" has no known kind. Use: ${KINDS.join(', ')} or jsonField().`,
    );
  }
  if (ttlMs !== undefined) assertWithin('hash option "ttlMs"', ttlMs, { min: 100, max: 3_660 * 86_400_000 });
  return Object.freeze({ name, fields: Object.freeze({ ...fields }), ttlMs: ttlMs ?? null });
}
