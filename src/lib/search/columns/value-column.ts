import { compareUtf8 } from '../../analysis/sort-key.js';
import { foldTag } from '../../analysis/fold.js';
import type { FoldedValue } from '../../query/fold-facet.js';
import { Combinations, NONE } from './combinations.js';
import { grown } from './grown.js';
import { SlotSet } from './slot-set.js';
import { Tally } from './tally.js';

interface Value {
  readonly spelling: string;
  /** Number of its folded form. */
  readonly folded: number;
}

const BYTES_OF_VALUE = 200;

/**
 * The values of a field. A document's values together are one combination, of which there are few beside documents: a pass
 * over documents looks at one number each.
 */
export class ValueColumn {
  readonly #combinations = new Combinations((spelling) => this.#numberOf(spelling));
  /** Of each slot the number of its combination. */
  #slots = new Int32Array(0);
  readonly #values: Value[] = [];
  readonly #valueNumbers = new Map<string, number>();
  readonly #folded: string[] = [];
  readonly #foldedNumbers = new Map<string, number>();
  readonly #together = new Tally();
  readonly #spelled = new Tally();

  /**
   * @param joined the values as `joinFacetValues` joins them; blank for none
   * @returns whether it had others
   */
  set(slot: number, joined: string): boolean {
    this.#slots = grown(this.#slots, slot + 1);
    const combination = this.#combinations.numberOf(joined);
    if (this.#slots[slot] === combination) return false;
    this.#slots[slot] = combination;
    return true;
  }

  /** Gives a slot the values of another one. */
  copy(from: number, to: number): void {
    this.#slots = grown(this.#slots, to + 1);
    this.#slots[to] = this.#slots[from] ?? NONE;
  }

  /** The documents of some that have any of the folded values. */
  select(from: SlotSet, folded: readonly string[]): SlotSet {
    const wanted = new Set(folded.map((text) => this.#foldedNumbers.get(text)));
    const isWanted = Uint8Array.from(this.#values, (value) => (wanted.has(value.folded) ? 1 : 0));
    return SlotSet.ofNumbers(from.size, this.#slots, this.#combinations.having(isWanted)).intersect(from);
  }

  /** How many documents of some have each value, under its most frequent spelling; those with none are left out. */
  count(slots: Uint32Array): readonly FoldedValue[] {
    const best = new Map<number, { number: number; count: number; most: number }>();
    for (const [number, count] of this.#countSpellings(slots)) {
      const folded = this.#values[number]?.folded ?? 0;
      const known = best.get(folded);
      if (known === undefined) best.set(folded, { number, count, most: count });
      else {
        known.count += count;
        if (!this.#isBefore(number, count, known.number, known.most)) continue;
        known.number = number;
        known.most = count;
      }
    }
    return Array.from(best, ([folded, { number, count }]) => ({
      folded: this.#folded[folded] ?? '',
      value: this.#values[number]?.spelling ?? '',
      count,
    }));
  }

  /** Whether many combinations are left that no document may have any more. */
  isWorn(documents: number): boolean {
    return this.#combinations.size > 2 * documents + 10_000;
  }

  /** @param slots for each old slot the new one, -1 for none; those that are kept stay in order */
  compact(slots: Int32Array): void {
    slots.forEach((slot, old) => {
      if (slot >= 0) this.#slots[slot] = this.#slots[old] ?? NONE;
    });
  }

  get bytes(): number {
    return this.#slots.byteLength + this.#combinations.bytes + this.#values.length * BYTES_OF_VALUE;
  }

  /** Counts the values by their numbers; those that no document has are absent. */
  #countSpellings(slots: Uint32Array): readonly (readonly [number: number, count: number])[] {
    const together = this.#together.reset(this.#combinations.size);
    together.addAt(slots, this.#slots);
    const counts = this.#spelled.reset(this.#values.length);
    this.#combinations.spread(together, counts);
    return counts.entries();
  }

  #isBefore(number: number, count: number, rival: number, rivals: number): boolean {
    if (count !== rivals) return count > rivals;
    return compareUtf8(this.#values[number]?.spelling ?? '', this.#values[rival]?.spelling ?? '') < 0;
  }

  #numberOf(spelling: string): number {
    const known = this.#valueNumbers.get(spelling);
    if (known !== undefined) return known;
    const text = foldTag(spelling);
    const folded = this.#foldedNumbers.get(text) ?? this.#folded.push(text) - 1;
    this.#foldedNumbers.set(text, folded);
    const number = this.#values.push({ spelling, folded }) - 1;
    this.#valueNumbers.set(spelling, number);
    return number;
  }
}
