import fc from 'fast-check';
import { restoreNumbers, stringifyExactly } from './exact-numbers.js';

const double = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1, max: 1, noNaN: true }),
);

describe('stringifyExactly', () => {
  it.each([
    [{ price: 19.99, stock: -3, tiny: 1e-7, zero: 0, large: 2 ** 53 - 1 }],
    [{ ean: '40063813339310000000', text: '5e-324 and "0.249805808067321780"\\', list: ['1e-99'] }],
  ])('leaves %j as it is', (value) => {
    expect(stringifyExactly(value)).toEqual({ text: JSON.stringify(value), inexact: [] });
  });

  it('writes a number that the engine misreads with other digits', () => {
    expect(stringifyExactly([0.1, -1.735208826342501e-238, 'x 1.735208826342501e-238'])).toEqual({
      text: '[0.1,-1.7352088263425009e-238,"x 1.735208826342501e-238"]',
      inexact: [],
    });
  });

  it('takes no short number with an exponent for sure', () => {
    const { text } = stringifyExactly([-9.49784318872735e-9]);
    expect(text).not.toBe('[-9.49784318872735e-9]');
    expect(JSON.parse(text)).toEqual([-9.49784318872735e-9]);
  });

  it('says where no digits help', () => {
    const value = { a: [1, 0.24980580806732178], b: { c: '0.24980580806732178' } };
    expect(stringifyExactly(value)).toEqual({
      text: JSON.stringify(value),
      inexact: [[['a', 1], '0.24980580806732178']],
    });
  });

  it('writes the same value', () => {
    fc.assert(
      fc.property(fc.array(double), (values) => {
        const document = { values, nested: { 'a"b': values.map(String), last: values.at(-1) ?? null } };
        expect(JSON.parse(stringifyExactly(document).text)).toEqual(JSON.parse(JSON.stringify(document)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('passes over long strings', () => {
    const value = { text: '1.2345678901234567 \\" '.repeat(40_000) };
    expect(stringifyExactly(value).text).toBe(JSON.stringify(value));
  });
});

describe('restoreNumbers', () => {
  const document = { a: [1, 0.2498058080673218], b: { c: 0.1 } };

  it('puts numbers back, and leaves what it was given as it was', () => {
    const before = JSON.stringify(document);
    expect(restoreNumbers(document, [[['a', 1], '0.24980580806732178']])).toEqual({
      a: [1, 0.24980580806732178],
      b: { c: 0.1 },
    });
    expect(JSON.stringify(document)).toBe(before);
  });

  it.each([
    ['a number that another program changed', ['b', 'c']],
    ['a member that is not there', ['b', 'd']],
    ['an element that is not there', ['a', 7]],
    ['a path of another form', ['a', 'x']],
    ['an object', ['b']],
  ])('leaves %s', (_, path) => {
    expect(restoreNumbers(document, [[path, '0.24980580806732178']])).toEqual(document);
  });
});
