import { foldCode } from './code-forms.js';
import type { Matcher } from './matcher.js';
import { findWindow } from './snippet.js';
import { wordSpans } from './tokenize.js';
import { isUnspaced } from './unspaced.js';

export interface HighlightOptions {
  /** Cut the text to this many words, those with the most matches. Default: the whole text. */
  readonly snippet?: number;
  /** HTML put before a match, as it is. Default `<mark>`. */
  readonly pre?: string;
  /** HTML put after a match, as it is. Default `</mark>`. */
  readonly post?: string;
}

export interface Highlight {
  readonly html: string;
  /** Whether anything is marked. */
  readonly matched: boolean;
}

/** A part of the text between separators, with its tokens: several where one character holds them (`½`). */
interface Word {
  readonly tokens: readonly string[];
  readonly start: number;
  readonly end: number;
  /** What of it belongs to a run without spaces. */
  readonly unit: string;
  /** Whether the run began before it. */
  readonly continues: boolean;
}

const ELLIPSIS = '…';
const WHITE_SPACE = /\p{White_Space}/u;
const NON_SPACE_RUN = /\P{White_Space}+/gu;
const HTML_SPECIAL = /[&<>"']/g;
const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Escapes a text for HTML and puts marks around the words that were found; a word found by its start is marked whole.
 * Without the marks, and unescaped, the result is the text; or, as a snippet, a part of it with `…` at the cut ends.
 */
export function highlightMatch(text: string, matcher: Matcher, options: HighlightOptions = {}): Highlight {
  const { snippet = Infinity, pre = '<mark>', post = '</mark>' } = options;
  const words = findWords(text);
  const marks = markWords(text, words, matcher);
  const marked = marks.map((mark) => mark > 0);
  const window =
    words.length > snippet ? findWindow(marked, Math.max(1, snippet)) : { first: 0, last: words.length - 1 };
  const from = snippetStart(text, words, window.first);
  const to = snippetEnd(text, words, window.last);

  let html = from > 0 ? ELLIPSIS : '';
  let offset = from;
  for (let i = window.first; i <= window.last; i++) {
    const word = words[i];
    const mark = marks[i];
    if (word === undefined || !mark) continue;
    if (i === window.first || marks[i - 1] !== mark) {
      html += escapeHtml(text.slice(offset, word.start)) + pre;
      offset = word.start;
    }
    if (i === window.last || marks[i + 1] !== mark) {
      html += escapeHtml(text.slice(offset, word.end)) + post;
      offset = word.end;
    }
  }
  html += escapeHtml(text.slice(offset, to)) + (to < text.length ? ELLIPSIS : '');
  return { html, matched: marked.includes(true) };
}

/** The HTML of {@link highlightMatch}. */
export function highlight(text: string, matcher: Matcher, options?: HighlightOptions): string {
  return highlightMatch(text, matcher, options).html;
}

/** Escapes `& < > " '` for HTML text and attributes. */
export function escapeHtml(text: string): string {
  return text.replace(HTML_SPECIAL, (character) => HTML_ENTITIES[character] ?? character);
}

function findWords(text: string): readonly Word[] {
  const words: { tokens: string[]; start: number; end: number; unit: string; continues: boolean }[] = [];
  for (const { word, start, end, continues } of wordSpans(text)) {
    const previous = words.at(-1);
    const unit = continues || isUnspaced(word) ? word : '';
    if (previous !== undefined && start < previous.end) {
      previous.tokens.push(word);
      previous.end = end;
      previous.unit += unit;
    } else words.push({ tokens: [word], start, end, unit, continues });
  }
  return words;
}

/** A number a word: 0 unmarked; neighbours of equal number share one mark. */
function markWords(text: string, words: readonly Word[], matcher: Matcher): readonly number[] {
  const marks = words.map((word, i) => (word.tokens.some((token) => matcher.matchesToken(token)) ? i + 1 : 0));
  if (matcher.runs.length > 0) markRuns(words, matcher.runs, marks);
  if (matcher.matchesCode !== undefined) markCodes(text, words, matcher.matchesCode, marks);
  return marks;
}

/** Marks what was found inside runs without spaces. */
function markRuns(words: readonly Word[], wanted: readonly string[], marks: number[]): void {
  for (let first = 0, end: number; first < words.length; first = end) {
    end = first + 1;
    while (words[end]?.continues === true) end++;
    const units = words.slice(first, end).map(({ unit }) => unit);
    if (units[0] === '') continue;
    const isMarked = coveredUnits(units, wanted);
    for (const [at, marked] of isMarked.entries()) {
      const previous = isMarked[at - 1] === true ? (marks[first + at - 1] ?? 0) : 0;
      if (marked) marks[first + at] = previous || first + at + 1;
    }
  }
}

/** Which characters of a run any of the wanted runs covers. */
function coveredUnits(units: readonly string[], wanted: readonly string[]): readonly boolean[] {
  const run = units.join('');
  const covered = new Array<boolean>(run.length).fill(false);
  for (const part of wanted) {
    for (let at = run.indexOf(part); at !== -1; at = run.indexOf(part, at + 1))
      covered.fill(true, at, at + part.length);
  }
  let offset = 0;
  return units.map((unit) => {
    const start = offset;
    offset += unit.length;
    return covered.slice(start, offset).includes(true);
  });
}

function markCodes(
  text: string,
  words: readonly Word[],
  matchesCode: (code: string) => boolean,
  marks: number[],
): void {
  let i = 0;
  for (const run of text.matchAll(NON_SPACE_RUN)) {
    const first = i;
    const end = run.index + run[0].length;
    while (i < words.length && (words[i]?.start ?? end) < end) i++;
    const code = i > first && !isOneRun(words.slice(first, i)) ? foldCode(run[0]) : '';
    if (code !== '' && matchesCode(code)) marks.fill(first + 1, first, i);
  }
}

/** What lies in a run without spaces was marked by its place. */
function isOneRun([first, ...rest]: readonly Word[]): boolean {
  return first?.unit === first?.tokens.join('') && rest.every(({ continues }) => continues);
}

/** Where a snippet starts: with the punctuation that touches its first word, but no part of the word before. */
function snippetStart(text: string, words: readonly Word[], first: number): number {
  const previous = words[first - 1];
  const word = words[first];
  if (previous === undefined || word === undefined) return 0;
  for (let i = word.start; i > previous.end; i--) if (WHITE_SPACE.test(text.charAt(i - 1))) return i;
  return word.start;
}

function snippetEnd(text: string, words: readonly Word[], last: number): number {
  const word = words[last];
  const next = words[last + 1];
  if (word === undefined || next === undefined) return text.length;
  for (let i = word.end; i < next.start; i++) if (WHITE_SPACE.test(text.charAt(i))) return i;
  return word.end;
}
