import { describeValue } from '../json-value.js';
import { readValues, Unfit } from '../read-values.js';
import type { ReadValue } from '../read-values.js';
import { checkFacetSize } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import { numberExtremes } from './extremes.js';
import type { FieldPlan } from './field-plan.js';

/** `<m>_s` to sort by; the numbers are indexed where they stand in the document. */
export function numericDeriver({ path, steps, members, sort, facet }: FieldPlan): DeriveField {
  return (document, idx, faults) => {
    const values = readValues(document, steps, readNumber, faults);
    if (values.length === 0) return false;
    if (facet) checkFacetSize(path, values.length, faults);
    if (sort) idx[members.sort] = numberExtremes(values);
    return true;
  };
}

const readNumber: ReadValue<number> = (value) =>
  typeof value === 'number' ? value : new Unfit(`must be a number, not ${describeValue(value)}`);
