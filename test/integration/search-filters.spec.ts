import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

let shop: TestShop;
let products: TestCollection;

const documents = [
  {
    id: 1,
    brand: 'Straße',
    tags: ['a', 'B'],
    price: 9.99,
    sale: true,
    since: '2024-02-29',
    place: { lat: 52.52, lon: 13.4 },
  },
  {
    id: '2',
    brand: 'STRASSE',
    tags: ['b', ''],
    price: [5, 50],
    since: '2024-02-29T01:00:00+02:00',
    place: { lat: -16.5, lon: 180 },
  },
  { id: 'x', brand: 'E\u0301cole', tags: null, price: null, sale: false, place: [{ lat: -16.5, lon: -179.99 }] },
  { id: 'X', specs: { 'mit Maß': ['C:\\dir', 'a|b'] }, tags: [], place: { lat: 85, lon: -170 } },
];

beforeAll(async () => {
  shop = await openTestShop();
  products = await shop.create(
    'products',
    {
      fields: {
        brand: { kind: 'tag' },
        tags: { kind: 'tag' },
        price: { kind: 'numeric' },
        sale: { kind: 'boolean' },
        since: { kind: 'date' },
        place: { kind: 'geo' },
        'specs.mit Maß': { kind: 'tag' },
      },
    },
    documents,
  );
});

afterAll(() => shop.close());

it.each<[string, Readonly<Record<string, unknown>>, string[]]>([
  ['any of the values, case ignored', { brand: ['straẞe', 'ÉCOLE'] }, ['1', 'x']],
  ['one element of an array', { tags: 'b' }, ['1', '2']],
  ['all of the values', { tags: { all: ['a', 'b'] } }, ['1']],
  ['not the value, so also none', { tags: { not: ['a'] } }, ['2', 'X', 'x']],
  ['a value at all: null, [] and blank are none', { tags: { exists: true } }, ['1', '2']],
  ['no value', { price: { exists: false } }, ['X', 'x']],
  ['a number', { price: [9.99, 50] }, ['1', '2']],
  ['a range that one element lies in', { price: { gt: 5, lt: 50 } }, ['1']],
  ['the ends of a range', { price: { gte: 50, lte: 50 } }, ['2']],
  ['a boolean', { sale: false }, ['x']],
  ['not the boolean', { sale: { not: true } }, ['2', 'X', 'x']],
  ['an instant with its offset', { since: { lt: '2024-02-29' } }, ['2']],
  ['ids exactly, numbers too', { id: [1, 2, 'x'] }, ['1', '2', 'x']],
  ['a path of any letters, and backslashes', { 'specs.mit Maß': 'c:\\DIR' }, ['X']],
  ['a circle', { place: { near: { lat: 52.5, lon: 13.4, km: 5 } } }, ['1']],
  ['a circle across the date line', { place: { near: { lat: -16.5, lon: 179.99, km: 5 } } }, ['2', 'x']],
  ['a circle on the date line', { place: { near: { lat: -16.5, lon: 180, km: 5 } } }, ['2', 'x']],
  ['a circle near a pole', { place: { near: { lat: 85, lon: 10, km: 1_200 } } }, ['X']],
  ['alternatives', { or: [{ sale: true }, { id: 'X' }] }, ['1', 'X']],
  ['a negation within an alternative', { or: [{ sale: true }, { tags: { not: 'b' }, not: { id: 'X' } }] }, ['1', 'x']],
  ['a negated conjunction', { not: { and: [{ tags: 'b' }, { sale: true }] } }, ['2', 'X', 'x']],
])('finds by %s', async (_, where, expected) => {
  const { hits, total } = await products.search.search({ where, sort: ['id:asc'] });
  expect({ ids: hits.map(({ id }) => id), total }).toEqual({ ids: expected, total: expected.length });
});

it.each<[string, Readonly<Record<string, unknown>>, string]>([
  ['an empty list', { brand: [] }, 'EMPTY_FILTER'],
  ['a blank value', { brand: ' ' }, 'EMPTY_FILTER'],
  ['no operator', { price: {} }, 'EMPTY_FILTER'],
  ['an unknown field', { colour: 'red' }, 'UNKNOWN_FIELD'],
  ['a range on a tag', { brand: { gt: 'a' } }, 'INVALID_FILTER'],
  ['a text for a number', { price: '5' }, 'INVALID_VALUE'],
  ['a day that does not exist', { since: { gt: '2023-02-29' } }, 'INVALID_VALUE'],
  ['a time without an offset', { since: { gt: '2024-02-28T10:00:00' } }, 'INVALID_VALUE'],
  ['a centre that no document can have', { place: { near: { lat: 86, lon: 0, km: 1 } } }, 'INVALID_VALUE'],
])('refuses %s', async (_, where, code) => {
  await expect(products.search.search({ where })).rejects.toMatchObject({ code, status: 400 });
});
