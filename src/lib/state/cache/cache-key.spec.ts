import fc from 'fast-check';
import { hashKey } from './cache-key.js';

describe('hashKey', () => {
  it('is the same for the same data, whatever the order of properties', () => {
    expect(hashKey({ a: 1, b: { c: [1, 2], d: 'x' } })).toBe(hashKey({ b: { d: 'x', c: [1, 2] }, a: 1 }));
  });

  it('counts undefined properties and trailing undefined arguments as absent', () => {
    expect(hashKey({ a: 1, b: undefined })).toBe(hashKey({ a: 1 }));
    expect(hashKey(['a', undefined])).toBe(hashKey(['a']));
    expect(hashKey([undefined, 'a'])).not.toBe(hashKey(['a']));
  });

  it('tells values apart that look alike', () => {
    const values = [
      ...[1, '1', 1n, true, 'true', null, 'null', undefined, [], {}, '', [[]], ['a', 'b'], ['a,b'], 'a', ['a']],
      ...[{ a: 1 }, { b: 1 }, [['a', 1]], NaN, 'NaN', '~NaN', Infinity, -Infinity, new Date(0), 0, Buffer.from('a')],
    ];
    expect(new Set(values.map(hashKey)).size).toBe(values.length);
  });

  it('is the same for -0 and 0, for equal dates and equal bytes', () => {
    expect(hashKey(-0)).toBe(hashKey(0));
    expect(hashKey(new Date(5))).toBe(hashKey(new Date(5)));
    expect(hashKey(Buffer.from('ab'))).toBe(hashKey(new Uint8Array([97, 98])));
  });

  it('does not change with the order of properties of any JSON', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed);
      if (typeof value !== 'object' || value === null) return value;
      const members = Object.entries(value).reverse();
      return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]));
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(hashKey(reversed(value))).toBe(hashKey(value));
      }),
    );
  });

  it.each([
    [() => 1, 'a function'],
    [Symbol('s'), 'a symbol'],
    [new Map(), 'an instance of Map'],
    [{ deep: [new Set()] }, 'an instance of Set'],
  ])('refuses %p', (value, what) => {
    expect(() => hashKey(value)).toThrow(
      `A cache key cannot be made of ${what}. Give "key", which returns plain data.`,
    );
  });

  it('refuses what contains itself', () => {
    const loop: unknown[] = [];
    loop.push({ loop });
    expect(() => hashKey(loop)).toThrow('a value that contains itself');
  });
});
