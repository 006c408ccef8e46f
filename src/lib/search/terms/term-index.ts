import { isAnchor } from '../../analysis/anchors.js';
import { editDistance, prefixDistance } from './edit-distance.js';
import { bitCount, letterSignature } from './letter-signature.js';

/** A term with the number of documents that hold it. */
export interface TermCount {
  readonly term: string;
  readonly count: number;
}

/** A term near to a word. */
export interface NearTerm extends TermCount {
  readonly edits: number;
}

/** What begins with a word. */
export interface Beginning {
  /** The sum of the counts: about how many documents have any of the terms. */
  readonly together: number;
  /** The most frequent ones, those first. */
  readonly frequent: readonly TermCount[];
}

/** Sorts behind every character of a term. */
const AFTER_ALL = '\uFFFF';
const NUMBER = /\p{N}/u;
const COUNT_DOWN = (a: TermCount, b: TermCount) => b.count - a.count || (a.term < b.term ? -1 : 1);

/**
 * The terms of a collection in memory, for looking up what a typed word may mean. About 60 bytes a term.
 * Terms lie sorted, to find all that begin alike; those that can be mistyped lie by length too, each with the set of its
 * letters as bits: near words differ in few of them, so most are ruled out without comparing letters.
 */
export class TermIndex {
  readonly #terms: readonly string[];
  readonly #counts: Uint32Array;
  /** Where the terms with digits lie. */
  readonly #codes: Uint32Array;
  readonly #byLength: Uint32Array;
  readonly #lengthStart: Uint32Array;
  readonly #signatures: Uint32Array;

  /** @param sorted terms in ascending order of UTF-16 units, each once */
  constructor(sorted: readonly TermCount[]) {
    this.#terms = sorted.map(({ term }) => term);
    this.#counts = Uint32Array.from(sorted, ({ count }) => count);
    this.#codes = Uint32Array.from(this.#terms.flatMap((term, index) => (isCode(term) ? [index] : [])));
    const words = this.#terms.flatMap((term, index) => (isMistypeable(term) ? [index] : []));
    words.sort((a, b) => this.#length(a) - this.#length(b));
    this.#byLength = Uint32Array.from(words);
    this.#signatures = Uint32Array.from(words, (index) => letterSignature(this.#terms[index] ?? ''));
    const longest = words.length === 0 ? 0 : this.#length(words.at(-1) ?? 0);
    this.#lengthStart = new Uint32Array(longest + 2);
    for (const index of words) {
      const next = this.#length(index) + 1;
      this.#lengthStart[next] = (this.#lengthStart[next] ?? 0) + 1;
    }
    for (let length = 1; length < this.#lengthStart.length; length++) {
      this.#lengthStart[length] = (this.#lengthStart[length] ?? 0) + (this.#lengthStart[length - 1] ?? 0);
    }
  }

  get size(): number {
    return this.#terms.length;
  }

  /** In how many documents a term is; 0 when in none. */
  count(term: string): number {
    const index = this.#firstFrom(term);
    return this.#terms[index] === term ? (this.#counts[index] ?? 0) : 0;
  }

  /** The terms that begin with a word, itself too. */
  startingWith(beginning: string, most: number): Beginning {
    const end = this.#firstFrom(beginning + AFTER_ALL);
    const frequent: TermCount[] = [];
    let together = 0;
    let least = 0;
    for (let index = this.#firstFrom(beginning); index < end; index++) {
      const count = this.#counts[index] ?? 0;
      together += count;
      if (frequent.length === most && count <= least) continue;
      insertDown(frequent, this.#entry(index), most);
      least = frequent.at(-1)?.count ?? 0;
    }
    return { together, frequent };
  }

  /** Terms that at most so many edits make of a word, the nearest and then the most frequent first. */
  near(word: string, maxEdits: number): NearTerm[] {
    return this.#search(word, word.length - maxEdits, word.length + maxEdits, maxEdits, editDistance, false);
  }

  /** Terms with a beginning that at most so many edits make of a word. */
  nearStart(word: string, maxEdits: number): NearTerm[] {
    return this.#search(word, word.length - maxEdits, Infinity, maxEdits, prefixDistance, true);
  }

  /** Terms with digits that hold a part, the most frequent first. */
  codesWith(part: string): TermCount[] {
    const found: TermCount[] = [];
    for (const index of this.#codes) if (this.#terms[index]?.includes(part) === true) found.push(this.#entry(index));
    return found.sort(COUNT_DOWN);
  }

  /** All terms in order. */
  *entries(): Generator<TermCount> {
    for (let index = 0; index < this.#terms.length; index++) yield this.#entry(index);
  }

  #search(
    word: string,
    shortest: number,
    longest: number,
    maxEdits: number,
    distance: (a: string, b: string, max: number) => number,
    isStart: boolean,
  ): NearTerm[] {
    const signature = letterSignature(word);
    const from = this.#lengthStart[Math.max(shortest, 0)] ?? this.#byLength.length;
    const to = this.#lengthStart[longest + 1] ?? this.#byLength.length;
    const found: NearTerm[] = [];
    for (let place = from; place < to; place++) {
      const letters = this.#signatures[place] ?? 0;
      // Of a word's beginning only the missing letters count; else a replaced letter changes two bits.
      if (isStart ? bitCount(signature & ~letters) > maxEdits : bitCount(signature ^ letters) > 2 * maxEdits) continue;
      const index = this.#byLength[place] ?? 0;
      const edits = distance(word, this.#terms[index] ?? '', maxEdits);
      if (edits <= maxEdits) found.push({ ...this.#entry(index), edits });
    }
    return found.sort((a, b) => a.edits - b.edits || COUNT_DOWN(a, b));
  }

  #firstFrom(term: string): number {
    let low = 0;
    let high = this.#terms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#terms[middle] ?? '') < term) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #entry(index: number): TermCount {
    return { term: this.#terms[index] ?? '', count: this.#counts[index] ?? 0 };
  }

  #length(index: number): number {
    return this.#terms[index]?.length ?? 0;
  }
}

function insertDown(list: TermCount[], entry: TermCount, most: number): void {
  const before = list.findIndex((other) => COUNT_DOWN(entry, other) < 0);
  list.splice(before === -1 ? list.length : before, 0, entry);
  if (list.length > most) list.pop();
}

const isCode = (term: string) => NUMBER.test(term) && !isAnchor(term);

/** Numbers and codes are not mistyped into one another: they mean another thing. */
export function isMistypeable(term: string): boolean {
  return !NUMBER.test(term) && !isAnchor(term);
}
