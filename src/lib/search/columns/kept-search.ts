import type { TextPlan } from '../../query/text-plan.js';
import { sizeOf } from '../replies/size-of.js';
import type { ChangedDocuments, ChangeLog, DocumentChange } from './change-log.js';
import type { FoldContext } from './fold-context.js';
import { findSlots } from './found-slots.js';
import { KeptSlots } from './kept-slots.js';
import type { SlotSet } from './slot-set.js';
import { WeighedWords } from './weighed-words.js';

/** What a result depends on, besides which documents are found. */
export interface FoldBasis {
  /** Of the documents that are found, the columns that are looked at. */
  readonly paths: readonly string[];
  /** The plan whose scores count; null where none do. */
  readonly scored?: TextPlan | null;
  /** Whatever else, in words. */
  readonly stamp?: string;
}

interface Fold {
  readonly result: unknown;
  readonly paths: readonly string[];
  readonly words: WeighedWords | null;
  readonly stamp: string;
  readonly bytes: number;
}

const BYTES_OF_SEARCH = 500;
const BYTES_OF_FOLD = 200;

/** What is kept of a search: the documents that it finds, and what was made of them. */
export class KeptSearch {
  readonly #slots: KeptSlots;
  readonly #folds = new Map<string, Fold>();
  #position: number;

  /**
   * @param found the documents that it finds
   * @param position where the changes of documents stood then
   */
  constructor(found: SlotSet, position: number) {
    this.#slots = new KeptSlots(found);
    this.#position = position;
  }

  /** The documents that it finds. @param size how many slots there are */
  toSet(size: number): SlotSet {
    return this.#slots.toSet(size);
  }

  /** The result that is kept, as long as it is as it would be made now; else null. */
  get(question: string, { stamp = '' }: FoldBasis): unknown {
    const fold = this.#folds.get(question);
    return fold?.stamp === stamp ? fold.result : null;
  }

  put(question: string, { paths, scored = null, stamp = '' }: FoldBasis, result: unknown): void {
    const words = scored === null ? null : new WeighedWords(scored);
    const bytes = BYTES_OF_FOLD + 2 * question.length + sizeOf(result) + (words?.bytes ?? 0);
    this.#folds.set(question, { result, paths, words, stamp, bytes });
  }

  /** Takes in what became of documents. @returns false when that is not known any more */
  follow(log: ChangeLog, context: FoldContext): boolean {
    const since = log.since(this.#position);
    if (since === null || !since.every((changed) => this.#takeIn(changed, context))) return false;
    this.#position = log.position;
    return true;
  }

  /** Memory that it takes, roughly. */
  get bytes(): number {
    let bytes = BYTES_OF_SEARCH + this.#slots.bytes;
    for (const fold of this.#folds.values()) bytes += fold.bytes;
    return bytes;
  }

  /** Whether each document that changed is found is asked of a table of these alone. */
  #takeIn({ changes, table }: ChangedDocuments, { target, search }: FoldContext): boolean {
    const found = findSlots(target, table, search)?.all;
    if (found === undefined) return false;
    for (const change of changes) {
      const slot = change.after === null ? undefined : table.slotOf(change.id);
      this.#move(change, slot !== undefined && found.has(slot));
    }
    return true;
  }

  #move({ before, after, paths, words }: DocumentChange, isFound: boolean): void {
    const wasFound = before !== null && this.#slots.has(before);
    const isMoved = wasFound !== isFound || (isFound && before !== after);
    if (isMoved && before !== null) this.#slots.delete(before);
    if (isMoved && isFound && after !== null) this.#slots.add(after);
    for (const [question, fold] of this.#folds) {
      const isSeen = isFound && (fold.paths.some((path) => paths.has(path)) || (fold.words !== null && isMoved));
      if (wasFound !== isFound || isSeen || fold.words?.has(words) === true) this.#folds.delete(question);
    }
  }
}
