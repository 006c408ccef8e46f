import { grown } from './grown.js';
import { PLACES, PostingList } from './posting-list.js';
import type { Posting } from './posting-list.js';
import { WordOrder } from './word-order.js';

/** Bytes that a word takes, about, besides its letters. */
const WORD_BYTES = 90;
/** Bytes that a list takes, about, besides the documents. */
const LIST_BYTES = 200;
/** A part of a string that is so long keeps the whole string in memory. */
const MIN_SLICED = 13;
/** The word of one document alone is a number, its slot times this and the rest: that takes less than a list. */
const PACKED = 2 ** 20;
const NO_POSTING = -1;

/** The words of all documents by their numbers, and which documents hold each. */
export class WordPostings {
  readonly #numbers = new Map<string, number>();
  #words: string[] = [];
  #postings: (number | PostingList)[] = [];
  #holders = new Uint32Array(0);
  #order = new WordOrder(this.#words);

  /** How many words there are, those that no document holds any more too. */
  get size(): number {
    return this.#words.length;
  }

  /** The number of a word. */
  find(word: string): number | undefined {
    return this.#numbers.get(word);
  }

  /** The number of a word, a new one where it has none. */
  numberOf(word: string): number {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    const number = this.#begin(word.length < MIN_SLICED ? word : Buffer.from(word).toString(), NO_POSTING);
    this.#order.update();
    return number;
  }

  /** Visits the words with a beginning. */
  forEachFrom(beginning: string, visit: (number: number) => void): void {
    this.#order.forEachFrom(beginning, visit);
  }

  /** How many documents hold a word. */
  holders(number: number): number {
    return this.#holders[number] ?? 0;
  }

  /** Adds a document that holds a word, above all before. */
  add(number: number, posting: Posting): void {
    this.#holders[number] = this.holders(number) + 1;
    const known = this.#postings[number];
    if (known instanceof PostingList) known.add(posting);
    else if (known !== NO_POSTING || posting.frequency * 4 >= PACKED) {
      this.#postings[number] = listOf(...(known === undefined || known === NO_POSTING ? [] : [unpack(known)]), posting);
    } else this.#postings[number] = pack(posting);
  }

  /** Counts a document less that holds a word. It stays in what is visited until slots are renumbered. */
  remove(number: number): void {
    this.#holders[number] = this.holders(number) - 1;
  }

  /** The documents that hold a word, those that are gone too. */
  postings(number: number): PostingList {
    const found = this.#postings[number] ?? NO_POSTING;
    if (found instanceof PostingList) return found;
    return found === NO_POSTING ? listOf() : listOf(unpack(found));
  }

  /**
   * Renumbers the slots, each to what stands in its place, or takes them out where that is below 0; and forgets the words
   * that no document holds.
   * @returns for each word its new number, -1 for one that is forgotten
   */
  compact(slots: Int32Array): Int32Array {
    const words = this.#words;
    const order = this.#order.sorted;
    const moved = words.map((_, number) => move(this.postings(number), slots));
    const holders = this.#holders;
    const numbers = new Int32Array(words.length).fill(-1);
    this.#numbers.clear();
    this.#words = [];
    this.#postings = [];
    this.#holders = new Uint32Array(0);
    for (const [number, postings] of moved.entries()) {
      if (postings === NO_POSTING) continue;
      const next = this.#begin(words[number] ?? '', postings);
      this.#holders[next] = holders[number] ?? 0;
      numbers[number] = next;
    }
    const isKept = (number: number) => (numbers[number] ?? -1) >= 0;
    const sorted = order.filter(isKept).map((number) => numbers[number] ?? 0);
    this.#order = new WordOrder(this.#words, sorted);
    return numbers;
  }

  get bytes(): number {
    let bytes = this.#holders.byteLength;
    for (const [number, word] of this.#words.entries()) {
      const postings = this.#postings[number];
      bytes += WORD_BYTES + word.length + (postings instanceof PostingList ? LIST_BYTES + postings.capacity : 0);
    }
    return bytes;
  }

  #begin(word: string, postings: number | PostingList): number {
    const number = this.#words.push(word) - 1;
    this.#numbers.set(word, number);
    this.#postings.push(postings);
    this.#holders = grown(this.#holders, number + 1);
    return number;
  }
}

function listOf(...postings: readonly Posting[]): PostingList {
  const list = new PostingList();
  for (const posting of postings) list.add(posting);
  return list;
}

const pack = ({ slot, frequency, places }: Posting) => slot * PACKED + frequency * 4 + places;

function unpack(packed: number): Posting {
  const about = packed % PACKED;
  return { slot: Math.floor(packed / PACKED), frequency: about >>> 2, places: about & PLACES.any };
}

/** What is left of the documents of a word. */
function move(old: PostingList, slots: Int32Array): number | PostingList {
  const kept: Posting[] = [];
  old.forEach((slot, frequency, places) => {
    const next = slots[slot] ?? -1;
    if (next >= 0) kept.push({ slot: next, frequency, places });
  });
  const [only] = kept;
  if (only === undefined) return NO_POSTING;
  return kept.length === 1 && only.frequency * 4 < PACKED ? pack(only) : listOf(...kept);
}
