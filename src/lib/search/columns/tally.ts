import { grown } from './grown.js';

/** Counts by small numbers. It is used again and again, and costs as much as it counts, however many numbers there are. */
export class Tally {
  #counts = new Int32Array(0);
  #touched: number[] = [];

  /** Begins anew. @param size numbers that there are, from 0 on */
  reset(size: number): this {
    for (const number of this.#touched) this.#counts[number] = 0;
    this.#touched = [];
    this.#counts = grown(this.#counts, size);
    return this;
  }

  /** Counts the number at each of some places. */
  addAt(places: Uint32Array, numbers: Int32Array): void {
    const counts = this.#counts;
    const touched = this.#touched;
    for (let i = 0; i < places.length; i++) {
      const number = numbers[places[i] ?? 0] ?? 0;
      const before = counts[number] ?? 0;
      if (before === 0) touched.push(number);
      counts[number] = before + 1;
    }
  }

  /** Adds each count to all the numbers that its own stands for: of `n` those from `starts[n]` to `starts[n + 1]`. */
  spread(into: Tally, starts: Int32Array, numbers: Int32Array): void {
    const counts = into.#counts;
    const touched = into.#touched;
    for (const own of this.#touched) {
      const count = this.#counts[own] ?? 0;
      const end = starts[own + 1] ?? 0;
      for (let at = starts[own] ?? 0; at < end; at++) {
        const number = numbers[at] ?? 0;
        const before = counts[number] ?? 0;
        if (before === 0) touched.push(number);
        counts[number] = before + count;
      }
    }
  }

  /** Numbers that were counted with their counts. */
  entries(): readonly (readonly [number: number, count: number])[] {
    return this.#touched.map((number) => [number, this.#counts[number] ?? 0]);
  }
}
