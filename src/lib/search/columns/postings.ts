import { corpusStatistics } from './bm25.js';
import type { CorpusStatistics } from './bm25.js';
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

const NO_MEMBER: TextMember = { frequency: 0, place: 0 };

/** Which documents hold which words, how often, and in what order. */
export class Postings {
  readonly words = new WordPostings();
  readonly #members: readonly TextMember[];
  readonly #sequences = new WordSequences();
  #lengths = new Uint32Array(0);
  #documents = 0;
  #totalLength = 0;
  /** Of the document that is looked at: its words in order, the different ones, and of each word frequency and places. */
  #sequence = new Int32Array(0);
  #held = new Int32Array(0);
  #frequencies = new Uint32Array(0);
  #places = new Uint8Array(0);

  /** @param members of all documents, in the order in which the engine indexes them */
  constructor(members: readonly TextMember[]) {
    this.#members = members;
  }

  get statistics(): CorpusStatistics {
    return corpusStatistics(this.#documents, this.#totalLength);
  }

  /** Of each slot the sum of what its words count. */
  get lengths(): Uint32Array {
    return this.#lengths;
  }

  /**
   * Adds a document.
   * @param slot one more than that of the document before
   * @param texts its members as they are indexed: words with one space between
   */
  add(slot: number, texts: readonly string[]): void {
    let count = 0;
    let length = 0;
    let distinct = 0;
    for (let member = 0; member < this.#members.length; member++) {
      const { frequency, place } = this.#members[member] ?? NO_MEMBER;
      const first = count;
      count = this.#number(texts[member] ?? '', first);
      length += (count - first) * frequency;
      for (let at = first; at < count; at++) {
        const word = this.#sequence[at] ?? 0;
        const known = this.#frequencies[word] ?? 0;
        if (known === 0) this.#held[distinct++] = word;
        this.#frequencies[word] = known + frequency;
        this.#places[word] = (this.#places[word] ?? 0) | place;
      }
    }
    this.#sequences.push(this.#sequence, count);
    for (let at = 0; at < distinct; at++) {
      const word = this.#held[at] ?? 0;
      this.words.add(word, slot, this.#frequencies[word] ?? 0, this.#places[word] ?? 0);
      this.#frequencies[word] = 0;
      this.#places[word] = 0;
    }
    this.#lengths = grown(this.#lengths, slot + 1);
    this.#lengths[slot] = length;
    this.#documents++;
    this.#totalLength += length;
  }

  /** The different words of a document by their numbers, also of one that counts no more. */
  wordsAt(slot: number): ReadonlySet<number> {
    return new Set(this.#sequences.at(slot));
  }

  /** Counts a document no more. Its slot is found until slots are renumbered. */
  remove(slot: number): void {
    for (const word of this.wordsAt(slot)) this.words.remove(word);
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

  /** @param slots for each old slot the new one, -1 for a dead one; new ones ascend with the old */
  compact(slots: Int32Array): void {
    this.words.compact(slots);
    this.#sequences.compact(slots);
    for (const [old, slot] of slots.entries()) if (slot >= 0) this.#lengths[slot] = this.#lengths[old] ?? 0;
  }

  /** Bytes of memory that it takes, roughly. */
  get bytes(): number {
    const own = this.#lengths.byteLength + this.#frequencies.byteLength + this.#places.byteLength;
    return own + this.words.bytes + this.#sequences.bytes;
  }

  /** Puts the words of a text behind those before. @returns how many there are then */
  #number(text: string, from: number): number {
    const most = from + Math.ceil(text.length / 2);
    this.#sequence = grown(this.#sequence, most);
    this.#held = grown(this.#held, most);
    const count = this.words.number(text, this.#sequence, from);
    this.#frequencies = grown(this.#frequencies, this.words.size);
    this.#places = grown(this.#places, this.words.size);
    return count;
  }

  #sequenceOf(phrase: Phrase): SoughtSequence {
    const words = phrase.filter(({ isBeginning }) => !isBeginning).map(({ text }) => this.words.find(text) ?? -1);
    const last = phrase.find(({ isBeginning }) => isBeginning);
    const next = new Set<number>();
    if (last !== undefined) this.words.forEachFrom(last.text, (number) => next.add(number));
    return { words: encodeWords(words), next: last === undefined ? null : next };
  }
}
