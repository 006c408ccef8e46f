import { lengthNorm } from './bm25.js';
import type { LengthNorm } from './bm25.js';
import { grown } from './grown.js';
import type { Phrase, Term } from './sought.js';
import { SlotSet } from './slot-set.js';
import { WordPostings } from './word-postings.js';
import { encodeWords, WordSequences } from './word-sequences.js';
import type { SoughtSequence } from './word-sequences.js';

/** How the words of one member of a document count. */
export interface TextMember {
  /** What each occurrence adds to the frequency of a word. */
  readonly frequency: number;
  /** One of `PLACES`. */
  readonly place: number;
}

/** Which documents hold which words, how often, and in what order. */
export class Postings {
  readonly words = new WordPostings();
  readonly #members: readonly TextMember[];
  #sequences = new WordSequences();
  #lengths = new Uint32Array(0);
  #documents = 0;
  #totalLength = 0;
  /** Of the document that is looked at: its words in order, and of each word frequency and places. */
  #sequence = new Int32Array(0);
  #frequencies = new Uint32Array(0);
  #places = new Uint8Array(0);

  /** @param members of all documents, in the order in which the engine indexes them */
  constructor(members: readonly TextMember[]) {
    this.#members = members;
  }

  get documents(): number {
    return this.#documents;
  }

  /** Of each slot the sum of what its words count. */
  get lengths(): Uint32Array {
    return this.#lengths;
  }

  get norm(): LengthNorm {
    return lengthNorm(this.#documents === 0 ? 0 : this.#totalLength / this.#documents);
  }

  /**
   * Adds a document.
   * @param slot one more than that of the document before
   * @param texts its members as they are indexed: words with one space between
   */
  add(slot: number, texts: readonly string[]): void {
    let count = 0;
    let length = 0;
    const held: number[] = [];
    for (const [at, { frequency, place }] of this.#members.entries()) {
      forEachWord(texts[at] ?? '', (word) => {
        const number = this.words.numberOf(word);
        this.#sequence = grown(this.#sequence, count + 1);
        this.#sequence[count++] = number;
        if (this.#isFirst(number)) held.push(number);
        this.#frequencies[number] = (this.#frequencies[number] ?? 0) + frequency;
        this.#places[number] = (this.#places[number] ?? 0) | place;
        length += frequency;
      });
    }
    this.#sequences.push(this.#sequence, count);
    for (const number of held) {
      const frequency = this.#frequencies[number] ?? 0;
      this.words.add(number, { slot, frequency, places: this.#places[number] ?? 0 });
      this.#frequencies[number] = 0;
      this.#places[number] = 0;
    }
    this.#lengths = grown(this.#lengths, slot + 1);
    this.#lengths[slot] = length;
    this.#documents++;
    this.#totalLength += length;
  }

  /** Counts a document no more. Its slot is found until slots are renumbered. */
  remove(slot: number): void {
    const held: number[] = [];
    for (const number of this.#sequences.at(slot)) {
      if (!this.#isFirst(number)) continue;
      held.push(number);
      this.#frequencies[number] = 1;
    }
    for (const number of held) {
      this.words.remove(number);
      this.#frequencies[number] = 0;
    }
    this.#documents--;
    this.#totalLength -= this.#lengths[slot] ?? 0;
  }

  /** Adds the slots that hold a word, in any of some places, to a set. */
  collect({ text, isBeginning }: Term, places: number, set: SlotSet): void {
    const add = (number: number) => {
      this.words.postings(number).addTo(set, places);
    };
    const number = this.words.find(text);
    if (isBeginning) this.words.forEachFrom(text, add);
    else if (number !== undefined) add(number);
  }

  /** Keeps the slots where words stand side by side, of some that hold all of them. */
  keepPhrase(phrase: Phrase, from: SlotSet): SlotSet {
    const sought = this.#sequenceOf(phrase);
    const kept = new SlotSet(from.size);
    for (const slot of from.toArray()) if (this.#sequences.holds(slot, sought)) kept.add(slot);
    return kept;
  }

  /**
   * Renumbers the slots, and forgets words that none of them holds.
   * @param slots for each old slot the new one, -1 for a dead one; new ones ascend with the old
   */
  compact(slots: Int32Array): void {
    const numbers = this.words.compact(slots);
    const old = this.#sequences;
    this.#sequences = new WordSequences();
    slots.forEach((slot, at) => {
      if (slot < 0) return;
      const sequence = old.at(at);
      for (let i = 0; i < sequence.length; i++) sequence[i] = numbers[sequence[i] ?? 0] ?? 0;
      this.#sequences.push(sequence, sequence.length);
      this.#lengths[slot] = this.#lengths[at] ?? 0;
    });
    this.#frequencies = new Uint32Array(0);
    this.#places = new Uint8Array(0);
  }

  /** Bytes of memory that it takes, roughly. */
  get bytes(): number {
    const own = this.#lengths.byteLength + this.#frequencies.byteLength + this.#places.byteLength;
    return own + this.words.bytes + this.#sequences.bytes;
  }

  /** Whether a word was not met yet in the document that is looked at. */
  #isFirst(number: number): boolean {
    this.#frequencies = grown(this.#frequencies, number + 1);
    this.#places = grown(this.#places, number + 1);
    return this.#frequencies[number] === 0;
  }

  #sequenceOf(phrase: Phrase): SoughtSequence {
    const words = phrase.filter(({ isBeginning }) => !isBeginning).map(({ text }) => this.words.find(text) ?? -1);
    const last = phrase.find(({ isBeginning }) => isBeginning);
    const next = new Set<number>();
    if (last !== undefined) this.words.forEachFrom(last.text, (number) => next.add(number));
    return { words: encodeWords(words), next: last === undefined ? null : next };
  }
}

function forEachWord(text: string, visit: (word: string) => void): void {
  for (let from = 0; from < text.length;) {
    const space = text.indexOf(' ', from);
    const end = space === -1 ? text.length : space;
    if (end > from) visit(text.slice(from, end));
    from = end + 1;
  }
}
