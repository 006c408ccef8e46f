import type { JsonValue } from '../json-value.js';
import { describeValue, isJsonArray } from '../json-value.js';
import { readWholeValues, Unfit } from '../read-values.js';
import type { ReadValue } from '../read-values.js';
import type { DeriveField } from './derive-field.js';
import type { FieldPlan } from './field-plan.js';

/** Smallest square of a length that FLOAT32 holds: a vector below it has no direction to the engine. */
const MIN_SQUARED_LENGTH = 2 ** -126;

/** `<m>`: the numbers. */
export function vectorDeriver({ steps, members, fields }: FieldPlan): DeriveField {
  const lengths = fields.flatMap((field) => (field.kind === 'vector' ? [field.dimensions] : []));
  const read = readVector(lengths);
  return (document, idx, faults) => {
    const [vector] = readWholeValues(document, steps, read, faults);
    if (vector === undefined) return false;
    idx[members.filter] = vector;
    return true;
  };
}

function readVector(lengths: readonly number[]): ReadValue<readonly JsonValue[]> {
  return (value) => {
    if (!isJsonArray(value)) return new Unfit(`must be an array of numbers, not ${describeValue(value)}`);
    if (value.length === 0) return undefined;
    const wrong = lengths.find((length) => length !== value.length);
    if (wrong !== undefined) return new Unfit(`must have ${wrong} numbers, it has ${value.length}`);
    let squares = 0;
    for (const component of value) {
      if (typeof component !== 'number') return new Unfit(`must hold numbers alone, not ${describeValue(component)}`);
      squares += Math.fround(component) ** 2;
    }
    return squares < MIN_SQUARED_LENGTH ? new Unfit('must not be zero: such a vector has no direction') : value;
  };
}
