import { createCollection } from '../../collections/create-collection.js';
import { boolean, code, date, geo, hierarchy, numeric, tag, text, vector } from '../../collections/fields.js';
import type { Fields } from '../../collections/typed-paths.js';
import type { JsonObject } from '../json-value.js';
import { deriveDocument } from './derive-document.js';

type FaultRow = [fields: Fields, document: JsonObject, faults: string[]];
const DATE =
  'must be an ISO 8601 date such as "2026-11-24" or "2026-11-24T08:30:00Z" (a time needs Z or an offset), not';
const POINT = 'must be a point such as {"lat": 52.5, "lon": 13.4}, not';
const many = Array.from({ length: 1_001 }, (_, index) => `v${index}`);

const faultRows: FaultRow[] = [
  [{ a: text() }, { a: ['x', 1] }, ['a[1] must be a string, not 1']],
  [{ a: code() }, { a: 4006381333931 }, ['a must be a string, not 4006381333931']],
  [{ a: code() }, { a: 'x-'.repeat(65) }, ['a has 65 letters and digits; a code takes 64']],
  [{ a: code() }, { a: '字'.repeat(43) }, ['a has letters and digits of 129 bytes; a code takes 128']],
  [{ a: tag() }, { a: true }, ['a must be a string, not true']],
  [{ a: tag() }, { a: { b: 1 } }, ['a must be a string, not an object']],
  [{ a: tag({ facet: true }) }, { a: many }, ['a has 1001 values; a field that is a facet takes 1,000']],
  [{ a: hierarchy() }, { a: 'x>'.repeat(20) }, ['a has 21 levels; a hierarchy takes 20']],
  [
    { a: hierarchy({ facet: true }) },
    { a: many.slice(1).map((value) => `top > ${value}`) },
    ['a has 1001 values; a field that is a facet takes 1,000'],
  ],
  [{ a: numeric() }, { a: '12' }, ['a must be a number, not "12"']],
  [{ a: numeric() }, { a: '' }, ['a must be a number, not ""']],
  [
    { a: numeric({ facet: true }) },
    { a: many.map((_, index) => index) },
    ['a has 1001 values; a field that is a facet takes 1,000'],
  ],
  [{ a: boolean() }, { a: 'true' }, ['a must be true or false, not "true"']],
  [{ a: boolean() }, { a: [] }, ['a must be one boolean, not an array; index several as "a[]"']],
  [{ 'a[]': boolean() }, { a: [true, 1] }, ['a[1] must be true or false, not 1']],
  [{ a: date() }, { a: '2026-02-30' }, [`a ${DATE} "2026-02-30"`]],
  [{ a: date() }, { a: '2026-01-01T08:00' }, [`a ${DATE} "2026-01-01T08:00"`]],
  [{ a: date() }, { a: 1_700_000_000 }, [`a ${DATE} 1700000000`]],
  [{ a: geo() }, { a: '52.5,13.4' }, [`a ${POINT} "52.5,13.4"`]],
  [{ a: geo() }, { a: { lat: 1 } }, [`a ${POINT} an object`]],
  [{ a: geo() }, { a: { lat: 85.1, lon: 0 } }, ['a has the latitude 85.1; it must lie within ±85.05112878']],
  [
    { a: geo() },
    {
      a: [
        { lat: 0, lon: 0 },
        { lat: 0, lon: -180.1 },
      ],
    },
    ['a[1] has the longitude -180.1; it must lie within ±180'],
  ],
  [{ a: vector({ dimensions: 3 }) }, { a: [1, 2] }, ['a must have 3 numbers, it has 2']],
  [{ a: vector({ dimensions: 2 }) }, { a: [1, '2'] }, ['a must hold numbers alone, not "2"']],
  [{ a: vector({ dimensions: 2 }) }, { a: 'x' }, ['a must be an array of numbers, not "x"']],
  [{ a: vector({ dimensions: 2 }) }, { a: [0, 0] }, ['a must not be zero: such a vector has no direction']],
  [{ a: vector({ dimensions: 2 }) }, { a: [1e-30, -1e-30] }, ['a must not be zero: such a vector has no direction']],
  [
    { a: text(), b: numeric(), 'c.d': tag() },
    { a: 1, b: 'x', c: 2 },
    ['a must be a string, not 1', 'b must be a number, not "x"', 'c must be an object, not 2'],
  ],
];

describe('the faults of deriveDocument', () => {
  it.each<FaultRow>(faultRows)('%j %j', (fields, document, faults) => {
    const { faults: found } = deriveDocument(document, {
      serving: createCollection('things', null, fields, {}),
      other: null,
    });
    expect(found.map(({ path, message }) => `${path} ${message}`)).toEqual(faults);
  });
});
