import { boolean, integer, list, number, object, ref, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';

const count = integer('Documents that have it.', { minimum: 0 });
const exact = boolean('False when a limit was crossed.');
const valueCount = integer('How many different values there are.', { minimum: 0 });
const value = string('In its most frequent spelling; a condition takes it as it stands.');
const flag = boolean('A condition takes it as it stands.');

const statistics = (bound: JsonSchema, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema =>
  object({
    count: integer('Documents that have a value.', { minimum: 0 }),
    'min?': bound,
    'max?': bound,
    ...more,
    'ranges?': list(object({ 'from?': bound, 'to?': bound, count }), { description: 'From ≤ x < to.' }),
    exact,
  });

export const FACET_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  FacetValue: object({ value, count, selected: boolean() }),
  FlagValue: object({ value: flag, count, selected: boolean() }),
  FacetNode: object({ value, count, selected: boolean(), children: list(ref('FacetNode')) }),
  Facet: {
    description: 'Values by count, a tree along the selection, or numbers and dates.',
    anyOf: [
      object({ values: list(ref('FacetValue')), valueCount, exact }),
      object({ values: list(ref('FlagValue')), valueCount, exact }),
      object({ values: list(ref('FacetNode')), valueCount, exact }),
      statistics(number(), { 'avg?': number('Absent when a document has several values.') }),
      statistics(string('ISO 8601, UTC.')),
    ],
  },
  FacetValues: object({ values: list(object({ value: { anyOf: [value, flag] }, count })), valueCount, exact }),
};
