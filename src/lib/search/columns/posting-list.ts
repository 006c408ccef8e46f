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

type Visit = (slot: number, frequency: number, places: number) => void;

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
  add(slot: number, frequency: number, places: number): void {
    if (this.#length + 2 * MAX_BYTES > this.#bytes.length) this.#grow();
    this.#append(slot, frequency, places);
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

  forEach(visit: Visit): void {
    this.#visit(this.#length, visit);
  }

  /** @param slots for each old slot the new one, -1 for a dead one; new ones ascend with the old, so that gaps only shrink */
  compact(slots: Int32Array): void {
    const end = this.#length;
    this.#length = 0;
    this.#last = -1;
    this.#visit(end, (slot, frequency, places) => {
      const next = slots[slot] ?? -1;
      if (next >= 0) this.#append(next, frequency, places);
    });
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Bytes that it holds documents in, with room for more. */
  get capacity(): number {
    return this.#bytes.length;
  }

  #visit(end: number, visit: Visit): void {
    const bytes = this.#bytes;
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

  #append(slot: number, frequency: number, places: number): void {
    this.#put(slot - this.#last);
    this.#put((Math.min(frequency, MAX_FREQUENCY) << FREQUENCY_SHIFT) | places);
    this.#last = slot;
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
