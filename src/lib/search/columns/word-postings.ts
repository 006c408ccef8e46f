import { grown } from './grown.js';
import { PLACES, PostingList } from './posting-list.js';
import { WordNumbers } from './word-numbers.js';
import { WordOrder } from './word-order.js';

/** Bytes that a word takes, about, besides its letters. */
const WORD_BYTES = 60;
/** Bytes that a list takes, about, besides the documents. */
const LIST_BYTES = 200;
/** The word of one document alone is a number, its slot times this and the rest: that takes less than a list. */
const PACKED = 2 ** 20;
const NO_POSTING = -1;
/** Words that no document holds any more are let be until there are more of them than of others, and so many more. */
const MOST_UNUSED = 10_000;

/** The words of all documents by their numbers, and which documents hold each. */
export class WordPostings {
  readonly #numbers = new WordNumbers();
  readonly #order = new WordOrder(this.#numbers.words);
  readonly #postings: (number | PostingList)[] = [];
  #holders = new Uint32Array(0);
  #used = 0;

  /** How many words there are, those that no document holds any more too. */
  get size(): number {
    return this.#numbers.words.length;
  }

  /** Whether many words are left that no document holds any more. */
  get isWorn(): boolean {
    return this.size > 2 * this.#used + MOST_UNUSED;
  }

  /** The number of a word. */
  find(word: string): number | undefined {
    return this.#numbers.find(word);
  }

  /** The word of a number. */
  text(number: number): string {
    return this.#numbers.words[number] ?? '';
  }

  /** Numbers the words of a text, see `WordNumbers.number`. */
  number(text: string, numbers: Int32Array, from: number): number {
    const count = this.#numbers.number(text, numbers, from);
    if (this.#postings.length === this.size) return count;
    while (this.#postings.length < this.size) this.#postings.push(NO_POSTING);
    this.#holders = grown(this.#holders, this.size);
    this.#order.update();
    return count;
  }

  /** Visits the words with a beginning. */
  forEachFrom(beginning: string, visit: (number: number) => void): void {
    this.#order.forEachFrom(beginning, visit);
  }

  /** How many documents hold a word. */
  holders(number: number): number {
    return this.#holders[number] ?? 0;
  }

  /** Adds a document that holds a word, above all before; see `Posting`. */
  add(number: number, slot: number, frequency: number, places: number): void {
    const holders = this.holders(number);
    if (holders === 0) this.#used++;
    this.#holders[number] = holders + 1;
    const known = this.#postings[number] ?? NO_POSTING;
    if (known instanceof PostingList) known.add(slot, frequency, places);
    else if (known === NO_POSTING && frequency * 4 < PACKED) this.#postings[number] = pack(slot, frequency, places);
    else {
      const list = listOf(known);
      list.add(slot, frequency, places);
      this.#postings[number] = list;
    }
  }

  /** Counts a document less that holds a word. It stays in what is visited until slots are renumbered. */
  remove(number: number): void {
    const holders = this.holders(number) - 1;
    if (holders === 0) this.#used--;
    this.#holders[number] = holders;
  }

  /** The documents that hold a word, those that are gone too. */
  postings(number: number): PostingList {
    const found = this.#postings[number] ?? NO_POSTING;
    return found instanceof PostingList ? found : listOf(found);
  }

  /** @param slots for each old slot the new one, -1 for a dead one; new ones ascend with the old */
  compact(slots: Int32Array): void {
    for (const [number, postings] of this.#postings.entries()) {
      if (postings instanceof PostingList) {
        postings.compact(slots);
        if (postings.isEmpty) this.#postings[number] = NO_POSTING;
      } else if (postings !== NO_POSTING) {
        const slot = slots[slotIn(postings)] ?? -1;
        this.#postings[number] = slot < 0 ? NO_POSTING : slot * PACKED + (postings % PACKED);
      }
    }
  }

  get bytes(): number {
    let bytes = this.#holders.byteLength + this.#numbers.bytes + this.size * WORD_BYTES;
    for (const postings of this.#postings) {
      if (postings instanceof PostingList) bytes += LIST_BYTES + postings.capacity;
    }
    return bytes;
  }
}

/** The list of a word whose only document is packed, or which has none. */
function listOf(packed: number): PostingList {
  const list = new PostingList();
  const about = packed % PACKED;
  if (packed !== NO_POSTING) list.add(slotIn(packed), about >>> 2, about & PLACES.any);
  return list;
}

const pack = (slot: number, frequency: number, places: number) => slot * PACKED + frequency * 4 + places;

const slotIn = (packed: number) => Math.floor(packed / PACKED);
