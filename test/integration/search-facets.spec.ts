import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

let shop: TestShop;
let products: TestCollection;

const documents = [
  { id: 1, brand: 'Clavis', categories: 'Audio > Headphones > In-Ear', price: 20, inStock: true, since: '2024-02-29' },
  { id: 2, brand: 'CLAVIS', categories: 'Audio > Headphones', price: 80, inStock: true, since: '2024-03-01' },
  { id: 3, brand: 'Clavis', categories: ['Audio > Speakers', 'audio > headphones'], price: 100, inStock: false },
  { id: 4, brand: ['Ohm', 'ohm', 'Clavis'], categories: 'Audio', price: [10, 30] },
  { id: 5, brand: 'Ohm', categories: 'Video > Cameras', price: 55.5, since: '2024-12-31T23:30:00-01:00' },
  { id: 6, brand: ' ', categories: null, price: [] },
];

beforeAll(async () => {
  shop = await openTestShop();
  products = await shop.create(
    'products',
    {
      fields: {
        brand: { kind: 'tag', facet: true },
        categories: { kind: 'hierarchy', facet: true },
        price: { kind: 'numeric', facet: true },
        inStock: { kind: 'boolean', facet: true },
        since: { kind: 'date', facet: true },
      },
    },
    documents,
  );
});

afterAll(() => shop.close());

const facetsOf = async (input: object) => (await products.search.search(input)).facets;

it('counts a document once a value, ignoring case, under the most frequent spelling', async () => {
  expect(await facetsOf({ facets: ['brand'], size: 0 })).toEqual({
    brand: {
      values: [
        { value: 'Clavis', count: 4, selected: false },
        { value: 'Ohm', count: 2, selected: false },
      ],
      valueCount: 2,
      exact: true,
    },
  });
});

it('ignores the own selection of a field, heeds those of others, and keeps what is selected at zero', async () => {
  const { total, facets } = await products.search.search({
    where: { brand: ['clavis', 'Nobody'], inStock: true },
    facets: ['brand', 'inStock', { field: 'categories', size: 1 }],
  });
  expect({ total, facets }).toEqual({
    total: 2,
    facets: {
      brand: {
        values: [
          { value: 'CLAVIS', count: 2, selected: true },
          { value: 'Nobody', count: 0, selected: true },
        ],
        valueCount: 1,
        exact: true,
      },
      inStock: {
        values: [
          { value: true, count: 2, selected: true },
          { value: false, count: 1, selected: false },
        ],
        valueCount: 2,
        exact: true,
      },
      categories: { values: [{ value: 'Audio', count: 2, selected: false, children: [] }], valueCount: 1, exact: true },
    },
  });
});

it('heeds "not", "all", "exists" and nested conditions of the field itself', async () => {
  expect(await facetsOf({ where: { brand: { not: 'Clavis' } }, facets: ['brand'] })).toEqual({
    brand: { values: [{ value: 'Ohm', count: 1, selected: false }], valueCount: 1, exact: true },
  });
  expect(await facetsOf({ where: { and: [{ brand: 'ohm' }] }, facets: ['brand'] })).toMatchObject({
    brand: {
      values: [
        { value: 'Ohm', count: 2 },
        { value: 'Clavis', count: 1 },
      ],
    },
  });
});

it('opens the tree of a hierarchy along the selection', async () => {
  const leaf = (value: string, count: number, selected = false) => ({ value, count, selected, children: [] });
  expect(await facetsOf({ facets: ['categories'] })).toEqual({
    categories: { values: [leaf('Audio', 4), leaf('Video', 1)], valueCount: 2, exact: true },
  });
  expect(await facetsOf({ where: { categories: 'AUDIO>headphones' }, facets: ['categories'] })).toEqual({
    categories: {
      values: [
        {
          ...leaf('Audio', 4),
          children: [
            { ...leaf('Audio > Headphones', 3, true), children: [leaf('Audio > Headphones > In-Ear', 1)] },
            leaf('Audio > Speakers', 1),
          ],
        },
        leaf('Video', 1),
      ],
      valueCount: 2,
      exact: true,
    },
  });
});

it('keeps the levels of a hierarchy apart where a level holds a part of the separator', async () => {
  const fields = { path: { kind: 'hierarchy', facet: true, separator: '>>' } };
  const { search } = await shop.create('paths', { fields }, [
    { id: 1, path: 'A>>>B' },
    { id: 2, path: 'ΑΣ>>B' },
  ]);
  const { facets } = await search.search({ where: { path: ['a>>>b', 'ας>>b'] }, facets: ['path'] });
  expect(facets).toMatchObject({
    path: {
      values: [
        { value: 'A', count: 1, selected: false, children: [{ value: 'A>>>B', count: 1, selected: true }] },
        { value: 'ΑΣ', count: 1, selected: false, children: [{ value: 'ΑΣ>>B', count: 1, selected: true }] },
      ],
      valueCount: 2,
    },
  });
});

it('tells smallest, largest and mean of numbers; no mean where a document has several', async () => {
  expect(await facetsOf({ facets: ['price'] })).toEqual({ price: { count: 5, min: 10, max: 100, exact: true } });
  expect(await facetsOf({ where: { id: ['1', '2', '5', '6'] }, facets: ['price'] })).toEqual({
    price: { count: 3, min: 20, max: 80, avg: 155.5 / 3, exact: true },
  });
  expect(await facetsOf({ where: { id: '6' }, facets: ['price', 'since'] })).toEqual({
    price: { count: 0, exact: true },
    since: { count: 0, exact: true },
  });
});

it('tells whole numbers and dates to the last digit, fractions with 12', async () => {
  const fields = { n: { kind: 'numeric', facet: true }, at: { kind: 'date', facet: true } };
  const { search } = await shop.create('digits', { fields }, [
    { id: 'least', n: -9_007_199_254_740_991, at: '0100-01-01T00:00:00.001Z' },
    { id: 'most', n: [1, 9_007_199_254_740_991], at: ['2024-11-24T08:30:00.123Z', '9999-12-31T23:59:59.999Z'] },
    { id: 'fraction', n: 123_456_789_012.25 },
  ]);
  const { facets } = await search.search({ facets: ['n', 'at'] });
  expect(facets).toMatchObject({
    n: { min: -9_007_199_254_740_991, max: 9_007_199_254_740_991 },
    at: { min: '0100-01-01T00:00:00.001Z', max: '9999-12-31T23:59:59.999Z' },
  });
  const fraction = await search.search({ where: { id: 'fraction' }, facets: ['n'] });
  expect(fraction.facets).toMatchObject({ n: { min: 123_456_789_012, max: 123_456_789_012 } });
});

it('counts ranges from their start to before their end', async () => {
  const price = { field: 'price', ranges: [{ to: 20 }, { from: 20, to: 80 }, { from: 80 }] };
  const since = { field: 'since', ranges: [{ from: '2024-03-01', to: '2025-01-01' }, { from: '2025-01-01' }] };
  expect(await facetsOf({ where: { price: { gte: 50 } }, facets: [price, since] })).toEqual({
    price: {
      count: 5,
      min: 10,
      max: 100,
      ranges: [
        { to: 20, count: 1 },
        { from: 20, to: 80, count: 3 },
        { from: 80, count: 2 },
      ],
      exact: true,
    },
    since: {
      count: 2,
      min: '2024-03-01T00:00:00.000Z',
      max: '2025-01-01T00:30:00.000Z',
      ranges: [
        { from: '2024-03-01', to: '2025-01-01', count: 1 },
        { from: '2025-01-01', count: 1 },
      ],
      exact: true,
    },
  });
});

it('finds values of a facet by their words', async () => {
  expect(await products.search.facetValues('categories', { q: 'head' })).toEqual({
    values: [
      { value: 'Audio > Headphones', count: 3 },
      { value: 'Audio > Headphones > In-Ear', count: 1 },
    ],
    valueCount: 2,
    exact: true,
  });
});

it('counts facets exactly where a document has more values in all of them than the engine splits at once', async () => {
  const many = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}${at}`);
  const facet = { kind: 'tag', facet: true };
  const { search, repository } = await shop.create('many', { fields: { a: facet, b: facet, c: facet } }, [
    { id: '1', a: many('x', 500), b: many('y', 500), c: many('z', 3) },
    { id: '2', a: 'x0', b: 'y499', c: 'z2' },
  ]);
  const page = async () => (await search.search({ facets: ['a', 'b', 'c'], size: 0 })).facets;
  const expectCounts = async (counts: readonly [number, number, number]) => {
    const facets = await page();
    expect([facets?.['a'], facets?.['b'], facets?.['c']]).toMatchObject([
      { values: [{ value: 'x0', count: 2 }, ...Array<object>(9).fill({ count: 1 })], valueCount: counts[0] },
      { values: [{ value: 'y499', count: 2 }, ...Array<object>(9).fill({ count: 1 })], valueCount: counts[1] },
      { values: expect.arrayContaining([{ value: 'z2', count: 2, selected: false }]), valueCount: counts[2] },
    ]);
  };
  await expectCounts([500, 500, 3]);
  await repository.patch('1', { c: many('z', 30) });
  await expectCounts([500, 500, 30]);
  await repository.patch('1', { c: many('z', 3) });
  await expectCounts([500, 500, 3]);
});

it('counts some of many facets in one pass', async () => {
  const names = Array.from({ length: 40 }, (_, at) => `f${at}`);
  const fields = Object.fromEntries(names.map((name) => [name, { kind: 'tag', facet: true }]));
  const document = Object.fromEntries(names.map((name) => [name, [`of ${name}`, 'of all']]));
  const { search } = await shop.create('wide', { fields }, [{ id: '1', ...document }]);
  for (const facets of [names.slice(0, 20), names.slice(20)]) {
    const page = await search.search({ facets, size: 0 });
    const one = (name: string) => ({
      values: [
        { value: 'of all', count: 1, selected: false },
        { value: `of ${name}`, count: 1, selected: false },
      ],
      valueCount: 2,
      exact: true,
    });
    expect(page.facets).toEqual(Object.fromEntries(facets.map((name) => [name, one(name)])));
  }
});
