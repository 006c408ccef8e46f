import type { AnyCollection } from '../../collections/collection.js';
import { createCollection } from '../../collections/create-collection.js';
import { boolean, code, date, geo, hierarchy, numeric, tag, text, vector } from '../../collections/fields.js';
import { layoutOf } from '../../collections/field-layout.js';
import { packedFacetsOf } from '../../collections/packed-facets.js';
import type { Fields } from '../../collections/typed-paths.js';
import type { JsonObject } from '../json-value.js';
import { deriveDocument, shapeOf } from './derive-document.js';

const collection = (fields: Fields) => createCollection('things', null, fields, {});

/** What is derived, with the members named by path and suffix: `name`, `name_w`. */
function derive(document: JsonObject, serving: AnyCollection, other: AnyCollection | null = null) {
  const { doc, idx, vectors, faults } = deriveDocument(document, { serving, other });
  const names = new Map<string, string>();
  for (const definition of [serving, ...(other === null ? [] : [other])]) {
    for (const { path, members } of layoutOf(definition).values()) names.set(members.filter, path);
  }
  const rename = (member: string) => {
    const [, base = member, suffix = ''] = /^(.*_[0-9a-f]{6})(_[wfs]|\+)?$/.exec(member) ?? [];
    return `${names.get(base) ?? base}${suffix}`;
  };
  const { has, ...members } = idx;
  return {
    doc,
    has: (has as string[]).map(rename),
    idx: Object.fromEntries(Object.entries(members).map(([member, value]) => [rename(member), value])),
    vectors: Object.fromEntries(Object.entries(vectors).map(([path, member]) => [path, rename(member)])),
    faults: faults.map(({ path, message }) => `${path} ${message}`),
  };
}

type Row = [what: string, fields: Fields, document: JsonObject, has: string[], idx: JsonObject];

const rows: Row[] = [
  ['a text', { name: text() }, { name: 'Café-Crème 3½' }, ['name'], { name_w: '\uF8F0cafe cafe creme 3 1 2' }],
  [
    'texts',
    { name: text() },
    { name: ['One two', ' ', null, 'Three'] },
    ['name'],
    { name_w: '\uF8F0one one two \uF8F0three three' },
  ],
  [
    'a text to sort by',
    { name: text({ sortable: true }) },
    { name: 'Éa B' },
    ['name'],
    { name_w: '\uF8F0ea ea b', name_s: ['ea b'] },
  ],
  [
    'texts to sort by, by UTF-8 bytes',
    { name: text({ sortable: true }) },
    { name: ['\uFFFCb', '😀', 'Zz'] },
    ['name', 'name+'],
    { name_w: '\uF8F0b b \uF8F0zz zz', name_s: ['zz', '😀'] },
  ],
  ['a text without a word', { name: text() }, { name: '!?' }, ['name'], {}],
  ['a code', { sku: code() }, { sku: 'K2-BLK/01' }, ['sku'], { sku: 'k2blk01' }],
  [
    'codes to sort by',
    { sku: code({ sortable: true }) },
    { sku: ['B-2', '00-A1'] },
    ['sku', 'sku+'],
    { sku: 'b2 a1', sku_s: ['00-a1', 'b-2'] },
  ],
  ['a code without a letter', { sku: code() }, { sku: '--' }, ['sku'], {}],
  ['a tag', { brand: tag() }, { brand: 'ÉCLAT' }, ['brand'], { brand: ['éclat'] }],
  ['tags, distinct by case', { brand: tag() }, { brand: ['A', 'b', 'a', 'B'] }, ['brand'], { brand: ['a', 'b'] }],
  [
    'a tag with all options, in its first spelling',
    { brand: tag({ facet: true, searchable: true, sortable: true }) },
    { brand: ['Big Cat', 'big cat', 'Ant'] },
    ['brand', 'brand+'],
    {
      brand: ['big cat', 'ant'],
      brand_f: 'Big Cat\x1fAnt',
      brand_w: 'big cat \uF8F1big\uF8F1cat big cat \uF8F1big\uF8F1cat ant \uF8F1ant',
      brand_s: ['ant', 'big cat'],
    },
  ],
  [
    'facet values that hold the separator',
    { brand: tag({ facet: true }) },
    { brand: ['a\x1fb', 'c\x1bSd', '\x1b'] },
    ['brand'],
    { brand: ['a\x1fb', 'c\x1bsd', '\x1b'], brand_f: 'a\x1bSb\x1fc\x1bESd\x1f\x1bE' },
  ],
  [
    'a hierarchy',
    { path: hierarchy({ facet: true, searchable: true }) },
    { path: ['Audio> Headphones  >In-Ear', 'AUDIO > Speakers', '>'] },
    ['path'],
    {
      path: ['audio', 'audio > headphones', 'audio > headphones > in-ear', 'audio > speakers'],
      path_f: 'Audio\x1fAudio > Headphones\x1fAudio > Headphones > In-Ear\x1fAUDIO > Speakers',
      path_w:
        'audio \uF8F1audio headphones \uF8F1headphones in ear \uF8F1in\uF8F1ear audio \uF8F1audio speakers \uF8F1speakers',
    },
  ],
  ['a hierarchy of no level', { path: hierarchy() }, { path: ' > ' }, [], {}],
  [
    'another separator',
    { path: hierarchy({ separator: '/' }) },
    { path: 'a/b > c' },
    ['path'],
    { path: ['a', 'a/b > c'] },
  ],
  ['a number', { price: numeric() }, { price: 9.5 }, ['price'], {}],
  ['a number to sort by', { price: numeric({ sortable: true }) }, { price: 0 }, ['price'], { price_s: [0] }],
  [
    'numbers of a facet',
    { price: numeric({ facet: true }) },
    { price: [3, -1, 2] },
    ['price', 'price+'],
    { price_s: [-1, 3] },
  ],
  ['equal numbers', { price: numeric({ facet: true }) }, { price: [3, 3] }, ['price'], { price_s: [3] }],
  ['a boolean', { inStock: boolean({ facet: true }) }, { inStock: false }, ['inStock'], {}],
  [
    'booleans',
    { 'flags[]': boolean() },
    { flags: [true, null, false, true] },
    ['flags[]'],
    { 'flags[]': ['true', 'false'] },
  ],
  ['a day', { at: date() }, { at: '1970-01-02' }, ['at'], { at: 86_400_000 }],
  [
    'instants to sort by',
    { at: date({ sortable: true }) },
    { at: ['1970-01-01T01:00:00+01:00', '1969-12-31T23:59:59.999Z'] },
    ['at', 'at+'],
    { at: [0, -1], at_s: [-1, 0] },
  ],
  ['a blank date', { at: date() }, { at: '' }, [], {}],
  ['a point', { place: geo() }, { place: { lat: 52.5, lon: 13.4, name: 'B' } }, ['place'], { place: '13.4,52.5' }],
  [
    'points, one of them at the date line',
    { place: geo() },
    {
      place: [
        { lat: -85.05112878, lon: 180 },
        { lat: 1e-7, lon: -180 },
      ],
    },
    ['place'],
    { place: ['-180,-85.05112878', '-180,1e-7'] },
  ],
  [
    'fields of the elements of an array',
    { 'variants[].color': tag({ facet: true }), 'variants[].stock': numeric({ facet: true }) },
    { variants: [{ color: 'Red', stock: 4 }, { color: 'red' }, { stock: 0 }, null] },
    ['variants[].color', 'variants[].stock', 'variants[].stock+'],
    { 'variants[].color': ['red'], 'variants[].color_f': 'Red', 'variants[].stock_s': [0, 4] },
  ],
  [
    'no value: absent, null, empty, blank',
    { a: text({ sortable: true }), b: tag({ facet: true }), c: numeric({ sortable: true }), d: code(), 'e[].f': tag() },
    { a: ' \t\u3000', b: [], c: null, e: [{}, { f: null }, { f: '' }] },
    [],
    {},
  ],
];

describe('deriveDocument', () => {
  it.each<Row>(rows)('%s', (_, fields, document, has, idx) => {
    expect(derive(document, collection(fields))).toEqual({ doc: document, has, idx, vectors: {}, faults: [] });
  });

  it('moves a vector out of the document, and leaves what stands beside it', () => {
    const fields = { embedding: vector({ dimensions: 2 }), 'media.embedding': vector({ dimensions: 3 }) };
    const document = { name: 'x', embedding: [1, -0.5], media: { embedding: [0, 0, 1], url: 'u' } };
    const before = JSON.stringify(document);
    expect(derive(document, collection(fields))).toEqual({
      doc: { name: 'x', media: { url: 'u' } },
      has: ['embedding', 'media.embedding'],
      idx: { embedding: [1, -0.5], 'media.embedding': [0, 0, 1] },
      vectors: { embedding: 'embedding', 'media.embedding': 'media.embedding' },
      faults: [],
    });
    expect(JSON.stringify(document)).toBe(before);
  });

  it('takes an empty vector and null for none', () => {
    const fields = { a: vector({ dimensions: 2 }), b: vector({ dimensions: 2 }) };
    const document = { a: [], b: null };
    expect(derive(document, collection(fields))).toEqual({ doc: document, has: [], idx: {}, vectors: {}, faults: [] });
  });
});

describe('boosts', () => {
  const fields = { new: boolean({ facet: true }), 'shop.own': boolean({ facet: true }) };
  const boosted = (...ranking: readonly object[]) => createCollection('things', null, fields, { ranking });
  const boostsOf = (document: JsonObject, serving: AnyCollection, other: AnyCollection | null = null) =>
    Object.entries(deriveDocument(document, { serving, other }).idx).filter(([member]) => /^boost_/.test(member));
  const [more, less] = [
    { boost: 'new', by: 1.1 },
    { boost: 'shop.own', by: 0.5 },
  ];

  it.each<[JsonObject, number]>([
    [{ new: true, shop: { own: true } }, 1.1 * 0.5],
    [{ new: true, shop: { own: false } }, 1.1],
    [{ shop: { own: true } }, 0.5],
    [{ new: false }, 1],
    [{}, 1],
  ])('of %j multiply to %d', (document, product) => {
    expect(boostsOf(document, boosted(more, less))).toEqual([[expect.any(String), product]]);
  });

  it('of two definitions lie side by side, equal ones once', () => {
    const serving = boosted(more);
    expect(boostsOf({ new: true }, serving, boosted({ ...more, by: 2 })).map(([, boost]) => boost)).toEqual([1.1, 2]);
    expect(boostsOf({ new: true }, serving, boosted(more))).toEqual(boostsOf({ new: true }, serving));
    expect(boostsOf({ new: true }, collection(fields))).toEqual([]);
  });
});

describe('several facets', () => {
  const fields = { a: tag({ facet: true }), b: hierarchy({ facet: true }), c: tag({ facet: true }), d: tag() };
  const serving = collection(fields);
  const { member, overflow } = packedFacetsOf(layoutOf(serving))!;
  const idxOf = (document: JsonObject, other: AnyCollection | null = null) =>
    deriveDocument(document, { serving, other }).idx;

  it('are packed as they are joined, a letter before each value', () => {
    expect(idxOf({ a: ['x', 'X', '\x1f'], b: 'u > v', d: 'z' })[member]).toBe('Ax\x1fA\x1bS\x1fBu\x1fBu > v');
    expect(idxOf({ d: 'z' })[member]).toBeUndefined();
  });

  it('tell where they are more than the engine splits', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => `v${at}`);
    expect(idxOf({ a: many, c: many.slice(0, 24) }).has).not.toContain(overflow);
    expect(idxOf({ a: many, c: many.slice(0, 25) }).has).toContain(overflow);
  });

  it('are packed for both definitions', () => {
    const next = collection({ ...fields, e: tag({ facet: true }) });
    const idx = idxOf({ a: 'x', e: 'y' }, next);
    expect(idx[member]).toBe('Ax');
    expect(idx[packedFacetsOf(layoutOf(next))!.member]).toBe('Ax\x1fDy');
    expect(shapeOf({ serving, other: next })).not.toBe(shapeOf({ serving, other: null }));
  });
});

describe('two definitions', () => {
  const old = collection({ name: text(), brand: tag({ facet: true }), price: numeric() });
  const next = collection({ name: text({ sortable: true }), brand: text(), price: numeric() });

  it('derive what either needs, once where they agree', () => {
    expect(derive({ name: 'Ab', brand: 'Xy', price: 1 }, old, next)).toEqual({
      doc: { name: 'Ab', brand: 'Xy', price: 1 },
      has: ['name', 'brand', 'price', 'brand'],
      idx: { name_w: '\uF8F0ab ab', name_s: ['ab'], brand: ['xy'], brand_f: 'Xy', brand_w: '\uF8F0xy xy' },
      vectors: {},
      faults: [],
    });
  });

  it('must both fit', () => {
    expect(
      derive({ brand: 'x', price: 'y' }, collection({ brand: tag() }), collection({ price: numeric() })).faults,
    ).toEqual(['price must be a number, not "y"']);
    const dimensions = (count: number) => collection({ a: vector({ dimensions: count }) });
    expect(derive({ a: [1, 2] }, dimensions(2), dimensions(3)).faults).toEqual(['a must have 3 numbers, it has 2']);
  });

  it('move a vector out of the document only where both have it', () => {
    const without = collection({ name: text() });
    const withVector = collection({ name: text(), a: vector({ dimensions: 1 }) });
    const kept = { doc: { a: [2] }, has: ['a'], idx: { a: [2] }, vectors: {}, faults: [] };
    expect(derive({ a: [2] }, without, withVector)).toEqual(kept);
    expect(derive({ a: [2] }, withVector, without)).toEqual(kept);
    expect(derive({ a: [2] }, withVector, withVector)).toEqual({ ...kept, doc: {}, vectors: { a: 'a' } });
  });
});

describe('shapeOf', () => {
  const shape = (serving: Fields, other?: Fields) =>
    shapeOf({ serving: collection(serving), other: other === undefined ? null : collection(other) });

  it('is that of what is derived, whichever definition asks for it and in whatever order', () => {
    expect(shape({ a: tag(), b: text() })).toBe(shape({ b: text(), a: tag() }));
    expect(shape({ a: tag() }, { b: text() })).toBe(shape({ b: text() }, { a: tag() }));
    expect(shape({ a: text({ weight: 1 }) })).toBe(shape({ a: text({ weight: 7 }) }));
  });

  it('differs with every member that is derived', () => {
    const shapes = [
      shape({ a: tag() }),
      shape({ a: tag({ facet: true }) }),
      shape({ a: tag({ sortable: true }) }),
      shape({ a: tag({ searchable: true }) }),
      shape({ a: text() }),
      shape({ a: tag(), b: numeric() }),
      shape({ a: vector({ dimensions: 1 }) }),
      shape({ a: vector({ dimensions: 1 }) }, { a: tag() }),
    ];
    expect(new Set(shapes).size).toBe(shapes.length);
  });
});
