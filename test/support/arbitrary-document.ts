import fc from 'fast-check';
import type { Fields } from '../../src/lib/collections/typed-paths.js';
import * as field from '../../src/lib/collections/fields.js';
import { unicodeText } from './arbitrary-text.js';

/** A field of every kind and option, at paths of every form. */
export const everyField: Fields = {
  name: field.text({ weight: 2, sortable: true }),
  sku: field.code({ sortable: true }),
  brand: field.tag({ facet: true, searchable: true, sortable: true }),
  path: field.hierarchy({ facet: true, searchable: true }),
  price: field.numeric({ sortable: true, facet: true }),
  inStock: field.boolean({ facet: true }),
  released: field.date({ sortable: true, facet: true }),
  place: field.geo(),
  embedding: field.vector({ dimensions: 3 }),
  'specs.layout': field.tag(),
  'specs.keys': field.numeric({ sortable: true }),
  'flags[]': field.boolean({ facet: true }),
  'variants[].color': field.tag({ facet: true }),
  'variants[].price': field.numeric({ facet: true }),
  'variants[].sizes[]': field.numeric(),
  'variants[].at': field.date(),
  'variants[].place': field.geo(),
  'media.embedding': field.vector({ dimensions: 2, algorithm: 'flat', metric: 'l2' }),
};

const blank = fc.constantFrom(null, '', ' \t', '\u3000', '\uFEFF');
const word = fc.oneof(
  unicodeText,
  fc.constantFrom('a', 'A > B', ' > ', 'x\x1fy', '\x1b', '"', '\\', '\x7f', '!?', '0'),
);
const number = fc.oneof(
  fc.integer(),
  fc.double({ min: -(2 ** 53 - 1), max: 2 ** 53 - 1, noNaN: true }),
  fc.constantFrom(0, -0, 0.1, 5e-324, 2 ** 53 - 1, -(2 ** 53 - 1), 1e-7, 1e15),
);
const day = fc
  .date({ min: new Date('1000-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
  .chain((date) => fc.constantFrom(date.toISOString(), date.toISOString().slice(0, 10)));
const point = fc.record({
  lat: fc.oneof(fc.double({ min: -85.05112878, max: 85.05112878, noNaN: true }), fc.constantFrom(-85.05112878, 0)),
  lon: fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(-180, 180, 0)),
});
const vectorOf = (dimensions: number) => fc.array(number, { minLength: dimensions, maxLength: dimensions });
/** What may stand where it does not belong. */
const odd = fc.oneof(number, fc.boolean(), fc.constantFrom({}, { a: 1 }, [[1]], [['x']], 'x', '2026-01-01'));

const orOdd = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 150, arbitrary: value }, { weight: 1, arbitrary: odd });
const maybe = <T>(value: fc.Arbitrary<T>) =>
  orOdd(fc.oneof({ weight: 6, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) }));
const text = orOdd(fc.oneof({ weight: 6, arbitrary: word }, { weight: 1, arbitrary: blank }));
const several = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 2, arbitrary: fc.array(value, { maxLength: 4 }) });
const list = <T>(value: fc.Arbitrary<T>) => maybe(fc.array(value, { maxLength: 4 }));

const variant = fc.record(
  { color: text, price: maybe(number), sizes: list(maybe(number)), at: maybe(day), place: maybe(point) },
  { requiredKeys: [] },
);

/** Documents for {@link everyField}, most of them fitting: with nulls, blanks, arrays and values of the wrong type. */
export const anyDocument = fc.record(
  {
    name: several(text),
    sku: several(text),
    brand: several(text),
    path: several(text),
    price: several(maybe(number)),
    inStock: maybe(fc.boolean()),
    released: several(maybe(day)),
    place: several(maybe(point)),
    embedding: fc.oneof(vectorOf(3), fc.constantFrom(null, [])),
    specs: maybe(fc.record({ layout: several(text), keys: several(maybe(number)) }, { requiredKeys: [] })),
    flags: list(maybe(fc.boolean())),
    variants: list(maybe(variant)),
    media: maybe(fc.record({ embedding: vectorOf(2), url: word }, { requiredKeys: [] })),
    other: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
);
