import type { ColumnLayout, DocumentRow } from './column-layout.js';
import { grown } from './grown.js';
import { NumberColumn } from './number-column.js';
import { Postings } from './postings.js';
import { PlanScorer } from './score-plan.js';
import { SlotSet } from './slot-set.js';
import { ValueColumn } from './value-column.js';

const BYTES_OF_ID = 120;
/** Dead slots are taken out when there are so many of them, beside those that live. */
const MOST_DEAD = 1_000;
const MOST_DEAD_SHARE = 0.5;

let tables = 0;

/** What became of a document in a table. */
export interface RowChange {
  /** Its slot before; null where there was none. */
  readonly before: number | null;
  /** Its slot now; another one where it has other words, null where it is gone. */
  readonly after: number | null;
  /** The paths of the columns in which it has other values than before. */
  readonly paths: ReadonlySet<string>;
}

/** Stands among paths for what scores are multiplied by. */
export const BOOST_PATH = '';

const NO_PATHS: ReadonlySet<string> = new Set();

/** The documents of a collection by columns, each document under the number of its slot. */
export class ColumnTable {
  /** Tells it from all other tables of the process, whose changes are counted alike. */
  readonly number = ++tables;
  readonly #layout: ColumnLayout;
  readonly #slots = new Map<string, number>();
  #ids: (string | null)[] = [];
  #live = new SlotSet(0);
  #versions = new Float64Array(0);
  /** By what a document's words are told from others; words that change take a new slot. */
  #texts = new Float64Array(0);
  readonly #values: ReadonlyMap<string, ValueColumn>;
  readonly #numbers: ReadonlyMap<string, NumberColumn>;
  readonly #has = new ValueColumn();
  readonly #boosts = new NumberColumn();
  readonly #postings: Postings;
  readonly #scorer: PlanScorer;
  #revision = 0;
  #compactions = 0;

  constructor(layout: ColumnLayout) {
    this.#layout = layout;
    this.#postings = new Postings(layout.texts);
    this.#scorer = new PlanScorer(this.#postings);
    this.#values = new Map(layout.values.map((path) => [path, new ValueColumn()]));
    this.#numbers = new Map(layout.numbers.map((path) => [path, new NumberColumn()]));
  }

  /** How many documents there are. */
  get documents(): number {
    return this.#slots.size;
  }

  /** Slots that there are, dead ones too. */
  get size(): number {
    return this.#ids.length;
  }

  /** Grows with each document that is written or taken out. */
  get revision(): number {
    return this.#revision;
  }

  get postings(): Postings {
    return this.#postings;
  }

  /** Scores the hits of plans for words. */
  get scorer(): PlanScorer {
    return this.#scorer;
  }

  /** A copy of the slots of all documents. */
  all(): SlotSet {
    return this.#live.copy(this.size);
  }

  values(path: string): ValueColumn | undefined {
    return this.#values.get(path);
  }

  numbers(path: string): NumberColumn | undefined {
    return this.#numbers.get(path);
  }

  /** Lists for each document the members of the fields that have a value. */
  get has(): ValueColumn {
    return this.#has;
  }

  /** What the score of each document is multiplied by. */
  get boosts(): NumberColumn {
    return this.#boosts;
  }

  slotOf(id: string): number | undefined {
    return this.#slots.get(id);
  }

  idAt(slot: number): string {
    return this.#ids[slot] ?? '';
  }

  versionAt(slot: number): number {
    return this.#versions[slot] ?? Number.NaN;
  }

  /** Grows when slots are renumbered. */
  get compactions(): number {
    return this.#compactions;
  }

  /** Adds a document, or what has become of it. */
  put(id: string, row: DocumentRow): RowChange {
    this.#revision++;
    const text = textMark(row);
    const known = this.#slots.get(id);
    const slot = known !== undefined && this.#texts[known] === text ? known : this.#newSlot(id, row, text);
    this.#versions[slot] = row.version;
    this.#has.set(slot, row.has);
    const paths = new Set<string>();
    if (this.#boosts.set(slot, [row.boost])) paths.add(BOOST_PATH);
    this.#layout.values.forEach((path, at) => {
      if (this.#values.get(path)?.set(slot, row.values[at] ?? '') === true) paths.add(path);
    });
    this.#layout.numbers.forEach((path, at) => {
      if (this.#numbers.get(path)?.set(slot, row.numbers[at] ?? []) === true) paths.add(path);
    });
    return { before: known ?? null, after: slot, paths };
  }

  /** @returns null where there is no such document */
  delete(id: string): RowChange | null {
    const slot = this.#slots.get(id);
    if (slot === undefined) return null;
    this.#revision++;
    this.#slots.delete(id);
    this.#ids[slot] = null;
    this.#live.delete(slot);
    this.#postings.remove(slot);
    return { before: slot, after: null, paths: NO_PATHS };
  }

  /** Takes out dead slots when they are many. */
  tidy(): void {
    const dead = this.size - this.documents;
    if (dead > MOST_DEAD && dead > this.documents * MOST_DEAD_SHARE) this.#compact();
  }

  /** Whether so much is left of documents that are gone that reading all anew is cheaper. */
  get isWorn(): boolean {
    const columns = [...this.#values.values(), this.#has];
    return this.#postings.words.isWorn || columns.some((column) => column.isWorn(this.documents));
  }

  /** Memory that it takes, roughly. */
  get bytes(): number {
    const own = this.size * BYTES_OF_ID + this.#versions.byteLength + this.#texts.byteLength;
    return [...this.#columns(), this.#postings, this.#scorer].reduce((sum, { bytes }) => sum + bytes, own);
  }

  #columns(): readonly (ValueColumn | NumberColumn)[] {
    return [...this.#values.values(), ...this.#numbers.values(), this.#has, this.#boosts];
  }

  /** A slot for other words, with the values of the one before. */
  #newSlot(id: string, { texts }: DocumentRow, text: number): number {
    const before = this.delete(id)?.before ?? null;
    const slot = this.#ids.push(id) - 1;
    this.#slots.set(id, slot);
    if (this.#live.size <= slot) this.#live = this.#live.copy(2 * slot + 1_024);
    this.#live.add(slot);
    this.#versions = grown(this.#versions, slot + 1);
    this.#texts = grown(this.#texts, slot + 1);
    this.#texts[slot] = text;
    this.#postings.add(slot, texts);
    if (before !== null) for (const column of this.#columns()) column.copy(before, slot);
    return slot;
  }

  #compact(): void {
    this.#compactions++;
    this.#revision++;
    const slots = new Int32Array(this.size).fill(-1);
    const ids: string[] = [];
    this.#ids.forEach((id, old) => {
      if (id === null) return;
      const slot = ids.push(id) - 1;
      slots[old] = slot;
      this.#slots.set(id, slot);
      this.#versions[slot] = this.#versions[old] ?? Number.NaN;
      this.#texts[slot] = this.#texts[old] ?? Number.NaN;
    });
    this.#ids = ids;
    this.#live = SlotSet.of(ids.length, ids.keys());
    for (const column of this.#columns()) column.compact(slots);
    this.#postings.compact(slots);
  }
}

/** Equal where the words are, but for one in 2⁵³. Source: FNV-1a as in RFC 9923, two sums with other factors. */
function textMark({ texts }: DocumentRow): number {
  let a = 0x811c9dc5;
  let b = 0x2f0b4c47;
  for (const text of texts) {
    for (let i = 0; i <= text.length; i++) {
      const unit = i === text.length ? 0xffff : text.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit ^ (b >>> 15), 0x85ebca6b);
    }
  }
  return (a >>> 0) * 2 ** 21 + (b >>> 11);
}
