import { isAscii, isWordCharacter, unitTraits, WORD } from './characters.js';
import { cutEngineWord } from './engine-word.js';
import { foldText } from './fold.js';
import { spacedFractions, splitSegments } from './segments.js';

const HIGH_SURROGATE_START = 0xd800;
const HIGH_SURROGATE_END = 0xdbff;

/** A token and the part of the original text that it stands for. */
export interface TokenSpan {
  readonly token: string;
  /** Where its first character starts: an offset into the original string, in UTF-16 units. */
  readonly start: number;
  /** Where its last character ends, exclusive. */
  readonly end: number;
}

/**
 * The words of a text, folded (see `foldText`): maximal runs of letters, digits and kept marks. All else separates,
 * `_` and apostrophes too: `men's` is `men`, `s`. Text without spaces between words (Chinese, Japanese, Thai) is one word
 * a run. A token holds no ASCII but `a-z0-9`, so the engine's own splitting leaves it whole; one that is too
 * long for the engine is cut.
 */
export function tokenize(text: string): string[] {
  const folded = foldText(text);
  const tokens: string[] = [];
  scanWords(folded, (start, end) => tokens.push(cutEngineWord(folded.slice(start, end))));
  return tokens;
}

/**
 * The tokens of `tokenize(text)`, in order, each with its place in the original text. Two tokens share a place where one
 * character holds both (`½` is `1` and `2`).
 */
export function tokenSpans(text: string): TokenSpan[] {
  return isAscii(text) ? alignedSpans(text) : segmentSpans(text);
}

/** The spans of a text that folding does not move. */
function alignedSpans(text: string): TokenSpan[] {
  const folded = foldText(text);
  const spans: TokenSpan[] = [];
  scanWords(folded, (start, end) => spans.push({ token: cutEngineWord(folded.slice(start, end)), start, end }));
  return spans;
}

function segmentSpans(text: string): TokenSpan[] {
  const spans: TokenSpan[] = [];
  const spaced = spacedFractions(text);
  let token = '';
  let start = 0;
  let end = 0;
  let offset = 0;
  const close = (): void => {
    if (token !== '') spans.push({ token: cutEngineWord(token), start, end });
    token = '';
  };
  for (const segment of splitSegments(text)) {
    if (spaced.has(offset)) close();
    for (const character of foldText(segment)) {
      if (!isWordCharacter(character)) close();
      else {
        if (token === '') start = offset;
        token += character;
        end = offset + segment.length;
      }
    }
    offset += segment.length;
  }
  close();
  return spans;
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
