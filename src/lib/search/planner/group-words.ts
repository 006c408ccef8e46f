import { toEngineWord } from '../../analysis/engine-word.js';
import { isUnspaced } from '../../analysis/unspaced.js';
import type { TextQuery, Word } from '../../query/search.js';
import { codeAlternatives } from '../../query/text-plan.js';
import type { Alternative, WordGroup } from '../../query/text-plan.js';
import type { Vocabulary } from '../terms/vocabulary.js';
import { completionAlternatives } from './completions.js';
import { runAlternatives } from './runs.js';
import { beginningTypos, likelierAlternatives, splitAlternatives, typoAlternatives } from './spelling.js';
import { EXPANSIONS, RARE, WEIGHTS, isCodeLike, maxEdits } from './weights.js';
import { phraseAlternatives, stemAlternatives, synonymAlternatives } from './word-forms.js';
import type { WordForms } from './word-forms.js';

/** Most neighbours that are tried as one word. */
const MAX_JOINED = 4;
/** Shortest word that is guessed. */
const MIN_GUESSED = 4;
/** Guesses that may be typos of their own. */
const MOST_LIKELIER = 3;
/** Shortest part of a code that is looked for inside others. */
const MIN_CODE_PART = 4;

/** What was typed, in groups. */
export interface GroupedWords {
  readonly groups: readonly WordGroup[];
  /** Whether there were more words to guess than are guessed. */
  readonly isCut: boolean;
}

/** What was typed, in groups of words with all that may be found in their place. */
export function groupWords(text: TextQuery, vocabulary: Vocabulary, forms: WordForms): GroupedWords {
  const grouper = new Grouper(text, vocabulary, forms);
  const groups = grouper.groups();
  return { groups, isCut: grouper.isCut };
}

/** A token with the word it was typed in. */
interface Place {
  readonly token: string;
  readonly word: Word;
  readonly first: boolean;
  /** Whether it is a run without spaces. */
  readonly isRun: boolean;
}

class Grouper {
  readonly #vocabulary: Vocabulary;
  readonly #places: readonly Place[];
  #guessed = 0;
  readonly #forms: WordForms;

  constructor(text: TextQuery, vocabulary: Vocabulary, forms: WordForms) {
    this.#vocabulary = vocabulary;
    this.#forms = forms;
    this.#places = text.words.flatMap((word) =>
      word.tokens.map((token, index) => ({
        token: toEngineWord(token),
        word,
        first: index === 0,
        isRun: isUnspaced(token),
      })),
    );
  }

  get isCut(): boolean {
    return this.#guessed > EXPANSIONS.guessedWords;
  }

  groups(): readonly WordGroup[] {
    const groups: WordGroup[] = [];
    for (let at = 0; at < this.#places.length;) {
      const { group, length } = this.#groupAt(at);
      groups.push(group);
      at += length;
    }
    return groups;
  }

  #groupAt(at: number): { readonly group: WordGroup; readonly length: number } {
    const longest = Math.max(MAX_JOINED, this.#forms.synonyms.longest);
    for (let length = Math.min(longest, this.#places.length - at); length > 1; length--) {
      const alternatives = this.#together(at, length);
      if (alternatives.length > 0) return { group: this.#group(at, length, alternatives), length };
    }
    const code = this.#code(at);
    if (code !== null) return { group: this.#group(at, code.length, code.alternatives), length: code.length };
    return { group: this.#group(at, 1, this.#single(at)), length: 1 };
  }

  #group(at: number, length: number, alternatives: readonly Alternative[]): WordGroup {
    const places = this.#places.slice(at, at + length);
    const words = [...new Set(places.map(({ word }) => word))];
    const isWhole = words.length > 1 || places.length === words[0]?.tokens.length;
    const typed = isWhole ? words.map((word) => word.typed).join(' ') : places.map(({ token }) => token).join(' ');
    return { typed, alternatives, telling: true };
  }

  /** What neighbours mean together: a word that they make, or what a synonym says. */
  #together(at: number, length: number): readonly Alternative[] {
    const joined = length > MAX_JOINED ? [] : this.#joined(at, length);
    const tokens = this.#places.slice(at, at + length).map(({ token }) => token);
    const synonyms = [tokens, ...(joined.length === 0 ? [] : [[tokens.join('')]])].flatMap((words) =>
      this.#synonyms(words),
    );
    if (joined.length > 0 || synonyms.length === 0) return [...joined, ...synonyms];
    const isEnd = at + length === this.#places.length;
    const isKnown = (term: string) => this.#isWord(term, isEnd && term === tokens.at(-1));
    return [...phraseAlternatives(tokens, isEnd, this.#forms, isKnown), ...synonyms];
  }

  #synonyms(tokens: readonly string[]): readonly Alternative[] {
    return synonymAlternatives(tokens, this.#forms, (term) => this.#vocabulary.count(term) > 0);
  }

  /** Neighbours that make a word together. */
  #joined(at: number, length: number): readonly Alternative[] {
    const places = this.#places.slice(at, at + length);
    if (places.some(({ isRun }) => isRun)) return [];
    const tokens = places.map(({ token }) => token);
    const joined = tokens.join('');
    const isEnd = at + length === this.#places.length;
    const exact = this.#exact(at, length);
    const areWords = exact.length > 0;
    const isTerm = this.#vocabulary.count(joined) > 0;
    if (!isTerm && !(isEnd && !areWords && this.#vocabulary.hasStart(joined))) return [];
    return [
      ...exact,
      ...(isTerm ? [this.#joinedTerm(joined, places, areWords)] : []),
      ...(isEnd && !areWords ? completionAlternatives(joined, this.#vocabulary) : []),
    ];
  }

  /** Neighbours as they were typed, when each is a word; the last of all may be the beginning of one. */
  #exact(at: number, length: number): readonly Alternative[] {
    const tokens = this.#places.slice(at, at + length).map(({ token }) => token);
    const isEnd = at + length === this.#places.length;
    const areWords = tokens.every((token, index) => this.#isWord(token, isEnd && index === length - 1));
    return areWords ? [{ kind: 'exact', tokens, prefix: isEnd, weight: 1 }] : [];
  }

  /** A code outweighs all words that it was typed as. */
  #joinedTerm(joined: string, places: readonly Place[], areWords: boolean): Alternative {
    const isOneWord = places.every(({ word }) => word === places[0]?.word);
    const isCode = isCodeLike(joined) || (isOneWord && this.#vocabulary.count(joined) <= RARE.count);
    const weight = isCode ? WEIGHTS.code * places.length : areWords ? WEIGHTS.joinedWords : WEIGHTS.joined;
    return { kind: 'joined', tokens: [joined], prefix: false, weight };
  }

  /** A word with punctuation that is known as a code, or as the beginning or a part of one. */
  #code(at: number): { readonly alternatives: readonly Alternative[]; readonly length: number } | null {
    const place = this.#places[at];
    if (place === undefined || !place.first) return null;
    const { word } = place;
    const length = word.tokens.length;
    const isEnd = at + length === this.#places.length;
    const code = toEngineWord(word.code);
    const isKnown = this.#vocabulary.count(code) > 0 || (isEnd && this.#vocabulary.hasStart(code));
    if (length < 2 || code === '' || !isKnown) return null;
    const codes = asCode(word, isEnd).map((known) => ({ ...known, weight: known.weight * length }));
    return { alternatives: [...this.#exact(at, length), ...codes], length };
  }

  #single(at: number): readonly Alternative[] {
    const place = this.#places[at];
    if (place === undefined) return [];
    const { token, word } = place;
    const isEnd = at === this.#places.length - 1;
    const codes = word.tokens.length === 1 ? asCode(word, isEnd) : [];
    const mayBeCode = !place.isRun || token.includes(' ');
    const knownCodes = mayBeCode && codes.some(({ tokens }) => this.#isWord(String(tokens[0]), isEnd)) ? codes : [];
    const synonyms = this.#synonyms([token]);
    if (place.isRun) return [...knownCodes, ...runAlternatives(token, this.#vocabulary), ...synonyms];
    const stems = stemAlternatives(token, this.#forms, (term) => this.#vocabulary.count(term) > 0);
    const count = this.#vocabulary.count(token);
    const isKnown = count > 0;
    const begins = isEnd && this.#beginsOthers(token);
    const exact: Alternative = { kind: 'exact', tokens: [token], prefix: false, weight: this.#weight(token) };
    const known = [
      ...(isKnown ? [exact] : []),
      ...knownCodes,
      ...(begins ? completionAlternatives(token, this.#vocabulary) : []),
      ...stems,
      ...synonyms,
    ];
    if (isKnown) return [...known, ...this.#likelier(token)];
    return synonyms.length > 0 ? known : [...known, ...this.#guesses(token, isEnd, begins)];
  }

  /** Far more frequent terms one edit away from a word that hardly any document has: that may be a typo of its own. */
  #likelier(token: string): readonly Alternative[] {
    return this.#mayBeTypo(token) && this.#mayGuess() ? this.#moreFrequent(token) : [];
  }

  #moreFrequent(token: string): readonly Alternative[] {
    const least = this.#vocabulary.count(token) * RARE.times;
    return this.#mayBeTypo(token) ? likelierAlternatives(token, this.#vocabulary, least) : [];
  }

  #mayBeTypo(token: string): boolean {
    return this.#vocabulary.count(token) <= RARE.count && token.length >= RARE.length && maxEdits(token) > 0;
  }

  /** What an unknown word may have been meant to be. */
  #guesses(token: string, isEnd: boolean, begins: boolean): readonly Alternative[] {
    if (token.length < MIN_GUESSED || !this.#mayGuess()) return [];
    const typos = typoAlternatives(token, this.#vocabulary, begins).map((typo) => ({
      ...typo,
      prefix: isEnd && !begins && typo.tokens.some((term) => this.#beginsOthers(term)),
    }));
    const meant = typos.flatMap((typo, at) => this.#meantBy(typo, at < MOST_LIKELIER)).slice(0, EXPANSIONS.typos);
    if (begins) return [...typos, ...meant];
    const splits = splitAlternatives(token, this.#vocabulary);
    const guesses = [...typos, ...splits, ...this.#codeParts(token), ...meant];
    return guesses.length === 0 && isEnd ? beginningTypos(token, this.#vocabulary) : guesses;
  }

  #mayGuess(): boolean {
    return ++this.#guessed <= EXPANSIONS.guessedWords;
  }

  /** What a guess would find beside itself, had it been typed. */
  #meantBy({ tokens: [term = ''], weight }: Alternative, mayBeTypo: boolean): readonly Alternative[] {
    const stems = stemAlternatives(term, this.#forms, (other) => this.#vocabulary.count(other) > 0);
    const likelier = mayBeTypo ? this.#moreFrequent(term) : [];
    return [...stems, ...this.#synonyms([term]), ...likelier].map((other) => ({
      ...other,
      kind: 'typo',
      weight: weight * other.weight,
    }));
  }

  /** Codes that an unknown code is a part of, or that are a part of it. */
  #codeParts(token: string): readonly Alternative[] {
    if (token.length < MIN_CODE_PART || !/\p{N}/u.test(token)) return [];
    const around = this.#vocabulary.codesWith(token).map(({ term }) => term);
    const within = this.#parts(token);
    return [...around, ...within]
      .slice(0, EXPANSIONS.codeParts)
      .map((term) => ({ kind: 'codePart', tokens: [term], prefix: false, weight: shareOf(term, token) }));
  }

  /** Terms with digits that stand inside a longer code: behind the maker's letters, before those of the colour. */
  #parts(token: string): readonly string[] {
    const parts: string[] = [];
    for (let length = token.length - 1; length >= MIN_CODE_PART; length--) {
      for (let start = 0; start + length <= token.length; start++) {
        const part = token.slice(start, start + length);
        if (/\p{N}/u.test(part) && this.#vocabulary.count(part) > 0) parts.push(part);
      }
      if (parts.length > 0) return parts;
    }
    return parts;
  }

  #beginsOthers(token: string): boolean {
    return this.#vocabulary.startingWith(token, 0).together > this.#vocabulary.count(token);
  }

  #isWord(token: string, mayBegin: boolean): boolean {
    return this.#vocabulary.count(token) > 0 || (mayBegin && this.#vocabulary.hasStart(token));
  }

  #weight(token: string): number {
    return isCodeLike(token) ? WEIGHTS.code : 1;
  }
}

/** A word without its punctuation and leading zeros, whichever field has it. */
function asCode(word: Word, isEnd: boolean): readonly Alternative[] {
  return codeAlternatives(word, isEnd, WEIGHTS.code).map((code) => ({ ...code, kind: 'joined' }));
}

/** A longer common part counts more. */
const shareOf = (a: string, b: string) => Math.min(a.length, b.length) / Math.max(a.length, b.length);
