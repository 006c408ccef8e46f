import { createCollection } from '../collections/create-collection.js';
import { layoutOf } from '../collections/field-layout.js';
import { numeric, text, vector } from '../collections/fields.js';
import type { RawHit } from '../query/hits-step.js';
import { parseSearch } from '../query/parse-search.js';
import { toSearchJson, toSearchResult } from './search-page.js';
import type { AnsweredPage } from './search-page.js';

const fields = { name: text(), price: numeric({ sortable: true, facet: true }), embedding: vector({ dimensions: 2 }) };
const collection = createCollection('products', null, fields, {});
const target = { index: 'idx', layout: layoutOf(collection), ranking: [], now: 0 };

const hit = (id: string, overrides: Partial<RawHit> = {}): RawHit => ({
  ...{ id, score: 1.5, numbers: null, vectors: new Map(), position: null },
  document: `{"id": ${JSON.stringify(id)}, "name": "A \\"red\\" lamp", "price": 9.5}`,
  ...overrides,
});

const page = (input: object, hits: readonly RawHit[], overrides: Partial<AnsweredPage> = {}): AnsweredPage => ({
  target,
  search: parseSearch(collection, input),
  reply: { hits, total: 7, facets: [], warnings: [] },
  corrected: null,
  optional: [],
  reasons: [],
  tookMs: 1.234,
  ...overrides,
});

const query = { text: 'lamp', corrected: null, optional: [], mode: 'keyword', rules: [] };
const document = { id: 'a', name: 'A "red" lamp', price: 9.5 };

describe('an answer', () => {
  it('holds hits, total and what was searched for', () => {
    expect(toSearchResult(page({ q: 'lamp' }, [hit('a')]))).toEqual({
      hits: [{ id: 'a', score: 1.5, document }],
      ...{ total: 7, page: 1, size: 20, query, partial: false, tookMs: 1.23 },
    });
  });

  it('tells why it may be incomplete', () => {
    const reasons = ['TIMEOUT'] as const;
    expect(toSearchResult(page({ q: 'lamp' }, [], { reasons }))).toMatchObject({
      ...{ partial: true, partialReasons: ['TIMEOUT'] },
    });
  });

  it('has its hits in the order of a sort, without a score', () => {
    const hits = [hit('a', { score: null }), hit('b', { score: null })];
    expect(toSearchResult(page({ sort: ['price:asc'] }, hits)).hits).toEqual([
      { id: 'a', document },
      { id: 'b', document: { ...document, id: 'b' } },
    ]);
  });

  it('shows a vector that was asked for, and numbers to the digit', () => {
    const vectors = new Map([['embedding', '[0.25,-1]']]);
    const numbers = '[[["price"],"9.500000000000002"]]';
    const shown = ['price', 'embedding'];
    expect(toSearchResult(page({ q: 'lamp', fields: shown }, [hit('a', { vectors, numbers })])).hits).toEqual([
      { id: 'a', score: 1.5, document: { price: 9.500000000000002, embedding: [0.25, -1] } },
    ]);
  });
});

describe('the JSON of an answer', () => {
  it.each([
    ['whole documents', page({ q: 'lamp' }, [hit('a'), hit('"b"')])],
    ['no hits', page({ q: 'lamp', size: 0, facets: ['price'] }, [])],
    ['a sort', page({ sort: ['price:asc'] }, [hit('a', { score: null })])],
    ['fields', page({ q: 'lamp', fields: ['name'] }, [hit('a')])],
    ['highlights', page({ q: 'lamp', highlight: { fields: ['name'] } }, [hit('a')])],
    [
      'numbers to the digit',
      page({ q: 'lamp' }, [hit('a', { numbers: '[[["price"],"9.500000000000002"]]' }), hit('b')]),
    ],
    ['a partial answer', page({ q: 'lamp' }, [hit('a')], { reasons: ['TIMEOUT'] })],
  ])('is that of the answer itself: %s', (_, answered) => {
    expect(JSON.parse(toSearchJson(answered))).toEqual(JSON.parse(JSON.stringify(toSearchResult(answered))));
  });

  it('takes whole documents over as they are', () => {
    const json = toSearchJson(page({ q: 'lamp' }, [hit('a', { document: '{"price":10.0}' })]));
    expect(json.startsWith('{"hits":[{"id":"a","score":1.5,"document":{"price":10.0}}],"total":7,')).toBe(true);
  });
});
