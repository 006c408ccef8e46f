import type { Range } from '../../query/filter.js';
import { grown } from './grown.js';
import { SlotSet } from './slot-set.js';

const BYTES_OF_SEVERAL = 100;

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
  #changes = 0;

  /** Grows with each change. */
  get changes(): number {
    return this.#changes;
  }

  set(slot: number, values: readonly number[]): void {
    this.#least = grown(this.#least, slot + 1);
    const sorted = values.length < 2 ? values : [...new Set(values)].sort((a, b) => a - b);
    const least = sorted[0] ?? Number.NaN;
    const isSame = sorted.length < 2 && !this.#several.has(slot) && Object.is(this.#least[slot], least);
    if (isSame) return;
    this.#changes++;
    this.#least[slot] = least;
    if (sorted.length > 1) this.#several.set(slot, sorted);
    else this.#several.delete(slot);
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
  select(from: SlotSet, range: Range): SlotSet {
    const { above, below } = boundsOf(range);
    return this.#selectBy(from, (value) => above(value) && below(value));
  }

  /** The documents of some that have any of the values. */
  selectAny(from: SlotSet, values: readonly number[]): SlotSet {
    const wanted = new Set(values);
    return this.#selectBy(from, (value) => wanted.has(value));
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

  #selectBy(from: SlotSet, isWanted: (value: number) => boolean): SlotSet {
    const found = new SlotSet(from.size);
    const slots = from.toArray();
    const several = this.#several.size > 0;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] ?? 0;
      if (isWanted(this.#least[slot] ?? Number.NaN) || (several && this.#several.get(slot)?.some(isWanted) === true)) {
        found.add(slot);
      }
    }
    return found;
  }
}

/** Where both bounds of a side are given, both hold. */
function boundsOf({ gt, gte, lt, lte }: Range) {
  const least = gte ?? Number.NEGATIVE_INFINITY;
  const most = lte ?? Number.POSITIVE_INFINITY;
  return {
    above: (value: number) => value >= least && (gt === undefined || value > gt),
    below: (value: number) => value <= most && (lt === undefined || value < lt),
  };
}
