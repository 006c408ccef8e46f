/** Results by what was asked, each good as long as the columns that it came of are as they were. */
export class FoldMemory {
  readonly #kept = new Map<string, { readonly stamp: string; readonly result: unknown }>();

  /** @param most results that are kept; 0 for none */
  constructor(readonly most: number) {}

  /**
   * The result that is kept, else a new one.
   * @param question tells apart what is asked
   * @param stamp how the columns stand
   * @param make null where columns cannot tell; that is not kept
   */
  remember<T>(question: string, stamp: string, make: () => T | null): T | null {
    const kept = this.#kept.get(question);
    this.#kept.delete(question);
    const result = kept?.stamp === stamp ? (kept.result as T) : make();
    if (result !== null && this.most > 0) this.#kept.set(question, { stamp, result });
    if (this.#kept.size > this.most) this.#dropOldest();
    return result;
  }

  clear(): void {
    this.#kept.clear();
  }

  #dropOldest(): void {
    for (const oldest of this.#kept.keys()) {
      this.#kept.delete(oldest);
      return;
    }
  }
}
