import { createCollection } from './create-collection.js';
import { boolean, code, date, geo, hierarchy, numeric, tag, text, vector } from './fields.js';
import type { Field } from './field-kinds.js';
import { indexHash } from './index-hash.js';
import { indexSchema } from './index-schema.js';
import { membersOf } from './members.js';

const COMMON = [
  ...['$.meta.id', 'AS', 'id', 'TAG', 'CASESENSITIVE', 'SORTABLE', 'UNF'],
  ...['$.idx.has[*]', 'AS', 'has', 'TAG', 'CASESENSITIVE'],
];
const numericSort = (m: string) => [
  ...[`$.idx.${m}_s[0]`, 'AS', `${m}_a`, 'NUMERIC', 'SORTABLE', 'NOINDEX'],
  ...[`$.idx.${m}_s[-1:]`, 'AS', `${m}_d`, 'NUMERIC', 'SORTABLE', 'NOINDEX'],
];
const textSort = (m: string) => [
  ...[`$.idx.${m}_s[0]`, 'AS', `${m}_a`, 'TAG', 'CASESENSITIVE', 'SORTABLE', 'UNF', 'NOINDEX'],
  ...[`$.idx.${m}_s[-1:]`, 'AS', `${m}_d`, 'TAG', 'CASESENSITIVE', 'SORTABLE', 'UNF', 'NOINDEX'],
];
const facet = (m: string) => [`$.idx.${m}_f`, 'AS', `${m}_f`, 'TAG', 'SEPARATOR', '\x1f', 'SORTABLE', 'UNF', 'NOINDEX'];
const words = (m: string, weight: string) => [`$.idx.${m}_w`, 'AS', `${m}_w`, 'TEXT', 'NOSTEM', 'WEIGHT', weight];

describe('the index schema of a field', () => {
  it.each<[string, Field, (m: string) => string[]]>([
    ['name', text({ weight: 5, sortable: true }), (m) => [...words(m, '25'), ...textSort(m)]],
    [
      'sku',
      code(),
      (m) => [
        ...[`$.idx.${m}`, 'AS', m, 'TAG', 'SEPARATOR', ' ', 'CASESENSITIVE'],
        ...[`$.idx.${m}`, 'AS', `${m}_w`, 'TEXT', 'NOSTEM', 'WEIGHT', '1'],
      ],
    ],
    ['brand', tag(), (m) => [`$.idx.${m}[*]`, 'AS', m, 'TAG', 'CASESENSITIVE']],
    [
      'specs.layout',
      tag({ facet: true, searchable: true, sortable: true, weight: 2 }),
      (m) => [`$.idx.${m}[*]`, 'AS', m, 'TAG', 'CASESENSITIVE', ...words(m, '4'), ...facet(m), ...textSort(m)],
    ],
    ['categories', hierarchy({ facet: true }), (m) => [`$.idx.${m}[*]`, 'AS', m, 'TAG', 'CASESENSITIVE', ...facet(m)]],
    ['price', numeric(), (m) => ['$.doc["price"]', 'AS', m, 'NUMERIC']],
    [
      'variants[].price',
      numeric({ facet: true }),
      (m) => ['$.doc["variants"][*]["price"]', 'AS', m, 'NUMERIC', ...numericSort(m)],
    ],
    ['inStock', boolean({ facet: true }), (m) => ['$.doc["inStock"]', 'AS', m, 'TAG', 'SORTABLE', 'UNF']],
    ['flags[]', boolean(), (m) => [`$.idx.${m}[*]`, 'AS', m, 'TAG']],
    ['at', date({ sortable: true }), (m) => [`$.idx.${m}`, 'AS', m, 'NUMERIC', ...numericSort(m)]],
    ['location', geo(), (m) => [`$.idx.${m}`, 'AS', m, 'GEO']],
    [
      'embedding',
      vector({ dimensions: 4, metric: 'l2', algorithm: 'flat' }),
      (m) => [
        ...[`$.idx.${m}`, 'AS', m, 'VECTOR', 'FLAT', '6', 'TYPE', 'FLOAT32', 'DIM', '4', 'DISTANCE_METRIC', 'L2'],
      ],
    ],
  ])('%s', (path, field, expected) => {
    const { filter } = membersOf(path, field);
    expect(indexSchema(createCollection('c', null, { [path]: field }, {}))).toEqual([...COMMON, ...expected(filter)]);
  });
});

describe('members', () => {
  it('have a readable name and a hash of what is derived', () => {
    expect(membersOf('variants[].Color', tag()).filter).toMatch(/^variants_color_[0-9a-f]{6}$/);
  });

  it('stay when only the ranking or the index changes, and change with the derivation', () => {
    const name = (field: Field, path = 'a') => membersOf(path, field).filter;
    expect(name(text({ weight: 5 }))).toBe(name(text()));
    expect(name(tag({ facet: true, searchable: true }))).toBe(name(tag()));
    expect(name(tag())).not.toBe(name(text()));
    expect(name(hierarchy({ separator: '/' }))).not.toBe(name(hierarchy()));
    expect(name(tag(), 'a.b')).not.toBe(name(tag(), 'a_b'));
  });
});

it('an index has another name when its schema or its partitions differ, not when only the order does', () => {
  const hash = (fields: object, settings = {}) => indexHash(createCollection('c', null, fields, settings));
  const fields = { a: text(), b: numeric({ sortable: true }) };
  expect(hash(fields, { defaultSort: ['b:asc'] })).toBe(hash(fields));
  expect(
    new Set([hash(fields), hash({ ...fields, a: text({ weight: 2 }) }), hash(fields, { partitions: 3 })]).size,
  ).toBe(3);
});
