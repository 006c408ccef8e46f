import { createCollection } from '../collections/create-collection.js';
import { boolean, code, date, geo, hierarchy, numeric, tag, text, vector } from '../collections/fields.js';
import { AisleError } from '../errors/aisle-error.js';
import { encodeCursor } from './cursor.js';
import { isParsedSearch, parseSearch } from './parse-search.js';
import { parseSearchUrl } from './parse-search-url.js';

const collection = createCollection(
  'products',
  null,
  {
    name: text(),
    sku: code(),
    brand: tag({ facet: true, sortable: true }),
    categories: hierarchy({ facet: true }),
    price: numeric({ sortable: true, facet: true }),
    inStock: boolean(),
    releasedAt: date({ facet: true }),
    location: geo(),
    embedding: vector({ dimensions: 2 }),
    'variants[].color': tag(),
  },
  {},
);

const failure = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof AisleError) return [error.code, error.message];
    throw error;
  }
  return 'no error';
};
const nested = (levels: number): object => (levels === 0 ? { brand: 'a' } : { not: nested(levels - 1) });

describe('a search', () => {
  it('fills in the defaults', () => {
    expect(parseSearch(collection, {})).toEqual({
      kind: 'search',
      collection: 'products',
      text: null,
      plan: null,
      typos: true,
      match: 'auto',
      language: null,
      languages: [],
      synonyms: true,
      selections: new Map(),
      filter: { kind: 'all' },
      order: [{ path: 'id', direction: 'asc' }],
      facets: [],
      page: 1,
      size: 20,
      after: null,
      fields: null,
      highlight: null,
      vector: null,
      timeoutMs: 500,
      onPartial: 'return',
      consistency: 'primary',
    });
  });

  it('is told from one that was not checked', () => {
    const search = parseSearch(collection, {});
    expect(isParsedSearch(search)).toBe(true);
    expect(isParsedSearch({ ...search })).toBe(false);
  });

  it('reads a blank q, and one without a word, as everything', () => {
    expect(parseSearch(collection, { q: '  ' }).text).toBeNull();
    expect(parseSearch(collection, { q: '!? &' }).text).toBeNull();
  });

  it('tells selections from other conditions', () => {
    const where = { brand: ['a'], price: { gte: 1, not: [5] }, inStock: true, or: [{ brand: 'b' }] };
    const { selections, filter } = parseSearch(collection, { where });
    expect(selections).toEqual(
      new Map<string, unknown>([
        ['brand', { kind: 'values', path: 'brand', values: ['a'] }],
        ['price', { kind: 'range', path: 'price', gte: 1 }],
        ['inStock', { kind: 'values', path: 'inStock', values: [true] }],
      ]),
    );
    expect(filter).toEqual({
      kind: 'and',
      items: [
        { kind: 'not', item: { kind: 'values', path: 'price', values: [5] } },
        { kind: 'values', path: 'brand', values: ['b'] },
      ],
    });
  });

  it('ends an order with the id and counts a field once', () => {
    expect(parseSearch(collection, { sort: ['price:desc', 'price:asc', 'brand:asc'] }).order).toEqual([
      { path: 'price', direction: 'desc' },
      { path: 'brand', direction: 'asc' },
      { path: 'id', direction: 'asc' },
    ]);
  });

  it('reads the same from a URL', () => {
    const url =
      'q=key+board&where[brand]=a&where[brand]=b&where[price][lt]=200&where[inStock]=true&where[or][0][id]=1' +
      '&where[variants[].color]=red&where[location][near][lat]=52.5&where[location][near][lon]=13&where[location][near][km]=5' +
      '&sort=price:asc,brand:desc&facets=brand,price&page=2&size=5&fields=name,price&highlight=name&timeoutMs=900&consistency=replica';
    const body = {
      q: 'key board',
      where: {
        brand: ['a', 'b'],
        price: { lt: 200 },
        inStock: true,
        or: [{ id: '1' }],
        'variants[].color': 'red',
        location: { near: { lat: 52.5, lon: 13, km: 5 } },
      },
      sort: ['price:asc', 'brand:desc'],
      facets: ['brand', 'price'],
      page: 2,
      size: 5,
      fields: ['name', 'price'],
      highlight: { fields: ['name'] },
      timeoutMs: 900,
      consistency: 'replica',
    };
    expect(parseSearchUrl(collection, url)).toEqual(parseSearch(collection, body));
  });
});

describe('a wrong search is told what is wrong and what is allowed', () => {
  const cursor = encodeCursor('products', [{ path: 'id', direction: 'desc' }], { values: [], id: '1' });

  it.each<[string, unknown, string, RegExp]>([
    ['no object', [], 'INVALID_VALUE', /must be an object/],
    ['unknown member', { query: 'x' }, 'UNKNOWN_PARAMETER', /^query: is not known here. Use: q, where/],
    ['later member', { distinct: 'sku' }, 'NOT_SUPPORTED', /^distinct/],
    ['q of the wrong type', { q: 5 }, 'INVALID_VALUE', /^q: must be a string, not 5/],
    ['long q', { q: 'x'.repeat(1_001) }, 'LIMIT_EXCEEDED', /1001 characters, at most 1000/],
    ['NUL in q', { q: 'a\0' }, 'INVALID_VALUE', /NUL/],
    ['lone surrogate', { q: '\ud800' }, 'INVALID_VALUE', /surrogate/],
    ['unknown field', { where: { colour: 'red' } }, 'UNKNOWN_FIELD', /"colour". Use one of: id, and, or, not, name/],
    ['inherited name', { where: { toString: 'x' } }, 'UNKNOWN_FIELD', /toString/],
    ['empty list', { where: { brand: [] } }, 'EMPTY_FILTER', /^where.brand: needs at least one value/],
    ['blank value', { where: { brand: ' ' } }, 'EMPTY_FILTER', /^where.brand: must not be blank/],
    ['empty object', { where: { price: {} } }, 'EMPTY_FILTER', /^where.price: needs one of: gt/],
    ['empty or', { where: { or: [] } }, 'EMPTY_FILTER', /^where.or/],
    ['empty nested', { where: { or: [{}] } }, 'EMPTY_FILTER', /^where.or\[0\]/],
    ['value on text', { where: { name: 'x' } }, 'INVALID_FILTER', /a text field does not take "x". It takes: exists/],
    ['range on tag', { where: { brand: { gt: 1 } } }, 'INVALID_FILTER', /a tag field does not take "gt"/],
    ['all on code', { where: { sku: { all: ['x'] } } }, 'INVALID_FILTER', /a code field does not take "all"/],
    ['string number', { where: { price: '5' } }, 'INVALID_VALUE', /^where.price: must be a number, not "5"/],
    ['huge number', { where: { price: { lt: 1e300 } } }, 'INVALID_VALUE', /within ±\(2\^53−1\)/],
    ['time without offset', { where: { releasedAt: { gt: '2026-01-01T10:00' } } }, 'INVALID_VALUE', /ISO 8601/],
    ['impossible day', { where: { releasedAt: { gt: '2026-02-30' } } }, 'INVALID_VALUE', /ISO 8601/],
    ['bad latitude', { where: { location: { near: { lat: 91, lon: 0, km: 1 } } } }, 'INVALID_VALUE', /near.lat/],
    ['deep nesting', { where: nested(9) }, 'LIMIT_EXCEEDED', /nested more than 8/],
    ['many clauses', { where: { or: Array(101).fill({ brand: 'a' }) } }, 'LIMIT_EXCEEDED', /at most 100/],
    ['many values', { where: { brand: Array(1_001).fill('a') } }, 'LIMIT_EXCEEDED', /at most 1000/],
    ['not sortable', { sort: ['name:asc'] }, 'NOT_SORTABLE', /Sort by one of: id, brand, price/],
    ['no direction', { sort: ['price'] }, 'INVALID_VALUE', /"price:asc"/],
    ['not a facet', { facets: ['name'] }, 'NOT_A_FACET', /Use one of: brand, categories, price, releasedAt/],
    ['facet twice', { facets: ['brand', 'brand'] }, 'INVALID_VALUE', /twice/],
    ['facet size', { facets: [{ field: 'brand', size: 1_001 }] }, 'LIMIT_EXCEEDED', /facets\[0\].size/],
    ['range upside down', { facets: [{ field: 'price', ranges: [{ from: 5, to: 5 }] }] }, 'INVALID_VALUE', /below/],
    ['page 0', { page: 0 }, 'INVALID_VALUE', /^page: must be a whole number from 1/],
    ['negative size', { size: -1 }, 'INVALID_VALUE', /^size/],
    ['large size', { size: 251 }, 'LIMIT_EXCEEDED', /at most 250/],
    ['too deep', { page: 501 }, 'PAGE_TOO_DEEP', /10000.*sort.*after/],
    ['after and page', { after: 'x', page: 1, sort: ['id:asc'] }, 'INVALID_VALUE', /together with page/],
    ['after by relevance', { q: 'x', after: 'x' }, 'INVALID_CURSOR', /needs an order/],
    ['foreign cursor', { after: cursor }, 'INVALID_CURSOR', /with the same sort/],
    ['damaged cursor', { after: '%%%' }, 'INVALID_CURSOR', /not a cursor/],
    ['vector and q', { q: 'x', vector: { field: 'embedding', value: [1, 0] } }, 'INVALID_VALUE', /together/],
    ['short vector', { vector: { field: 'embedding', value: [1] } }, 'INVALID_VECTOR', /needs 2 numbers, has 1/],
    ['zero vector', { vector: { field: 'embedding', value: [0, 0] } }, 'INVALID_VECTOR', /zeros/],
    ['no vector field', { vector: { field: 'price', value: [1] } }, 'UNKNOWN_FIELD', /Use: embedding/],
    ['highlight without words', { highlight: { fields: ['price'] } }, 'UNKNOWN_FIELD', /holds no words/],
    ['timeout', { timeoutMs: 10_001 }, 'LIMIT_EXCEEDED', /timeoutMs/],
    ['bad id', { where: { id: [''] } }, 'INVALID_ID', /1 to 256 bytes/],
  ])('%s', (_, input, code, message) => {
    expect(failure(() => parseSearch(collection, input))).toEqual([code, expect.stringMatching(message)]);
  });

  it.each<[string, string, unknown[], string]>([
    ['a number beyond what documents hold', 'price:asc', [-1e308], '1'],
    ['a text for a number', 'price:asc', ['1'], '1'],
    ['a number for a text', 'brand:asc', [-1e-7], '1'],
    ['a lone surrogate', 'brand:asc', ['\ud800'], '1'],
    ['NUL in a text', 'brand:asc', ['a\0'], '1'],
    ['NUL in the id', 'id:asc', [], '1\0'],
    ['a value too many', 'id:asc', [1], '1'],
  ])('a cursor with %s is none', (_, sort, values, id) => {
    const { order } = parseSearch(collection, { sort: [sort] });
    const after = encodeCursor('products', order ?? [], { values: values as (string | number | null)[], id });
    expect(failure(() => parseSearch(collection, { sort: [sort], after }))).toEqual([
      'INVALID_CURSOR',
      expect.stringMatching(/not a cursor/),
    ]);
  });

  it.each([
    ['where[price]=abc', 'INVALID_VALUE', /must be a number, not "abc"/],
    ['where[inStock]=yes', 'INVALID_VALUE', /true or false/],
    ['where[__proto__]=1', 'UNKNOWN_PARAMETER', /__proto__/],
    ['q=%ff', 'INVALID_VALUE', /percent-encoded/],
    ['q=a&q=b', 'INVALID_VALUE', /must be a string/],
    ['where[a][b][c][d][e][f][g][h][i][j][k][l][m][n]=1', 'LIMIT_EXCEEDED', /12 brackets/],
    [Array.from({ length: 1_001 }, (_, i) => `where[brand]=${i}`).join('&'), 'LIMIT_EXCEEDED', /1000 values/],
    ['x=1', 'UNKNOWN_PARAMETER', /^x:/],
  ])('%.60s', (url, code, message) => {
    expect(failure(() => parseSearchUrl(collection, url))).toEqual([code, expect.stringMatching(message)]);
  });
});
