import { DATE_FORM, parseDate } from '../../collections/parse-date.js';
import { describeValue } from '../json-value.js';
import { readValues, Unfit } from '../read-values.js';
import type { ReadValue } from '../read-values.js';
import { checkFacetSize, oneOrAll, readString } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import { numberExtremes } from './extremes.js';
import type { FieldPlan } from './field-plan.js';

/** `<m>`: milliseconds since 1970, an array of several; `<m>_s` to sort by. */
export function dateDeriver({ path, steps, members, sort, facet }: FieldPlan): DeriveField {
  return (document, idx, faults) => {
    const values = readValues(document, steps, readDate, faults);
    if (values.length === 0) return false;
    if (facet) checkFacetSize(path, values.length, faults);
    idx[members.filter] = oneOrAll(values);
    if (sort) idx[members.sort] = numberExtremes(values);
    return true;
  };
}

const readDate: ReadValue<number> = (value) => {
  const text = readString(value);
  if (text === undefined) return undefined;
  const time = typeof text === 'string' ? parseDate(text) : undefined;
  return time ?? new Unfit(`must be ${DATE_FORM}, not ${describeValue(value)}`);
};
