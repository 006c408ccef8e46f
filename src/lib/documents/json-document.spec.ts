import fc from 'fast-check';
import { MAX_DEPTH, MAX_DOCUMENT_BYTES, toJsonDocument, toJsonValue } from './json-document.js';
import type { Fault } from '../errors/aisle-error.js';

function read(input: unknown) {
  const faults: Fault[] = [];
  return { document: toJsonDocument(input, faults), faults };
}

const accepted: readonly [string, unknown, unknown][] = [
  ['plain values', { a: 'x', b: 1.5, c: true, d: null, e: [1, [2]], f: { g: {} } }, undefined],
  ['a date as its text', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
  ['toJSON, which is told the name', { a: { toJSON: (name: string) => ({ name }) } }, { a: { name: 'a' } }],
  ['toJSON of an element, which is told the index', [{ toJSON: (name: string) => name }], ['0']],
  ['a missing member for undefined', { a: undefined, b: 1 }, { b: 1 }],
  ['null for undefined in an array', { a: [undefined, 1] }, { a: [null, 1] }],
  ['zero for minus zero', { a: -0, b: [-0] }, { a: 0, b: [0] }],
  ['the largest safe integers', { a: 2 ** 53 - 1, b: -(2 ** 53 - 1) }, undefined],
  ['the smallest double', { a: 5e-324 }, undefined],
  ['wrapped values', { a: Object('x'), b: Object(1), c: Object(true) }, { a: 'x', b: 1, c: true }],
  [
    'an instance of a class',
    new (class Point {
      lat = 1;
      lon = 2;
    })(),
    { lat: 1, lon: 2 },
  ],
  ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), { a: 1 }],
  ['members that objects inherit', { constructor: 1, toString: 'x' }, undefined],
  ['surrogate pairs', { '😀': '😀' }, undefined],
  ['a shared object', ((shared) => ({ a: shared, b: shared }))({ x: 1 }), { a: { x: 1 }, b: { x: 1 } }],
];

describe('toJsonValue', () => {
  it.each(accepted)('takes %s', (_, input, expected) => {
    const faults: Fault[] = [];
    const value = toJsonValue(input, faults);
    expect({ value, faults }).toEqual({ value: expected ?? input, faults: [] });
  });

  it('gives a copy that holds −0 nowhere', () => {
    expect(Object.is((read({ a: -0 }).document as { a: number }).a, 0)).toBe(true);
  });

  it('gives what JSON would, of all that JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'));
        const faults: Fault[] = [];
        const plain = toJsonValue({ value }, faults);
        fc.pre(faults.length === 0);
        expect(plain).toEqual(JSON.parse(JSON.stringify({ value })));
      }),
    );
  });
});

const limit = 'must lie within ±(2^53−1), beyond which numbers are not exact; store';
const refused: readonly [string, unknown, readonly (readonly [string, string])[]][] = [
  ['NaN', { a: { b: [1, NaN] } }, [['a.b[1]', 'must be a finite number, not NaN']]],
  ['an infinite number', { a: -Infinity }, [['a', 'must be a finite number, not -Infinity']]],
  ['a number that is not exact', { a: 2 ** 53 }, [['a', `${limit} 9007199254740992 as a string`]]],
  ['NUL', { a: 'x\0' }, [['a', 'must not hold a NUL character']]],
  ['a lone surrogate', { a: ['\uD83D'] }, [['a[0]', 'must not hold a lone surrogate character']]],
  ['NUL in a name', { 'a\0': 1 }, [['a\0', 'must not hold a NUL character in its name']]],
  ['a lone surrogate in a name', { '\uDC00': 1 }, [['\uDC00', 'must not hold a lone surrogate character in its name']]],
  ['a big integer', { a: 1n }, [['a', 'must not be a bigint: JSON has no such value']]],
  ['a function', { a: () => 1 }, [['a', 'must not be a function: JSON has no such value']]],
  ['a symbol', { a: Symbol('x') }, [['a', 'must not be a symbol: JSON has no such value']]],
  ['a map', { a: new Map() }, [['a', 'must not be a Map: JSON has no such value']]],
  ['a typed array', { a: new Float32Array(2) }, [['a', 'must not be a Float32Array: JSON has no such value']]],
  ['a member __proto__', { a: JSON.parse('{"__proto__": 1}') }, [['a.__proto__', 'must not be the name of a member']]],
  ['a document that is an array', [], [['', 'A document must be an object']]],
  ['a document that is text', 'x', [['', 'A document must be an object']]],
  ['no document', undefined, [['', 'must not be undefined']]],
  ['a date for a document', new Date(0), [['', 'A document must be an object']]],
  [
    'several faults, all named',
    { a: NaN, b: { c: 1n }, d: 'fine' },
    [
      ['a', 'must be a finite number, not NaN'],
      ['b.c', 'must not be a bigint: JSON has no such value'],
    ],
  ],
];

describe('toJsonDocument', () => {
  it.each(refused)('refuses %s', (_, input, faults) => {
    expect(read(input)).toEqual({
      document: undefined,
      faults: faults.map(([path, message]) => ({ path, message })),
    });
  });

  it('refuses cycles and names where they begin', () => {
    const a: Record<string, unknown> = { b: { c: [] } };
    (a['b'] as { c: unknown[] }).c.push(a['b']);
    expect(read(a).faults).toEqual([{ path: 'b.c[0]', message: 'must not refer to an object that it lies in' }]);
  });

  it('ends soon with a cycle that branches at each level', () => {
    const a: Record<string, unknown> = {};
    for (const name of ['x', 'y', 'z']) a[name] = a;
    expect(read(a).faults).toHaveLength(1);
  });

  it(`takes ${MAX_DEPTH} levels and no more`, () => {
    const nested = (levels: number): object => (levels === 1 ? {} : { a: nested(levels - 1) });
    expect(read(nested(MAX_DEPTH)).faults).toEqual([]);
    expect(read(nested(MAX_DEPTH + 1)).faults.map(({ message }) => message)).toEqual([
      `must not be nested deeper than ${MAX_DEPTH} levels`,
    ]);
  });

  it('measures bytes as JSON has them', () => {
    const around = Buffer.byteLength(JSON.stringify({ a: '' }));
    expect(read({ a: 'x'.repeat(MAX_DOCUMENT_BYTES - around) }).faults).toEqual([]);
    expect(read({ a: '"'.repeat((MAX_DOCUMENT_BYTES - around) / 2) }).faults).toEqual([]);
    for (const text of [
      'x'.repeat(MAX_DOCUMENT_BYTES - around + 1),
      'é'.repeat(MAX_DOCUMENT_BYTES / 2),
      '\x01'.repeat(180_000),
    ]) {
      expect(() => read({ a: text })).toThrow(expect.objectContaining({ code: 'DOCUMENT_TOO_LARGE', status: 413 }));
    }
  });

  it('ends soon with an input of a size beyond all reason', () => {
    expect(() => read({ a: new Array(2 ** 32 - 1) })).toThrow(expect.objectContaining({ code: 'DOCUMENT_TOO_LARGE' }));
  });

  it('names a hundred faults at most', () => {
    expect(read({ a: Array.from({ length: 500 }, () => NaN) }).faults).toHaveLength(100);
  });
});
