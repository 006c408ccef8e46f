import { assertWithin } from '../../errors/option-range.js';
import { isOutage } from './outage.js';

export interface LastAnswersOptions {
  /** Answers that are remembered, 1 to 1,000,000; those go first that were not used for longest. @default 1000 */
  readonly maxEntries?: number;
  /** Characters of text answers that are remembered in all, 1 to 1,000,000,000. @default 16000000 */
  readonly maxCharacters?: number;
}

/** An answer; a stale one is an earlier one, because the engine failed. */
export type LastAnswer<T> =
  | { readonly isStale: false; readonly value: T }
  | { readonly isStale: true; readonly value: T; readonly ageMs: number; readonly error: unknown };

interface Remembered<T> {
  readonly value: T;
  readonly at: number;
  readonly characters: number;
}

/**
 * Answers reads with what they last gave in this process while the engine fails. It lies in the memory of the process, for a
 * cache in the engine fails with it.
 */
export class LastAnswers<T> {
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  readonly #answers = new Map<string, Remembered<T>>();
  #characters = 0;

  /** @throws INVALID_VALUE that names the option and its range */
  constructor({ maxEntries = 1_000, maxCharacters = 16_000_000 }: LastAnswersOptions = {}) {
    assertWithin('option "maxEntries" of last answers', maxEntries, { min: 1, max: 1_000_000 });
    assertWithin('option "maxCharacters" of last answers', maxCharacters, { min: 1, max: 1_000_000_000 });
    this.#maxEntries = maxEntries;
    this.#maxCharacters = maxCharacters;
  }

  /**
   * What `work` gives, or what it gave before, no longer ago than `maxStaleMs`.
   * @throws what `work` throws, where it is no failure of the engine or nothing is remembered
   */
  async run(key: string, work: () => Promise<T>, maxStaleMs: number): Promise<LastAnswer<T>> {
    try {
      const value = await work();
      this.#remember(key, value);
      return { isStale: false, value };
    } catch (error) {
      const last = isOutage(error) ? this.#answers.get(key) : undefined;
      const ageMs = last === undefined ? Infinity : performance.now() - last.at;
      if (last === undefined || ageMs > maxStaleMs) throw error;
      return { isStale: true, value: last.value, ageMs, error };
    }
  }

  #remember(key: string, value: T): void {
    this.#forget(key);
    const characters = key.length + (typeof value === 'string' ? value.length : 0);
    if (characters > this.#maxCharacters) return;
    this.#answers.set(key, { value, at: performance.now(), characters });
    this.#characters += characters;
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= this.#maxEntries && this.#characters <= this.#maxCharacters) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#characters -= this.#answers.get(key)?.characters ?? 0;
    this.#answers.delete(key);
  }
}
