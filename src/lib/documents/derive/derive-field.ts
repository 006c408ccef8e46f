import type { Fault } from '../../errors/aisle-error.js';
import type { JsonObject, JsonValue } from '../json-value.js';
import { describeValue } from '../json-value.js';
import { Unfit } from '../read-values.js';
import { isBlank } from '../../analysis/blank.js';

/** Most values of a document in one facet field. */
export const MAX_FACET_VALUES = 1_000;

/** The members of `$.idx`. */
export type DerivedMembers = Record<string, JsonValue>;

/** Derives the members of one field into `idx`, and tells whether the document has a value there. */
export type DeriveField = (document: JsonObject, idx: DerivedMembers, faults: Fault[]) => boolean;

/** Takes strings; blank ones are no value. */
export function readString(value: JsonValue): string | undefined | Unfit {
  if (typeof value !== 'string') return new Unfit(`must be a string, not ${describeValue(value)}`);
  return isBlank(value) ? undefined : value;
}

/** One value alone, several as an array: the engine indexes either. */
export function oneOrAll<T extends JsonValue>(values: readonly T[]): T | readonly T[] {
  const [first] = values;
  return values.length === 1 && first !== undefined ? first : values;
}

export function checkFacetSize(path: string, count: number, faults: Fault[]): void {
  if (count <= MAX_FACET_VALUES) return;
  const limit = MAX_FACET_VALUES.toLocaleString('en');
  faults.push({ path, message: `has ${count} values; a field that is a facet takes ${limit}` });
}
