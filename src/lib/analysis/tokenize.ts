import { isAscii, isWordCharacter, unitTraits, WORD } from './characters.js';
import { cutEngineWord } from './engine-word.js';
import { foldText } from './fold.js';
import { spacedFractions, splitSegments } from './segments.js';
import { cutAtScripts, isUnspaced, mayHoldRuns, runTerm, runTokens, unitsOf } from './unspaced.js';

const HIGH_SURROGATE_START = 0xd800;
const HIGH_SURROGATE_END = 0xdbff;

/** A word and the part of the original text that it stands for. */
export interface WordSpan {
  /** Folded; of a run of a script without spaces each character is one. */
  readonly word: string;
  /** Where its first character starts: an offset into the original string, in UTF-16 units. */
  readonly start: number;
  /** Where its last character ends, exclusive. */
  readonly end: number;
  /** Whether it goes on the run of the one before. */
  readonly continues: boolean;
}

/**
 * The words of a text, folded (see `foldText`): maximal runs of letters, digits and kept marks. All else separates,
 * `_` and apostrophes too: `men's` is `men`, `s`. Text without spaces between words (Chinese, Japanese, Korean, Thai, Lao,
 * Khmer, Burmese) is one word a run, apart from the letters and digits beside it. Other words that are too long for the
 * engine are cut.
 */
export function splitWords(text: string): string[] {
  const folded = foldText(text);
  const words: string[] = [];
  const isSpaced = !mayHoldRuns(folded);
  scanWords(folded, (start, end) => {
    const word = folded.slice(start, end);
    if (isSpaced) words.push(cutEngineWord(word));
    else for (const piece of cutAtScripts(word)) words.push(isUnspaced(piece) ? piece : cutEngineWord(piece));
  });
  return words;
}

/**
 * The words of a text as they are indexed; of runs without spaces all pairs of neighbours. A token holds no ASCII but
 * `a-z0-9`, so the engine's own splitting leaves it whole.
 */
export function tokenize(text: string): string[] {
  return tokensOf(splitWords(text));
}

/** The tokens of words that were split already, with a space between them. */
export function joinTokens(words: readonly string[]): string {
  const joined = words.join(' ');
  return mayHoldRuns(joined) ? tokensOf(words).join(' ') : joined;
}

function tokensOf(words: readonly string[]): string[] {
  return words.flatMap((word) => (isUnspaced(word) ? runTokens(word).map(cutEngineWord) : [word]));
}

/** The words of a text as they are looked for: tokens, and of runs without spaces what `runTerm` says. */
export function queryTerms(text: string): string[] {
  return splitWords(text).map((word) => (isUnspaced(word) ? runTerm(word) : word));
}

/**
 * The words of `splitWords(text)`, in order, each with its place in the original text; runs without spaces character by
 * character. Two words share a place where one character holds both (`½` is `1` and `2`).
 */
export function wordSpans(text: string): WordSpan[] {
  return isAscii(text) ? alignedSpans(text) : segmentSpans(text);
}

/** The spans of a text that folding does not move. */
function alignedSpans(text: string): WordSpan[] {
  const folded = foldText(text);
  const spans: WordSpan[] = [];
  scanWords(folded, (start, end) =>
    spans.push({ word: cutEngineWord(folded.slice(start, end)), start, end, continues: false }),
  );
  return spans;
}

/** A folded character with the part of the text that it comes from. */
interface Place {
  readonly character: string;
  readonly start: number;
  readonly end: number;
}

function segmentSpans(text: string): WordSpan[] {
  const spans: WordSpan[] = [];
  const spaced = spacedFractions(text);
  let word: Place[] = [];
  let offset = 0;
  const close = (): void => {
    if (word.length > 0) spans.push(...spansOfWord(word));
    word = [];
  };
  for (const segment of splitSegments(text)) {
    if (spaced.has(offset)) close();
    for (const character of foldText(segment)) {
      if (!isWordCharacter(character)) close();
      else word.push({ character, start: offset, end: offset + segment.length });
    }
    offset += segment.length;
  }
  close();
  return spans;
}

function spansOfWord(places: readonly Place[]): readonly WordSpan[] {
  const pieces = cutAtScripts(places.map(({ character }) => character).join(''));
  let at = 0;
  const spanOf = (word: string, continues: boolean): WordSpan => {
    const first = places[at];
    at += Array.from(word).length;
    return { word: cutEngineWord(word), start: first?.start ?? 0, end: places[at - 1]?.end ?? 0, continues };
  };
  return pieces.flatMap((piece) =>
    isUnspaced(piece) ? unitsOf(piece).map((unit, index) => spanOf(unit, index > 0)) : [spanOf(piece, false)],
  );
}

function scanWords(folded: string, onWord: (start: number, end: number) => void): void {
  let start = -1;
  for (let i = 0; i < folded.length; i++) {
    const length = wordLengthAt(folded, i);
    if (length > 0) {
      if (start < 0) start = i;
      i += length - 1;
    } else if (start >= 0) {
      onWord(start, i);
      start = -1;
    }
  }
  if (start >= 0) onWord(start, folded.length);
}

function wordLengthAt(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  if (unit < HIGH_SURROGATE_START || unit > HIGH_SURROGATE_END) return unitTraits(unit) & WORD;
  return isWordCharacter(String.fromCodePoint(text.codePointAt(index) ?? unit)) ? 2 : 0;
}
