import type { ColumnLayout, DocumentRow } from './column-layout.js';
import { ColumnTable } from './column-table.js';
import type { RowChange } from './column-table.js';

/** A document that came, went or changed. */
export interface DocumentChange extends RowChange {
  readonly id: string;
  /** The words that it gained or lost. */
  readonly words: readonly string[];
}

/** Changes that came one after the other. */
export interface ChangedDocuments {
  readonly changes: readonly DocumentChange[];
  /** The documents that changed, and others, as they are behind the last of these changes, under slots of their own. */
  readonly table: ColumnTable;
}

interface Stretch {
  /** How many changes came before. */
  readonly start: number;
  readonly changes: DocumentChange[];
  readonly table: ColumnTable;
}

/** Changes of a stretch; of two stretches, the last ones, is known what they were. */
const MOST_CHANGES = 256;

/** The last changes of a table, for whoever keeps something that was found in it. */
export class ChangeLog {
  readonly #layout: ColumnLayout;
  readonly #table: ColumnTable;
  #compactions: number;
  #stretches: readonly Stretch[];

  /** @param layout of the table */
  constructor(layout: ColumnLayout, table: ColumnTable) {
    this.#layout = layout;
    this.#table = table;
    this.#compactions = table.compactions;
    this.#stretches = [this.#stretchFrom(0)];
  }

  /** How many changes there were. Grows also when slots are renumbered: what was before is not told then. */
  get position(): number {
    this.#forgetRenumbered();
    const { start, changes } = this.#last();
    return start + changes.length;
  }

  /** @param row what has become of the document; null where it is gone */
  add(id: string, row: DocumentRow | null, change: RowChange): void {
    this.#forgetRenumbered();
    if (this.#last().changes.length === MOST_CHANGES) {
      this.#stretches = [this.#last(), this.#stretchFrom(this.position)];
    }
    const { changes, table } = this.#last();
    if (row === null) table.delete(id);
    else table.put(id, row);
    changes.push({ id, ...change, words: this.#wordsOf(change) });
  }

  /** The changes behind a position; null when they are not known any more. */
  since(position: number): readonly ChangedDocuments[] | null {
    if (position === this.position) return [];
    if (position < (this.#stretches[0]?.start ?? 0)) return null;
    return this.#stretches
      .filter(({ start, changes }) => start + changes.length > position)
      .map(({ start, changes, table }) => ({ changes: changes.slice(Math.max(position - start, 0)), table }));
  }

  /** Memory that it takes, roughly, in bytes. */
  get bytes(): number {
    return this.#stretches.reduce((sum, { table }) => sum + table.bytes, 0);
  }

  /** Slots that were noted down mean other documents once they are renumbered. */
  #forgetRenumbered(): void {
    if (this.#compactions === this.#table.compactions) return;
    this.#compactions = this.#table.compactions;
    const { start, changes } = this.#last();
    this.#stretches = [this.#stretchFrom(start + changes.length + 1)];
  }

  #last(): Stretch {
    return this.#stretches.at(-1) ?? this.#stretchFrom(0);
  }

  #stretchFrom(start: number): Stretch {
    return { start, changes: [], table: new ColumnTable(this.#layout) };
  }

  #wordsOf({ before, after }: RowChange): readonly string[] {
    if (before === after) return [];
    const { postings } = this.#table;
    const wordsAt = (slot: number | null): ReadonlySet<number> => (slot === null ? new Set() : postings.wordsAt(slot));
    const [lost, gained] = [wordsAt(before), wordsAt(after)];
    const only = (one: ReadonlySet<number>, other: ReadonlySet<number>) => [...one].filter((word) => !other.has(word));
    return [...only(lost, gained), ...only(gained, lost)].map((word) => postings.words.text(word));
  }
}
