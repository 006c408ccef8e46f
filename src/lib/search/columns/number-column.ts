import type { Range } from '../../query/filter.js';
import { grown } from './grown.js';
import { SlotSet } from './slot-set.js';

const BYTES_OF_SEVERAL = 100;
const NONE = Number.NaN;
/** Values that are looked for one after the other. */
const MOST_PASSES = 4;

/** Smallest, largest and sum over documents. */
export interface NumberSummary {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Of the smallest value of each document. */
  readonly sum: number;
  /** Whether a document has several different values. */
  readonly several: boolean;
}

/** The numbers of a field: most documents have one. NaN stands for none. */
export class NumberColumn {
  #least = new Float64Array(0);
  /** All values of documents with several different ones, ascending. */
  #several = new Map<number, readonly number[]>();

  /** @returns whether it had others */
  set(slot: number, values: readonly number[]): boolean {
    this.#least = grown(this.#least, slot + 1);
    const sorted = values.length < 2 ? values : [...new Set(values)].sort((a, b) => a - b);
    const known = this.#several.get(slot) ?? [this.least(slot)];
    if (Math.max(sorted.length, 1) === known.length && known.every((value, at) => Object.is(value, sorted[at] ?? NONE)))
      return false;
    this.#least[slot] = sorted[0] ?? NONE;
    if (sorted.length > 1) this.#several.set(slot, sorted);
    else this.#several.delete(slot);
    return true;
  }

  /** Gives a slot the values of another one. */
  copy(from: number, to: number): void {
    this.set(to, this.#several.get(from) ?? (Number.isNaN(this.least(from)) ? [] : [this.least(from)]));
  }

  /** The smallest value of a document; NaN for none. */
  least(slot: number): number {
    return this.#least[slot] ?? Number.NaN;
  }

  /** The largest value of a document; NaN for none. */
  greatest(slot: number): number {
    return this.#several.get(slot)?.at(-1) ?? this.least(slot);
  }

  /** The documents of some that have a value within the bounds. */
  select(from: SlotSet, { gt, gte, lt, lte }: Range): SlotSet {
    const least = Math.max(gt === undefined ? Number.NEGATIVE_INFINITY : above(gt), gte ?? Number.NEGATIVE_INFINITY);
    const most = Math.min(lt === undefined ? Number.POSITIVE_INFINITY : -above(-lt), lte ?? Number.POSITIVE_INFINITY);
    return this.#within(from.size, least, most).intersect(from);
  }

  /** The documents of some that have any of the values. */
  selectAny(from: SlotSet, values: readonly number[]): SlotSet {
    const found = new SlotSet(from.size);
    if (values.length <= MOST_PASSES) {
      for (const value of values) found.unite(this.#within(from.size, value, value));
      return found.intersect(from);
    }
    const wanted = new Set(values);
    const isWanted = (value: number) => wanted.has(value);
    for (let slot = 0; slot < from.size; slot++) if (isWanted(this.least(slot))) found.add(slot);
    for (const [slot, several] of this.#several) if (several.some(isWanted)) found.add(slot);
    return found.intersect(from);
  }

  /** Over the documents of some that have a value; null when none has. */
  summary(slots: Uint32Array): NumberSummary | null {
    let count = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    let sum = 0;
    let several = false;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] ?? 0;
      const value = this.#least[slot] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      const greatest = this.#several.size === 0 ? value : this.greatest(slot);
      count++;
      sum += value;
      if (value < min) min = value;
      if (greatest > max) max = greatest;
      if (greatest !== value) several = true;
    }
    return count === 0 ? null : { count, min, max, sum, several };
  }

  /** @param slots for each old slot the new one, -1 for none; those that are kept stay in order */
  compact(slots: Int32Array): void {
    const several = new Map<number, readonly number[]>();
    slots.forEach((slot, old) => {
      if (slot < 0) return;
      this.#least[slot] = this.least(old);
      const values = this.#several.get(old);
      if (values !== undefined) several.set(slot, values);
    });
    this.#several = several;
  }

  get bytes(): number {
    return this.#least.byteLength + this.#several.size * BYTES_OF_SEVERAL;
  }

  #within(size: number, least: number, most: number): SlotSet {
    const found = SlotSet.within(size, this.#least, least, most);
    for (const [slot, values] of this.#several) {
      if (values.some((value) => value >= least && value <= most)) found.add(slot);
    }
    return found;
  }
}

const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);

/** The least number above another. Doubles of one sign are in the order of their bits (IEEE 754). */
function above(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  double[0] = value;
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? 1n : -1n);
  return double[0];
}
