import type { ChangeLog } from './change-log.js';
import type { ColumnTable } from './column-table.js';
import type { FoldContext } from './fold-context.js';
import { questionOf } from './fold-question.js';
import { KeptSearch } from './kept-search.js';
import type { FoldBasis } from './kept-search.js';
import type { SlotSet } from './slot-set.js';

/** The documents that a search finds. */
export class FoundDocuments {
  #slots: Uint32Array | undefined;

  constructor(readonly set: SlotSet) {}

  /** The same ones listed. */
  get slots(): Uint32Array {
    return (this.#slots ??= this.set.toArray());
  }
}

/**
 * The result that is kept of the documents that a search finds, else a new one.
 * @param question tells apart what is made of them
 * @param make null where columns cannot tell; that is not kept
 * @returns null where columns cannot tell
 */
export type Remember = <T>(question: string, basis: FoldBasis, make: (found: FoundDocuments) => T | null) => T | null;

interface Entry {
  readonly kept: KeptSearch;
  bytes: number;
}

/** A search that takes more than this share of the memory is not kept. */
const LARGEST_SHARE = 8;

/** What was found and made of it, by searches, the least recently used ones given up first. It follows what is written. */
export class FoldMemory {
  readonly #table: ColumnTable;
  readonly #log: ChangeLog;
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  /**
   * @param log of the table
   * @param maxBytes memory that it may take; 0 keeps nothing
   */
  constructor(table: ColumnTable, log: ChangeLog, maxBytes: number) {
    this.#table = table;
    this.#log = log;
    this.#maxBytes = maxBytes;
  }

  /**
   * Makes something of the documents that a search finds.
   * @param find finds them; null where columns cannot tell
   */
  use<T>(context: FoldContext, find: () => SlotSet | null, run: (remember: Remember) => T): T {
    if (this.#maxBytes === 0) return run(forgetful(find));
    const question = questionOf(context.search);
    let entry = this.#current(question, context);
    let found: FoundDocuments | null | undefined;
    const documents = () => {
      if (found !== undefined) return found;
      const set = entry === null ? find() : entry.kept.toSet(this.#table.size);
      if (set !== null) entry ??= this.#add(question, new KeptSearch(set, this.#log.position));
      return (found = set && new FoundDocuments(set));
    };
    const result = run((part, basis, make) => {
      const known = entry?.kept.get(part, basis) ?? null;
      if (known !== null) return known as ReturnType<typeof make>;
      const all = documents();
      const made = all && make(all);
      if (made !== null) entry?.kept.put(part, basis, made);
      return made;
    });
    if (entry !== null) this.#weigh(question, entry);
    return result;
  }

  /** Memory that all takes, roughly. */
  get bytes(): number {
    return this.#bytes + this.#log.bytes;
  }

  /** What is kept of a search as things stand now; null for nothing. */
  #current(question: string, context: FoldContext): Entry | null {
    const entry = this.#entries.get(question);
    if (entry === undefined) return null;
    this.#entries.delete(question);
    if (entry.kept.follow(this.#log, context)) {
      this.#entries.set(question, entry);
      return entry;
    }
    this.#bytes -= entry.bytes;
    return null;
  }

  #add(question: string, kept: KeptSearch): Entry {
    const entry = { kept, bytes: 0 };
    this.#entries.set(question, entry);
    return entry;
  }

  #weigh(question: string, entry: Entry): void {
    if (this.#entries.get(question) !== entry) return;
    const bytes = 2 * question.length + entry.kept.bytes;
    this.#bytes += bytes - entry.bytes;
    entry.bytes = bytes;
    if (bytes > this.#maxBytes / LARGEST_SHARE) this.#drop(question, entry);
    for (const [oldest, other] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) return;
      this.#drop(oldest, other);
    }
  }

  #drop(question: string, { bytes }: Entry): void {
    this.#entries.delete(question);
    this.#bytes -= bytes;
  }
}

/** Keeps nothing. */
function forgetful(find: () => SlotSet | null): Remember {
  let found: FoundDocuments | null | undefined;
  return (_question, _basis, make) => {
    if (found === undefined) {
      const set = find();
      found = set && new FoundDocuments(set);
    }
    return found && make(found);
  };
}
