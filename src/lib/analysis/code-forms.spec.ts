import fc from 'fast-check';

import { anyText } from '../../../test/support/arbitrary-text.js';
import { foldCode } from './code-forms.js';

describe('foldCode', () => {
  it.each([
    ['K2-BLK-01', 'k2blk01'],
    ['k2 blk/01', 'k2blk01'],
    ['  (K2_BLK.01) ', 'k2blk01'],
    ['00-0A12', 'a12'],
    ['0', '0'],
    ['000', '0'],
    ['0-0', '0'],
    ['', ''],
    ['-/ 🎉', ''],
    ['ＫＢ－１', 'kb1'],
    ['Straße-7', 'strasse7'],
    ['STRASSE7', 'strasse7'],
    ['ı-I-İ-i', 'iiii'],
    ['Ø10', 'ø10'],
    ['É1', 'é1'],
    ['E\u03011', 'é1'],
    ['J\u030C', 'ǰ'],
    ['٠٠١٢', '12'],
    ['Ⅳ-²', 'iv2'],
    ['ЁЖ-1', 'ёж1'],
    ['ΟΔΟΣ-Σ', 'οδοσσ'],
    ['한-글', '한글'],
    ['\u1112\u1161-\u11AB', '한'],
    ['𝐀-𠀀', 'a𠀀'],
  ])('folds %j to %j', (value, folded) => {
    expect(foldCode(value)).toBe(folded);
  });

  it('makes a UPC-A equal to its EAN-13 and its GTIN-14', () => {
    const upc = foldCode('036000291452');
    expect([foldCode('0036000291452'), foldCode('00036000291452'), foldCode('0 36000 29145 2')]).toEqual([
      upc,
      upc,
      upc,
    ]);
  });

  it('is idempotent and holds letters and digits alone, without a leading zero', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const code = foldCode(value);
        expect(foldCode(code)).toBe(code);
        expect(code).toMatch(/^(?:0|(?!0)[\p{L}\p{N}]*)$/u);
      }),
      { numRuns: 3000 },
    );
  });

  it('does not see punctuation, spaces or case', () => {
    const punctuation = fc.constantFrom('', '-', ' ', '/', '.', '_', '#');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...Array.from('abcxyz0123')), punctuation)), (parts) => {
        const plain = parts.map(([character]) => character).join('');
        expect(foldCode(parts.flat().join('').toUpperCase())).toBe(foldCode(plain));
      }),
    );
  });
});
