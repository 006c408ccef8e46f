import { SlotList } from './slot-list.js';
import type { SlotSet } from './slot-set.js';
import { WordList } from './word-list.js';

/** Bytes that a word takes with its places in the map and in the list, about, besides its letters. */
const WORD_BYTES = 80;
/** Bytes that a list of slots takes, about, besides the slots. */
const LIST_BYTES = 200;
/** A part of a string that is so long keeps the whole string in memory. */
const MIN_SLICED = 13;

/** For each word the slots that hold it. */
export class WordSlots {
  /** Most words are in one document alone: a slot by itself takes less than a list. */
  readonly #slots = new Map<string, number | SlotList>();
  readonly #words = new WordList();

  /** Adds the words of a text, with one space between, that `isKept` takes. */
  add(slot: number, text: string, isKept: (word: string) => boolean): void {
    for (const word of text.split(' ')) {
      const known = this.#slots.get(word);
      if (known instanceof SlotList) known.add(slot);
      else if (known === undefined) {
        if (isKept(word)) this.#begin(word, slot);
      } else if (known !== slot) this.#slots.set(word, SlotList.of(known, slot));
    }
  }

  /** Adds the slots that hold a word to a set. */
  collect(word: string, set: SlotSet): void {
    const slots = this.#slots.get(word);
    if (slots instanceof SlotList) slots.addTo(set);
    else if (slots !== undefined) set.add(slots);
  }

  /** Adds the slots that hold a word with a beginning to a set. */
  collectFrom(beginning: string, set: SlotSet): void {
    this.#words.forEachFrom(beginning, (word) => {
      this.collect(word, set);
    });
  }

  /** Renumbers the slots, each to what stands in its place, or takes them out where that is below 0. */
  compact(slots: Int32Array): void {
    for (const [word, old] of this.#slots) {
      const list = new SlotList();
      let only = -1;
      let count = 0;
      const move = (slot: number) => {
        const moved = slots[slot] ?? -1;
        if (moved < 0) return;
        only = moved;
        count++;
        list.add(moved);
      };
      if (old instanceof SlotList) old.forEach(move);
      else move(old);
      if (count === 0) this.#slots.delete(word);
      else this.#slots.set(word, count === 1 ? only : list);
    }
    this.#words.keep((word) => this.#slots.has(word));
  }

  get bytes(): number {
    let bytes = 0;
    for (const [word, slots] of this.#slots) {
      bytes += WORD_BYTES + word.length + (slots instanceof SlotList ? LIST_BYTES + slots.capacity : 0);
    }
    return bytes;
  }

  #begin(word: string, slot: number): void {
    const own = word.length < MIN_SLICED ? word : Buffer.from(word).toString();
    this.#slots.set(own, slot);
    this.#words.add(own);
  }
}
