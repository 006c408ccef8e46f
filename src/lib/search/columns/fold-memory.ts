import { ReplyCache } from '../replies/reply-cache.js';

/** Results by what was asked, each good as long as the columns that it came of are as they were. */
export class FoldMemory {
  readonly #kept: ReplyCache;

  /** @param maxBytes memory that results may take; 0 keeps none */
  constructor(maxBytes: number) {
    this.#kept = new ReplyCache(maxBytes, Number.POSITIVE_INFINITY);
  }

  /**
   * The result that is kept, else a new one.
   * @param question tells apart what is asked
   * @param stamp how the columns stand
   * @param make null where columns cannot tell; that is not kept
   */
  remember<T>(question: string, stamp: string, make: () => T | null): T | null {
    const kept = this.#kept.get(question, stamp);
    if (kept !== null) return kept.reply as T;
    const result = make();
    if (result !== null) this.#kept.put(question, { stamp, reply: result }, 0);
    return result;
  }

  /** Memory that the results take, roughly. */
  get bytes(): number {
    return this.#kept.stats.bytes;
  }
}
