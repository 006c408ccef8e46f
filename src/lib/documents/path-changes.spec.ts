import { parseDocumentPath, valueAt } from './document-path.js';
import { appendAt, incrementAt, setAt } from './path-changes.js';

const document = {
  name: 'x',
  stock: 5,
  tags: ['a'],
  variants: [{ stock: 1 }, { stock: 2, sizes: [1] }],
  specs: { a: 1 },
};

describe('parseDocumentPath', () => {
  it.each([
    ['name', ['name']],
    ['specs.layout', ['specs', 'layout']],
    ['variants[0].stock', ['variants', 0, 'stock']],
    ['grid[1][2]', ['grid', 1, 2]],
  ])('parses %s', (path, steps) => {
    expect(parseDocumentPath(path)).toEqual(steps);
  });

  it.each(['', '.', 'a.', 'a..b', '[0]', 'a[]', 'a[-1]', 'a[x]', 'a[0]b', 'a]', '__proto__.x', 'a[12345678]'])(
    'refuses %j',
    (path) => {
      expect(() => parseDocumentPath(path)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE' }));
    },
  );
});

describe('valueAt', () => {
  it.each([
    ['variants[1].sizes[0]', 1],
    ['specs', { a: 1 }],
    ['variants[7].stock', undefined],
    ['variants.stock', undefined],
    ['name.length', undefined],
    ['constructor', undefined],
  ])('%s', (path, value) => {
    expect(valueAt(document, parseDocumentPath(path))).toEqual(value);
  });
});

describe('changes at a path', () => {
  const path = parseDocumentPath;

  it('set a member, an element and the one after the last, and leave the document as it was', () => {
    const before = JSON.stringify(document);
    expect(setAt(document, path('specs.b'), 2)).toEqual({ ...document, specs: { a: 1, b: 2 } });
    expect(setAt(document, path('tags[0]'), 'b')).toEqual({ ...document, tags: ['b'] });
    expect(setAt(document, path('tags[1]'), 'b')).toEqual({ ...document, tags: ['a', 'b'] });
    expect(JSON.stringify(document)).toBe(before);
  });

  it('raise a number', () => {
    const { variants, ...rest } = document;
    expect(incrementAt(document, path('variants[0].stock'), -1)).toEqual({
      ...rest,
      variants: [{ stock: 0 }, variants[1]],
    });
  });

  it('append to an array', () => {
    expect(appendAt(document, path('tags'), ['b', null])).toEqual({ ...document, tags: ['a', 'b', null] });
  });

  const wrong: readonly [string, () => unknown, string][] = [
    ['a parent that is missing', () => setAt(document, path('a.b.c'), 1), 'There is nothing at "a". Set it first.'],
    ['a parent that is no object', () => setAt(document, path('name.b'), 1), '"name" must be an object, it is "x".'],
    [
      'a parent that is no array',
      () => setAt(document, path('specs[0]'), 1),
      '"specs" must be an array, it is an object.',
    ],
    [
      'an array taken for an object',
      () => setAt(document, path('variants.stock'), 1),
      '"variants" must be an object, it is an array.',
    ],
    [
      'an index beyond the next one',
      () => setAt(document, path('tags[2]'), 1),
      '"tags" has 1 elements, so the next index is 1, not 2.',
    ],
    [
      'a number that is missing',
      () => incrementAt(document, path('sold'), 1),
      '"sold" must be a number, there is nothing; set it first.',
    ],
    ['a number that is none', () => incrementAt(document, path('name'), 1), '"name" must be a number, it is "x".'],
    [
      'an array that is missing',
      () => appendAt(document, path('variants[0].sizes'), [1]),
      '"variants[0].sizes" must be an array, there is nothing; set it first.',
    ],
    ['an array that is none', () => appendAt(document, path('stock'), [1]), '"stock" must be an array, it is 5.'],
  ];
  it.each(wrong)('refuse %s', (_, change, message) => {
    expect(change).toThrow(expect.objectContaining({ code: 'INVALID_VALUE', message }));
  });
});
