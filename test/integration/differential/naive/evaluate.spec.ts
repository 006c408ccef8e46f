import { fromDefinitionJson } from '../../../../src/lib/collections/definition-json.js';
import type { SearchJson } from '../generate/generate-search.js';
import { evaluate } from './evaluate.js';
import { idOf } from './values.js';

const shoes = fromDefinitionJson('shoes', {
  fields: {
    name: { kind: 'text' },
    sku: { kind: 'code' },
    brand: { kind: 'tag', facet: true, searchable: true },
    categories: { kind: 'hierarchy', facet: true },
    'variants[].price': { kind: 'numeric', facet: true, sortable: true },
    sale: { kind: 'boolean', facet: true },
    since: { kind: 'date', facet: true },
    shop: { kind: 'geo' },
  },
});

const documents = [
  {
    id: 1,
    name: 'Trail shoe',
    sku: 'TS-01',
    brand: 'Ärmel',
    categories: 'Shoes > Trail',
    variants: [{ price: 10 }, { price: 90 }],
  },
  {
    id: 2,
    name: 'Straße shoe',
    sku: 'TS-02',
    brand: ['ärmel', 'Kiel'],
    categories: 'shoes',
    variants: [{ price: 50 }],
    sale: true,
  },
  { id: 10, name: ' ', brand: null, variants: [], since: '2024-02-29T01:00:00+01:00', shop: { lat: 52.5, lon: 13.4 } },
];

const ids = (search: SearchJson) =>
  evaluate(shoes, documents, search).documents.map((document) => idOf(shoes, document));

describe('the naive evaluation', () => {
  it.each<[string, SearchJson, string[]]>([
    ['everything by id', {}, ['1', '10', '2']],
    ['words in any field, the last one by its beginning', { q: 'kiel sho' }, ['2']],
    ['words folded', { q: 'STRASSE' }, ['2']],
    ['codes in other punctuation, and their beginnings', { q: 'ts.0' }, ['1', '2']],
    ['no word, so everything', { q: ' -- ' }, ['1', '10', '2']],
    ['any of the tags, case ignored', { where: { brand: ['KIEL', 'x'] } }, ['2']],
    ['all of the tags', { where: { brand: { all: ['ärmel', 'kiel'] } } }, ['2']],
    ['not the tag, so those without one too', { where: { brand: { not: 'kiel' } } }, ['1', '10']],
    ['blank and null are no value', { where: { name: { exists: false } } }, ['10']],
    ['a hierarchy with all below', { where: { categories: 'SHOES' } }, ['1', '2']],
    ['a range that one element lies in', { where: { 'variants[].price': { gt: 10, lt: 90 } } }, ['2']],
    ['a date with its offset', { where: { since: { gte: '2024-02-29', lt: '2024-03-01' } } }, ['10']],
    ['a circle', { where: { shop: { near: { lat: 52.52, lon: 13.4, km: 5 } } } }, ['10']],
    ['or, and, not', { where: { or: [{ sale: true }, { and: [{ id: '1' }] }], not: { id: 2 } } }, ['1']],
    ['arrays by their smallest upwards, missing last', { sort: ['variants[].price:asc'] }, ['1', '2', '10']],
    ['arrays by their largest downwards, missing last', { sort: ['variants[].price:desc'] }, ['1', '2', '10']],
  ])('finds %s', (_, search, expected) => {
    expect(ids(search)).toEqual(expected);
  });

  it('counts a facet without its own selection, and keeps what is selected', () => {
    const { facets } = evaluate(shoes, documents, {
      where: { brand: 'Nobody', 'variants[].price': { exists: true } },
      facets: ['brand', 'sale', 'since', { field: 'variants[].price', ranges: [{ to: 50 }, { from: 50 }] }],
    });
    expect(facets).toEqual({
      brand: {
        values: [
          { value: 'Ärmel', count: 2, selected: false },
          { value: 'Kiel', count: 1, selected: false },
          { value: 'Nobody', count: 0, selected: true },
        ],
        valueCount: 2,
        exact: true,
      },
      sale: { values: [], valueCount: 0, exact: true },
      since: { count: 0, exact: true },
      'variants[].price': {
        count: 0,
        ranges: [
          { to: 50, count: 0 },
          { from: 50, count: 0 },
        ],
        exact: true,
      },
    });
  });

  it('opens a hierarchy along its selection, and gives no mean where a document has several numbers', () => {
    const { facets } = evaluate(shoes, documents, {
      where: { categories: 'Shoes > trail' },
      facets: ['categories', 'variants[].price'],
    });
    expect(facets).toEqual({
      categories: {
        values: [
          {
            value: 'Shoes',
            count: 2,
            selected: false,
            children: [{ value: 'Shoes > Trail', count: 1, selected: true, children: [] }],
          },
        ],
        valueCount: 1,
        exact: true,
      },
      'variants[].price': { count: 1, min: 10, max: 90, exact: true },
    });
  });
});
