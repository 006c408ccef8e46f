import { dependsOnNeighbours, foldSegments } from './segments.js';

/** A letter, a digit or a mark. */
export const WORD = 1;
/** Folds to something else, see {@link foldedUnit}. */
export const CHANGED = 2;
/** A letter that keeps the marks after it. */
export const KEEPS_MARKS = 4;
/** Half a surrogate pair, or a character whose folding depends on its neighbours. */
export const COMPLEX = 8;
/** Complex, but simple after a unit that keeps marks: it folds by itself, and NFC does the rest. */
export const KEPT_MARK = 16;
const KNOWN = 32;

const NON_ASCII = /[\u0080-\uFFFF]/;
const WORD_CHARACTER = /^[\p{L}\p{N}\p{M}]$/u;
const SURROGATE = /^\p{Surrogate}$/u;
const DIAERESIS = '\u0308';
/** A letter that keeps marks, and a mark that composes with nothing. */
const PROBE_LETTER = '\u0E01';
const PROBE_MARK = '\u0E4D';

const traitsOf = new Uint8Array(0x10000);
const foldedOf = new Map<number, string>();

/** Whether a text holds nothing beyond U+007F. */
export function isAscii(text: string): boolean {
  return !NON_ASCII.test(text);
}

/** What is known of a UTF-16 code unit of lower-cased text: a set of the flags above. Learnt when first asked. */
export function unitTraits(unit: number): number {
  return traitsOf[unit] || learnTraits(unit);
}

/** What a unit that is {@link CHANGED} folds to. */
export function foldedUnit(unit: number): string {
  return foldedOf.get(unit) ?? String.fromCharCode(unit);
}

/** Whether a code point is a letter, a digit or a mark. */
export function isWordCharacter(character: string): boolean {
  return character.length === 1 ? (unitTraits(character.charCodeAt(0)) & WORD) !== 0 : WORD_CHARACTER.test(character);
}

function learnTraits(unit: number): number {
  const character = String.fromCharCode(unit);
  const traits = KNOWN | (WORD_CHARACTER.test(character) ? WORD : 0) | foldingTraits(character, unit);
  traitsOf[unit] = traits;
  return traits;
}

function foldingTraits(character: string, unit: number): number {
  if (SURROGATE.test(character) || character === DIAERESIS) return COMPLEX;
  const complex = dependsOnNeighbours(character);
  const before = complex ? PROBE_LETTER : '';
  const folded = foldSegments(before + character.toLowerCase());
  const keeps = foldSegments(before + character.toLowerCase() + PROBE_MARK) === folded + PROBE_MARK;
  if (complex && (!keeps || !folded.startsWith(before) || folded === before)) return COMPLEX;
  const own = folded.slice(before.length);
  if (own !== character) foldedOf.set(unit, own);
  return (own === character ? 0 : CHANGED) | (complex ? COMPLEX | KEPT_MARK : keeps ? KEEPS_MARKS : 0);
}
