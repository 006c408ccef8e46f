import type { SlotSet } from './slot-set.js';

const FIRST_CAPACITY = 8;
/** Most bytes that one slot takes. */
const MAX_BYTES = 5;
const MORE = 0x80;

/**
 * Slots in ascending order, as the gaps between them: seven bits a byte, the low ones first, so that the slots of a word that
 * many documents hold take a byte each.
 */
export class SlotList {
  #bytes = new Uint8Array(FIRST_CAPACITY);
  #length = 0;
  #last = -1;

  static of(...slots: readonly number[]): SlotList {
    const list = new SlotList();
    for (const slot of slots) list.add(slot);
    return list;
  }

  /** Adds a slot that is not below the last one; nothing when it is that one. */
  add(slot: number): void {
    if (slot === this.#last) return;
    if (this.#length + MAX_BYTES > this.#bytes.length) this.#grow();
    let gap = slot - this.#last;
    this.#last = slot;
    while (gap >= MORE) {
      this.#bytes[this.#length++] = gap | MORE;
      gap >>>= 7;
    }
    this.#bytes[this.#length++] = gap;
  }

  /** Adds all of them to a set. */
  addTo(set: SlotSet): void {
    this.forEach((slot) => {
      set.add(slot);
    });
  }

  forEach(visit: (slot: number) => void): void {
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
      visit(slot);
    }
  }

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  /** Bytes that it holds slots in, with room for more. */
  get capacity(): number {
    return this.#bytes.length;
  }

  #grow(): void {
    const bytes = new Uint8Array(this.#bytes.length * 2);
    bytes.set(this.#bytes);
    this.#bytes = bytes;
  }
}
