import { createCollection } from '../collections/create-collection.js';
import { layoutOf } from '../collections/field-layout.js';
import { boolean, numeric, tag, text, vector } from '../collections/fields.js';
import { parseSearch } from './parse-search.js';
import { readsOf } from './reads.js';

const collection = createCollection(
  'products',
  null,
  {
    name: text(),
    brand: tag({ facet: true }),
    price: numeric({ facet: true }),
    inStock: boolean(),
    embedding: vector({ dimensions: 2 }),
  },
  {},
);
const layout = layoutOf(collection);
const target = { index: 'idx', layout, ranking: collection.ranking, now: 0 };
const reads = (input: object, options = {}) => readsOf(target, parseSearch(collection, input), options);
const member = (path: string) => layout.get(path)?.members.filter;

it('everything depends on nothing but which documents there are', () => {
  expect(reads({})).toEqual([]);
});

it('words depend on the words that begin alike, a short beginning on all words', () => {
  expect(reads({ q: 'wireless mouse' })).toEqual(['w:wir', 'w:mou']);
  expect(reads({ q: 'wireless m' })).toEqual(['w:wir', 'w']);
});

it('filters depend on their fields, wherever they stand', () => {
  const where = { brand: 'a', or: [{ price: { lt: 3 } }, { not: { inStock: true } }], id: ['1'] };
  expect(reads({ where })).toEqual(['brand', 'price', 'inStock'].map(member));
});

it('a facet depends on its field, whose own selection it ignores', () => {
  const where = { brand: 'a', inStock: true };
  expect(reads({ where }, { without: 'brand', paths: ['brand'] })).toEqual([member('inStock'), member('brand')]);
});

it('what is near to a vector is not kept', () => {
  expect(reads({ vector: { field: 'embedding', value: [1, 0] } })).toBeNull();
});
