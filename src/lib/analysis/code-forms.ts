import { isAscii } from './characters.js';
import { foldCase, foldDigits } from './segments.js';

const ASCII_PUNCTUATION = /[^a-z0-9]+/g;
const PUNCTUATION = /[^\p{L}\p{N}]+/gu;
const LEADING_ZEROS = /^0+(?=.)/s;

/**
 * The form in which codes (SKU, EAN, MPN) are compared: NFKC, case folded, letters and digits alone, without leading
 * zeros (`0` stays). So `K2-BLK-01` equals `k2blk01`, and a UPC-A equals its EAN-13. `''` when nothing is left.
 */
export function foldCode(value: string): string {
  const lower = value.toLowerCase();
  const kept = isAscii(lower) ? lower.replace(ASCII_PUNCTUATION, '') : foldUnicodeCode(lower);
  return kept.replace(LEADING_ZEROS, '');
}

function foldUnicodeCode(lower: string): string {
  const folded = foldCase(lower.normalize('NFKC').toLowerCase()).normalize('NFC');
  return foldDigits(folded.replace(PUNCTUATION, '')).normalize('NFC');
}
