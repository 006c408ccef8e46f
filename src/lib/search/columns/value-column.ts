import { compareUtf8 } from '../../analysis/sort-key.js';
import { foldTag } from '../../analysis/fold.js';
import { splitFacetValues } from '../../collections/facet-values.js';
import type { FoldedValue } from '../../query/fold-facet.js';
import { grown } from './grown.js';
import { SlotSet } from './slot-set.js';

interface Value {
  readonly spelling: string;
  /** Number of its folded form. */
  readonly folded: number;
}

/** The combination that a document without values has. */
const NONE = 0;
const BYTES_OF_TEXT = 60;

/**
 * The values of a field. A document's values together are one combination, of which there are few beside documents: a pass
 * over documents looks at one number each.
 */
export class ValueColumn {
  #combinations = new Int32Array(0);
  readonly #known = new Map<string, number>();
  /** For each combination the numbers of its values. */
  readonly #members: Int32Array[] = [new Int32Array(0)];
  readonly #values: Value[] = [];
  readonly #valueNumbers = new Map<string, number>();
  readonly #folded: string[] = [];
  readonly #foldedNumbers = new Map<string, number>();
  #textLength = 0;
  #changes = 0;

  /** Grows with each change. */
  get changes(): number {
    return this.#changes;
  }

  /** @param joined the values as `joinFacetValues` joins them; blank for none */
  set(slot: number, joined: string): void {
    this.#combinations = grown(this.#combinations, slot + 1);
    const combination = joined === '' ? NONE : (this.#known.get(joined) ?? this.#learn(joined));
    if (this.#combinations[slot] === combination) return;
    this.#combinations[slot] = combination;
    this.#changes++;
  }

  /** The documents of some that have any of the folded values. */
  select(from: SlotSet, folded: readonly string[]): SlotSet {
    const wanted = new Set(folded.map((text) => this.#foldedNumbers.get(text)));
    const isWanted = Uint8Array.from(this.#members, (values) =>
      values.some((value) => wanted.has(this.#values[value]?.folded)) ? 1 : 0,
    );
    return this.#selectBy(from, isWanted);
  }

  /** How many documents of some have each value, under its most frequent spelling; those with none are left out. */
  count(slots: Uint32Array): readonly FoldedValue[] {
    const spelled = this.#countSpellings(slots);
    const counts = new Int32Array(this.#folded.length);
    const best = new Int32Array(this.#folded.length).fill(-1);
    for (let number = 0; number < spelled.length; number++) {
      const count = spelled[number] ?? 0;
      const value = this.#values[number];
      if (count === 0 || value === undefined) continue;
      counts[value.folded] = (counts[value.folded] ?? 0) + count;
      const rival = best[value.folded] ?? -1;
      if (rival < 0 || this.#isBefore(number, count, rival, spelled[rival] ?? 0)) best[value.folded] = number;
    }
    const found: FoldedValue[] = [];
    counts.forEach((count, number) => {
      if (count === 0) return;
      const value = this.#values[best[number] ?? 0]?.spelling ?? '';
      found.push({ folded: this.#folded[number] ?? '', value, count });
    });
    return found;
  }

  /** Whether many combinations are left that no document may have any more. */
  isWorn(documents: number): boolean {
    return this.#members.length > 2 * documents + 10_000;
  }

  /** @param slots for each old slot the new one, -1 for none; those that are kept stay in order */
  compact(slots: Int32Array): void {
    slots.forEach((slot, old) => {
      if (slot >= 0) this.#combinations[slot] = this.#combinations[old] ?? NONE;
    });
  }

  get bytes(): number {
    return this.#combinations.byteLength + this.#textLength * 2 + this.#members.length * BYTES_OF_TEXT;
  }

  #selectBy(from: SlotSet, isWanted: Uint8Array): SlotSet {
    const combinations = this.#combinations;
    const found = new SlotSet(from.size);
    const slots = from.toArray();
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] ?? 0;
      if (isWanted[combinations[slot] ?? NONE] === 1) found.add(slot);
    }
    return found;
  }

  #countSpellings(slots: Uint32Array): Int32Array {
    const combinations = this.#combinations;
    const together = new Int32Array(this.#members.length);
    for (let i = 0; i < slots.length; i++) {
      const combination = combinations[slots[i] ?? 0] ?? NONE;
      together[combination] = (together[combination] ?? 0) + 1;
    }
    const counts = new Int32Array(this.#values.length);
    for (let combination = 1; combination < together.length; combination++) {
      const count = together[combination] ?? 0;
      if (count === 0) continue;
      for (const value of this.#members[combination] ?? []) counts[value] = (counts[value] ?? 0) + count;
    }
    return counts;
  }

  #isBefore(number: number, count: number, rival: number, rivals: number): boolean {
    if (count !== rivals) return count > rivals;
    return compareUtf8(this.#values[number]?.spelling ?? '', this.#values[rival]?.spelling ?? '') < 0;
  }

  #learn(joined: string): number {
    const combination = this.#members.length;
    this.#known.set(joined, combination);
    this.#members.push(Int32Array.from(new Set(splitFacetValues(joined)), (value) => this.#numberOf(value)));
    this.#textLength += joined.length;
    return combination;
  }

  #numberOf(spelling: string): number {
    const known = this.#valueNumbers.get(spelling);
    if (known !== undefined) return known;
    const text = foldTag(spelling);
    const folded = this.#foldedNumbers.get(text) ?? this.#folded.push(text) - 1;
    this.#foldedNumbers.set(text, folded);
    const number = this.#values.push({ spelling, folded }) - 1;
    this.#valueNumbers.set(spelling, number);
    this.#textLength += 2 * spelling.length;
    return number;
  }
}
