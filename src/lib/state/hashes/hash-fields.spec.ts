import { decodeField, encodeField, jsonField } from './hash-fields.js';
import type { HashField } from './hash-fields.js';

const json = jsonField<unknown>();

describe('fields of hashes', () => {
  it.each<[HashField, unknown, string]>([
    ['string', '', ''],
    ['string', 'ü\n"', 'ü\n"'],
    ['integer', 9_007_199_254_740_991, '9007199254740991'],
    ['integer', -0, '0'],
    ['number', 0.1, '0.1'],
    ['number', 1e-7, '1e-7'],
    ['boolean', true, '1'],
    ['boolean', false, '0'],
    ['date', new Date(5), '5'],
    [json, { a: [1, null] }, '{"a":[1,null]}'],
    [json, null, 'null'],
  ])('%j: %p is stored as %p, and read back', (field, value, text) => {
    expect(encodeField('f', field, value)).toBe(text);
    expect(decodeField('f', field, text)).toEqual(Object.is(value, -0) ? 0 : value);
  });

  it.each<[HashField, unknown]>([
    ['string', 1],
    ['string', '\ud800'],
    ['integer', 1.5],
    ['integer', 2 ** 53],
    ['integer', '1'],
    ['number', Number.NaN],
    ['number', Number.POSITIVE_INFINITY],
    ['boolean', 1],
    ['date', new Date(Number.NaN)],
    ['date', '2026-01-01'],
    [json, undefined],
  ])('%j does not take %p', (field, value) => {
    expect(() => encodeField('f', field, value)).toThrow(
      expect.objectContaining({ code: 'INVALID_VALUE', message: expect.stringContaining('The field "f" takes') }),
    );
  });

  it.each<[HashField, string]>([
    ['integer', '1.5'],
    ['integer', ''],
    ['number', 'x'],
    ['boolean', 'true'],
    ['date', 'x'],
    [json, '{'],
  ])('%j does not read %p', (field, text) => {
    expect(() => decodeField('f', field, text)).toThrow(
      expect.objectContaining({ message: expect.stringContaining(`"${text}" is stored there`) }),
    );
  });
});
