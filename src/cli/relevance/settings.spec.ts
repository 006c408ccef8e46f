import { toDefinitionJson } from '../../lib/index.js';
import { products } from '../../server/catalog/products.js';
import { deriveDefinition } from './derive-definition.js';
import { parseSettings } from './settings.js';

const DEFINITION = { fields: { name: { kind: 'text' } } };

describe('settings', () => {
  it.each([
    ['a definition', DEFINITION, { definition: DEFINITION, search: {}, synonyms: [] }],
    ['search alone', { search: { typos: false } }, { definition: null, search: { typos: false }, synonyms: [] }],
    [
      'all',
      { definition: DEFINITION, search: {}, synonyms: [{ synonyms: ['a', 'b'] }] },
      { definition: DEFINITION, search: {}, synonyms: [{ synonyms: ['a', 'b'] }] },
    ],
    [
      'the catalogue',
      { definition: 'products', synonyms: 'products' },
      { definition: toDefinitionJson(products), search: {}, synonyms: 'products' },
    ],
  ])('are %s', (_, json, expected) => {
    expect(parseSettings('s.json', json)).toEqual(expected);
  });

  it.each([
    [[], '"s.json" is no JSON object.'],
    [{ serch: {} }, '"s.json" has a member "serch".'],
    [{ search: [] }, '"s.json" has a "search" that is no object.'],
    [{ search: { q: 'a' } }, '"s.json" has "search.q", which is set for every query by itself.'],
    [{ synonyms: {} }, '"s.json" has "synonyms" that are no list.'],
    [{ synonyms: 'books' }, '"s.json" names "books", which is no collection of the catalogue (products, shops).'],
    [{ definition: 'books' }, '"s.json" names "books", which is no collection of the catalogue (products, shops).'],
  ])('%j is refused', (json, message) => {
    expect(() => parseSettings('s.json', json)).toThrow(message);
  });
});

it('a definition is derived from what the members of products are called and hold', () => {
  const derived = deriveDefinition([
    {
      id: 'a',
      title: 'A',
      description: 'x'.repeat(61),
      brand: 'B',
      sku: '1',
      categories: ['Audio > Cables'],
      currency: 'EUR',
      tags: ['new'],
      price: 1,
      inStock: true,
      flags: [true],
      attributes: { colours: ['red'], fit: 'slim' },
      variants: [{ sku: '1-r', stock: 2 }],
      mixed: 1,
      nothing: null,
      'odd.name': 'x',
    },
    { id: 'b', mixed: 'one', description: 'short' },
  ]);
  expect(derived).toEqual({
    id: 'id',
    fields: {
      title: { kind: 'text', weight: 5 },
      description: { kind: 'text' },
      brand: { kind: 'tag', facet: true, searchable: true, weight: 3 },
      sku: { kind: 'code', weight: 8 },
      categories: { kind: 'hierarchy', facet: true, searchable: true, weight: 2 },
      currency: { kind: 'tag', facet: true },
      tags: { kind: 'tag', searchable: true },
      price: { kind: 'numeric', sortable: true, facet: true },
      inStock: { kind: 'boolean', facet: true },
      'attributes.colours': { kind: 'tag', searchable: true },
      'attributes.fit': { kind: 'tag', searchable: true },
      'variants[].sku': { kind: 'code', weight: 8 },
      'variants[].stock': { kind: 'numeric', sortable: true, facet: true },
    },
  });
});
