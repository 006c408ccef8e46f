import { hasEach } from '../../collections/path.js';
import { describeValue } from '../json-value.js';
import { readValues, readWholeValues, Unfit } from '../read-values.js';
import type { ReadValue } from '../read-values.js';
import type { DeriveField } from './derive-field.js';
import type { FieldPlan } from './field-plan.js';

/** One boolean is indexed where it stands in the document. Of several, `<m>` holds the distinct ones. */
export function booleanDeriver({ path, steps, members }: FieldPlan): DeriveField {
  if (!hasEach(steps)) {
    const readOne: ReadValue<boolean> = (value) =>
      Array.isArray(value)
        ? new Unfit(`must be one boolean, not an array; index several as "${path}[]"`)
        : readBoolean(value);
    return (document, _idx, faults) => readWholeValues(document, steps, readOne, faults).length > 0;
  }
  return (document, idx, faults) => {
    const values = readValues(document, steps, readBoolean, faults);
    if (values.length === 0) return false;
    idx[members.filter] = [...new Set(values.map(String))];
    return true;
  };
}

const readBoolean: ReadValue<boolean> = (value) =>
  typeof value === 'boolean' ? value : new Unfit(`must be true or false, not ${describeValue(value)}`);
