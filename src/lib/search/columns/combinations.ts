import { splitFacetValues } from '../../collections/facet-values.js';
import { grown } from './grown.js';
import type { Tally } from './tally.js';

/** The combination without values. */
export const NONE = 0;
const BYTES_OF_ENTRY = 60;

/** Numbers the combinations of values that documents have; those of {@link NONE} are none. */
export class Combinations {
  readonly #known = new Map<string, number>();
  readonly #numberOfValue: (value: string) => number;
  /** The values of a combination stand in `#values` from its start to that of the next. */
  #starts = new Int32Array(2);
  #values = new Int32Array(0);
  #size = 1;
  #textLength = 0;

  /** @param numberOfValue numbers the values */
  constructor(numberOfValue: (value: string) => number) {
    this.#numberOfValue = numberOfValue;
  }

  /** How many there are. */
  get size(): number {
    return this.#size;
  }

  get bytes(): number {
    return this.#starts.byteLength + this.#values.byteLength + 2 * this.#textLength + this.#size * BYTES_OF_ENTRY;
  }

  /** The number of a combination. @param joined its values as `joinFacetValues` joins them; blank for none */
  numberOf(joined: string): number {
    return joined === '' ? NONE : (this.#known.get(joined) ?? this.#learn(joined));
  }

  /** Which combinations hold a value that is wanted, 1 for those that do. */
  having(isWanted: Uint8Array): Uint8Array {
    const having = new Uint8Array(this.#size);
    for (let number = 1; number < this.#size; number++) {
      const end = this.#starts[number + 1] ?? 0;
      for (let at = this.#starts[number] ?? 0; at < end; at++) {
        if (isWanted[this.#values[at] ?? 0] === 1) having[number] = 1;
      }
    }
    return having;
  }

  /** Adds the counts of combinations to those of their values. */
  spread(combinations: Tally, values: Tally): void {
    combinations.spread(values, this.#starts, this.#values);
  }

  #learn(joined: string): number {
    const number = this.#size++;
    const values = new Set(splitFacetValues(joined));
    let end = this.#starts[number] ?? 0;
    this.#values = grown(this.#values, end + values.size);
    for (const value of values) this.#values[end++] = this.#numberOfValue(value);
    this.#starts = grown(this.#starts, number + 2);
    this.#starts[number + 1] = end;
    this.#known.set(joined, number);
    this.#textLength += joined.length;
    return number;
  }
}
