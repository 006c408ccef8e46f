/**
 * The definition of text folding, as regular expressions over whole strings. `fold.ts` runs it on what is not simple.
 *
 * A segment is a character with all that may melt into it: folding a text equals folding its segments one by one.
 */

/** What belongs to the character before it: marks, ignorables, tatweel, and whatever NFKD turns into a mark or a jamo. */
const CONTINUATION =
  '[\\p{M}\\p{DI}\\u0640\\u0E33\\u0EB3\\u1160-\\u11FF\\uD7B0-\\uD7FF\\u3131-\\u318E' +
  '\\uFCF2-\\uFCF4\\uFE71\\uFE77\\uFE79\\uFE7B\\uFE7D\\uFE7F\\uFF9E-\\uFFDC]';
const SEGMENT = new RegExp(`[^]${CONTINUATION}*`, 'gu');
const CONTINUES = new RegExp(`^${CONTINUATION}`, 'u');

const IGNORED = /(?!\u200B)[\p{DI}\p{Me}]/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;
const SEPARATOR = /[\u200B\u2120\u2122]/g;
const VULGAR_FRACTION = '[\\u00BC-\\u00BE\\u2150-\\u215F\\u2189]';
const FRACTION_AFTER_DIGIT = new RegExp(`(?<=\\p{N}[\\p{M}\\p{DI}\\u0640]*)${VULGAR_FRACTION}`, 'gu');
const IS_FRACTION = new RegExp(`^${VULGAR_FRACTION}`, 'u');

const CASE_FOLDS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ı: 'i',
  ς: 'σ',
  ᲀ: 'в',
  ᲁ: 'д',
  ᲂ: 'о',
  ᲃ: 'с',
  ᲄ: 'т',
  ᲅ: 'т',
  ᲆ: 'ъ',
  ᲇ: 'ѣ',
  ᲈ: 'ꙋ',
};
const LETTERS: Readonly<Record<string, string>> = { æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', þ: 'th', ð: 'd' };
const CASE_FOLDED = /[ßıςᲀ-ᲈ]/g;
const LETTER_MAPPED = /[æœøłđþð]/g;
const MODIFIER_APOSTROPHE = /[\u02B9-\u02BF]/g;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;
const DIGIT = /\p{Nd}/u;
const MARKS = /((?![\p{Script=Latin}\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\u0640])\p{L}\p{M}+)|\p{M}+/gu;
const DIAERESIS_ON_IE = /\u0308(?<=е\p{M}*)/gu;
const TATWEEL = /\u0640/g;

/** Replaces what full case folding and lower case disagree on, in lower-cased text (`ß`, `ς`, `ı` …). */
export function foldCase(lower: string): string {
  return lower.replace(CASE_FOLDED, (character) => CASE_FOLDS[character] ?? character);
}

/** Writes the decimal digits of every script as 0–9. */
export function foldDigits(text: string): string {
  return text.replace(OTHER_DIGIT, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)));
}

/** Unicode encodes decimal digits in ascending runs of ten. */
function digitValue(code: number): number {
  let first = code;
  while (DIGIT.test(String.fromCodePoint(first - 1))) first--;
  return (code - first) % 10;
}

/** Folds lower-cased text that starts at the start of a segment. The slow way, and the one that defines the result. */
export function foldSegments(lower: string): string {
  const decomposed = lower
    .replace(FRACTION_AFTER_DIGIT, ' $&')
    .replace(LONE_SURROGATE, '\uFFFD')
    .replace(IGNORED, '')
    .replace(SEPARATOR, ' ')
    .normalize('NFKD')
    .toLowerCase();
  return foldDigits(foldCase(decomposed))
    .replace(LETTER_MAPPED, (character) => LETTERS[character] ?? character)
    .replace(MODIFIER_APOSTROPHE, "'")
    .replace(MARKS, '$1')
    .replace(DIAERESIS_ON_IE, '')
    .replace(TATWEEL, '')
    .normalize('NFC');
}

/** Whether what a character folds to may depend on the characters beside it. */
export function dependsOnNeighbours(character: string): boolean {
  return CONTINUES.test(character) || IS_FRACTION.test(character);
}

/** The segments of a text, in order; joined they are the text. */
export function splitSegments(text: string): readonly string[] {
  return text.match(SEGMENT) ?? [];
}

/** The places (UTF-16 offsets) before which folding puts a space: `1½` is `1 1⁄2`, not `11⁄2`. */
export function spacedFractions(text: string): ReadonlySet<number> {
  return new Set(Array.from(text.matchAll(FRACTION_AFTER_DIGIT), (match) => match.index));
}
