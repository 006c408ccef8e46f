import { SlotSet } from './slot-set.js';

/** A list of slots takes less than a set where fewer than one in so many is in it: each takes 32 bits, in a set one. */
const SPARSE = 32;

/** Slots that are kept, and follow what becomes of documents: few of many as an ascending list, else as a set. */
export class KeptSlots {
  #slots: Uint32Array | SlotSet;

  constructor(set: SlotSet) {
    this.#slots = set.count * SPARSE < set.size ? set.toArray() : set.copy();
  }

  has(slot: number): boolean {
    if (this.#slots instanceof SlotSet) return slot < this.#slots.size && this.#slots.has(slot);
    return this.#slots[placeOf(this.#slots, slot)] === slot;
  }

  add(slot: number): void {
    if (this.has(slot)) return;
    if (this.#slots instanceof SlotSet) {
      if (slot >= this.#slots.size) this.#slots = this.#slots.copy(slot + 1);
      this.#slots.add(slot);
    } else {
      const at = placeOf(this.#slots, slot);
      const longer = new Uint32Array(this.#slots.length + 1);
      longer.set(this.#slots.subarray(0, at));
      longer[at] = slot;
      longer.set(this.#slots.subarray(at), at + 1);
      this.#slots = longer;
    }
  }

  delete(slot: number): void {
    if (!this.has(slot)) return;
    if (this.#slots instanceof SlotSet) this.#slots.delete(slot);
    else this.#slots = this.#slots.filter((other) => other !== slot);
  }

  /** A set of its own. @param size how many slots there are */
  toSet(size: number): SlotSet {
    return this.#slots instanceof SlotSet ? this.#slots.copy(size) : SlotSet.of(size, this.#slots);
  }

  get bytes(): number {
    return this.#slots instanceof SlotSet ? this.#slots.size / 8 : this.#slots.byteLength;
  }
}

/** Where a slot stands in an ascending list, or would. */
function placeOf(slots: Uint32Array, slot: number): number {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slots[middle] ?? 0) < slot) low = middle + 1;
    else high = middle;
  }
  return low;
}
