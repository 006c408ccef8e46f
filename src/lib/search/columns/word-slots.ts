import { onlyRanks } from '../../analysis/anchors.js';
import { SlotList } from './slot-list.js';
import type { SlotSet } from './slot-set.js';
import { WordOrder } from './word-order.js';

/** Bytes that a word takes, about, besides its letters. */
const WORD_BYTES = 90;
/** Bytes that a list of slots takes, about, besides the slots. */
const LIST_BYTES = 200;
/** A part of a string that is so long keeps the whole string in memory. */
const MIN_SLICED = 13;

/** For each word the slots that hold it. */
export class WordSlots {
  readonly #numbers = new Map<string, number>();
  #words: string[] = [];
  /** By the number of the word. Most are in one document alone: a slot by itself takes less than a list. */
  #slots: (number | SlotList)[] = [];
  #order = new WordOrder(this.#words);

  /** Adds the words of a text, with one space between, that can be looked for. */
  add(slot: number, text: string): void {
    for (let from = 0; from < text.length;) {
      const space = text.indexOf(' ', from);
      const end = space === -1 ? text.length : space;
      if (end > from && !onlyRanks(text, from)) this.#add(slot, text.slice(from, end));
      from = end + 1;
    }
  }

  /** Adds the slots that hold a word to a set. */
  collect(word: string, set: SlotSet): void {
    const number = this.#numbers.get(word);
    if (number !== undefined) this.#collect(number, set);
  }

  /** Adds the slots that hold a word with a beginning to a set. */
  collectFrom(beginning: string, set: SlotSet): void {
    this.#order.forEachFrom(beginning, (number) => {
      this.#collect(number, set);
    });
  }

  /** Renumbers the slots, each to what stands in its place, or takes them out where that is below 0. */
  compact(slots: Int32Array): void {
    const words = this.#words;
    const old = this.#slots;
    const order = this.#order.sorted;
    const numbers = new Int32Array(words.length).fill(-1);
    this.#numbers.clear();
    this.#words = [];
    this.#slots = [];
    for (const [number, word] of words.entries()) {
      const moved = move(old[number], slots);
      if (moved === null) continue;
      numbers[number] = this.#words.length;
      this.#begin(word, moved);
    }
    const isKept = (number: number) => (numbers[number] ?? -1) >= 0;
    this.#order = new WordOrder(
      this.#words,
      order.filter(isKept).map((number) => numbers[number] ?? 0),
    );
  }

  get bytes(): number {
    let bytes = 0;
    for (const [number, word] of this.#words.entries()) {
      const slots = this.#slots[number];
      bytes += WORD_BYTES + word.length + (slots instanceof SlotList ? LIST_BYTES + slots.capacity : 0);
    }
    return bytes;
  }

  #add(slot: number, word: string): void {
    const number = this.#numbers.get(word);
    if (number === undefined) {
      this.#begin(word.length < MIN_SLICED ? word : Buffer.from(word).toString(), slot);
      this.#order.update();
      return;
    }
    const known = this.#slots[number];
    if (known instanceof SlotList) known.add(slot);
    else if (known !== undefined && known !== slot) this.#slots[number] = SlotList.of(known, slot);
  }

  #begin(word: string, slots: number | SlotList): void {
    this.#numbers.set(word, this.#words.length);
    this.#words.push(word);
    this.#slots.push(slots);
  }

  #collect(number: number, set: SlotSet): void {
    const slots = this.#slots[number];
    if (slots instanceof SlotList) slots.addTo(set);
    else if (slots !== undefined) set.add(slots);
  }
}

/** What is left of the slots of a word; null for nothing. */
function move(old: number | SlotList | undefined, slots: Int32Array): number | SlotList | null {
  if (!(old instanceof SlotList)) {
    const moved = slots[old ?? -1] ?? -1;
    return moved < 0 ? null : moved;
  }
  const moved = new SlotList();
  old.forEach((slot) => {
    const next = slots[slot] ?? -1;
    if (next >= 0) moved.add(next);
  });
  return moved.isEmpty ? null : moved;
}
