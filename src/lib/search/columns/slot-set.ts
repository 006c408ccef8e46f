/** A set of slots, each the number of a document in a table of columns: one bit a slot. */
export class SlotSet {
  readonly #bits: Uint32Array;

  /** @param size how many slots there are: it holds those from 0 to `size - 1` */
  constructor(readonly size: number) {
    this.#bits = new Uint32Array((size + 31) >>> 5);
  }

  static of(size: number, slots: Iterable<number>): SlotSet {
    const set = new SlotSet(size);
    for (const slot of slots) set.add(slot);
    return set;
  }

  /** The slots whose number is wanted. @param wanted by number, 1 for those that are */
  static ofNumbers(size: number, numbers: Int32Array, wanted: Uint8Array): SlotSet {
    const set = new SlotSet(size);
    for (let word = 0; word < set.#bits.length; word++) {
      const start = word << 5;
      const end = Math.min(size - start, 32);
      let bits = 0;
      for (let i = 0; i < end; i++) bits |= (wanted[numbers[start + i] ?? 0] ?? 0) << i;
      set.#bits[word] = bits;
    }
    return set;
  }

  /** The slots whose value lies within bounds, these too. */
  static within(size: number, values: Float64Array, least: number, most: number): SlotSet {
    const set = new SlotSet(size);
    for (let word = 0; word < set.#bits.length; word++) {
      const start = word << 5;
      const end = Math.min(size - start, 32);
      let bits = 0;
      for (let i = 0; i < end; i++) {
        const value = values[start + i] ?? Number.NaN;
        bits |= Number(value >= least && value <= most) << i;
      }
      set.#bits[word] = bits;
    }
    return set;
  }

  add(slot: number): void {
    this.#bits[slot >>> 5] = at(this.#bits, slot) | (1 << (slot & 31));
  }

  delete(slot: number): void {
    this.#bits[slot >>> 5] = at(this.#bits, slot) & ~(1 << (slot & 31));
  }

  has(slot: number): boolean {
    return (at(this.#bits, slot) & (1 << (slot & 31))) !== 0;
  }

  /** A copy, with room for more slots or fewer. */
  copy(size = this.size): SlotSet {
    const set = new SlotSet(size);
    set.#bits.set(this.#bits.subarray(0, set.#bits.length));
    return set;
  }

  /** Keeps what the other set holds too. */
  intersect(other: SlotSet): this {
    const bits = this.#bits;
    for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] ?? 0) & (other.#bits[i] ?? 0);
    return this;
  }

  /** Adds what the other set holds. */
  unite(other: SlotSet): this {
    const bits = this.#bits;
    for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] ?? 0) | (other.#bits[i] ?? 0);
    return this;
  }

  /** Takes out what the other set holds. */
  subtract(other: SlotSet): this {
    const bits = this.#bits;
    for (let i = 0; i < bits.length; i++) bits[i] = (bits[i] ?? 0) & ~(other.#bits[i] ?? 0);
    return this;
  }

  /** How many slots it holds. */
  get count(): number {
    let count = 0;
    for (const bits of this.#bits) count += bitsIn(bits);
    return count;
  }

  /** Its slots in ascending order. */
  toArray(): Uint32Array {
    const slots = new Uint32Array(this.count);
    let length = 0;
    for (let i = 0; i < this.#bits.length; i++) {
      for (let rest = this.#bits[i] ?? 0; rest !== 0; rest &= rest - 1) {
        slots[length++] = (i << 5) + 31 - Math.clz32(rest & -rest);
      }
    }
    return slots;
  }
}

const at = (bits: Uint32Array, slot: number) => bits[slot >>> 5] ?? 0;

/** Source: H. S. Warren, Hacker's Delight, 2nd ed., section 5-1. */
function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
