import type { LengthNorm } from './bm25.js';
import type { SlotSet } from './slot-set.js';

/** Where in a document a word stands, as bits. */
export const PLACES = { words: 1, codes: 2, any: 3 } as const;

/** A document that holds a word. */
export interface Posting {
  readonly slot: number;
  /** How often the word stands there, each time by the weight of its field. */
  readonly frequency: number;
  /** {@link PLACES} of it. */
  readonly places: number;
}

const FIRST_CAPACITY = 12;
/** Most bytes that a number takes. */
const MAX_BYTES = 5;
const MORE = 0x80;
const FREQUENCY_SHIFT = 2;
const MAX_FREQUENCY = 2 ** 28;

/**
 * The documents that hold a word, by ascending slots: by turns the gap to the slot before, and frequency with places. Each
 * takes seven bits a byte, the low ones first, so that most take a byte.
 */
export class PostingList {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #length = 0;
  #last = -1;

  /** Adds a document whose slot is above the last one. */
  add({ slot, frequency, places }: Posting): void {
    if (this.#length + 2 * MAX_BYTES > this.#bytes.length) this.#grow();
    this.#put(slot - this.#last);
    this.#put((Math.min(frequency, MAX_FREQUENCY) << FREQUENCY_SHIFT) | places);
    this.#last = slot;
  }

  /** Adds the slots where it stands in any of some places to a set. */
  addTo(set: SlotSet, places: number): void {
    this.forEach((slot, _, found) => {
      if ((found & places) !== 0) set.add(slot);
    });
  }

  /** Adds to the frequency of each document where it stands in any of some places. */
  addFrequencies(frequencies: Float64Array, places: number): void {
    this.forEach((slot, frequency, found) => {
      if ((found & places) !== 0) frequencies[slot] = (frequencies[slot] ?? 0) + frequency;
    });
  }

  /** Adds what the word counts to the score of each document where it stands in any of some places. */
  addScores(
    scores: Float64Array,
    lengths: Uint32Array,
    gain: number,
    { flat, slope }: LengthNorm,
    places: number,
  ): void {
    this.forEach((slot, frequency, found) => {
      if ((found & places) === 0) return;
      const norm = flat + slope * (lengths[slot] ?? 0);
      scores[slot] = (scores[slot] ?? 0) + (gain * frequency) / (frequency + norm);
    });
  }

  forEach(visit: (slot: number, frequency: number, places: number) => void): void {
    const bytes = this.#bytes;
    const end = this.#length;
    let slot = -1;
    for (let at = 0; at < end;) {
      let byte = bytes[at++] ?? 0;
      let gap = byte & ~MORE;
      for (let shift = 7; byte >= MORE; shift += 7) {
        byte = bytes[at++] ?? 0;
        gap |= (byte & ~MORE) << shift;
      }
      slot += gap;
      byte = bytes[at++] ?? 0;
      let about = byte & ~MORE;
      for (let shift = 7; byte >= MORE; shift += 7) {
        byte = bytes[at++] ?? 0;
        about |= (byte & ~MORE) << shift;
      }
      visit(slot, about >>> FREQUENCY_SHIFT, about & PLACES.any);
    }
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Bytes that it holds documents in, with room for more. */
  get capacity(): number {
    return this.#bytes.length;
  }

  #put(number: number): void {
    let rest = number;
    while (rest >= MORE) {
      this.#bytes[this.#length++] = rest | MORE;
      rest >>>= 7;
    }
    this.#bytes[this.#length++] = rest;
  }

  #grow(): void {
    const bytes = new Uint8Array(this.#bytes.length * 2);
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
