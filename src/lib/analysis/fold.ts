import { CHANGED, COMPLEX, foldedUnit, isAscii, KEEPS_MARKS, KEPT_MARK, unitTraits } from './characters.js';
import { foldSegments } from './segments.js';

const NON_ASCII_RUN = /[\0-\u007F]?[\u0080-\uFFFF]+/g;

/**
 * The form of a text that is indexed and searched. Idempotent, and independent of any locale:
 * - NFKC and full case folding (`ß` and `ẞ` → `ss`, `ſ` → `s`, `ς` → `σ`); the Turkish `İ` and `ı` both become `i`,
 *   since `I` does too.
 * - `æ` → `ae`, `œ` → `oe`, `ø` → `o`, `ł` → `l`, `đ` and `ð` → `d`, `þ` → `th`, `ё` → `е`.
 * - Marks are kept, composed (NFC), on letters; on Latin, Greek, Hebrew and Arabic letters and on anything that is no
 *   letter they are dropped.
 * - Decimal digits of every script become 0–9; a fraction after a digit stands apart (`1½` → `1 1⁄2`).
 * - Invisible characters (soft hyphen, joiners, direction and variation marks) and the Arabic tatweel vanish, the
 *   zero-width space and `™` become a space, apostrophes that Unicode counts as letters become `'`.
 */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  return isAscii(lower) ? lower : foldLower(lower);
}

/**
 * The form in which tags are compared: NFC and full Unicode lower case, accents kept; the final `ς` is `σ`, for what stands
 * behind it would decide otherwise. Idempotent, without a locale.
 */
export function foldTag(value: string): string {
  if (isAscii(value)) return value.toLowerCase();
  return value.normalize('NFC').toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
}

function foldLower(lower: string): string {
  return foldUnits(lower) ?? lower.replace(NON_ASCII_RUN, (run) => foldUnits(run) ?? foldSegments(run));
}

/** Folds unit by unit, the fast way; `undefined` where that would not be `foldSegments(lower)`. */
function foldUnits(lower: string): string | undefined {
  let folded = '';
  let from = 0;
  let keepsMarks = false;
  let hasMarks = false;
  for (let i = 0; i < lower.length; i++) {
    const unit = lower.charCodeAt(i);
    if (unit < 0x80) {
      keepsMarks = false;
      continue;
    }
    const traits = unitTraits(unit);
    if ((traits & COMPLEX) !== 0) {
      if (!keepsMarks || (traits & KEPT_MARK) === 0) return undefined;
      hasMarks = true;
    } else keepsMarks = (traits & KEEPS_MARKS) !== 0;
    if ((traits & CHANGED) !== 0) {
      folded += lower.slice(from, i) + foldedUnit(unit);
      from = i + 1;
    }
  }
  folded += lower.slice(from);
  return hasMarks ? folded.normalize('NFC') : folded;
}
