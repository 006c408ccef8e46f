import { compileProjection } from './projection.js';

const document = {
  id: 'a',
  name: 'x',
  specs: { layout: 'DE', keys: 87, media: { video: 'v' } },
  variants: [{ sku: '1', color: 'red' }, { sku: '2' }, null, 'odd'],
  empty: null,
  tags: ['a', 'b'],
};

describe('compileProjection', () => {
  it.each([
    [['name'], { name: 'x' }],
    [['tags[]'], { tags: ['a', 'b'] }],
    [['specs.layout'], { specs: { layout: 'DE' } }],
    [['specs.layout', 'specs.media.video'], { specs: { layout: 'DE', media: { video: 'v' } } }],
    [['specs.layout', 'specs'], { specs: document.specs }],
    [['specs', 'specs.layout'], { specs: document.specs }],
    [['variants[].color'], { variants: [{ color: 'red' }, {}, null, null] }],
    [['variants.sku'], { variants: [{ sku: '1' }, { sku: '2' }, null, null] }],
    [['missing', 'specs.missing', 'name.first', 'empty.x'], { specs: {}, empty: null }],
    [['constructor', 'toString.name'], {}],
    [[], {}],
  ])('%j', (fields, expected) => {
    expect(compileProjection(fields).apply(document)).toEqual(expected);
  });

  it('gives the document itself without fields', () => {
    expect(compileProjection(undefined).apply(document)).toBe(document);
  });

  it('tells whether a vector is wanted', () => {
    const { includes } = compileProjection(['name', 'media', 'a.b.c']);
    expect(['name', 'media.embedding', 'media', 'a.b.c', 'a.b', 'embedding'].map(includes)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(compileProjection(undefined).includes('embedding')).toBe(true);
  });

  it.each(['', 'a.', 'a[0]', '[]', 'a[].', 'a[][]'])('refuses the field %j', (field) => {
    expect(() => compileProjection([field])).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }));
  });

  it('refuses more fields than a definition can have', () => {
    const fields = Array.from({ length: 201 }, (_, index) => `f${index}`);
    expect(() => compileProjection(fields)).toThrow(expect.objectContaining({ code: 'LIMIT_EXCEEDED' }));
  });
});
