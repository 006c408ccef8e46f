/** Words that are brought in order at once, at least. */
const MIN_MERGED = 1_024;
/** The share of the words in order that others have to reach: so none of it takes long, and each word is moved a few times. */
const MERGED_SHARE = 1 / 8;
/** Comes after every character of a word. */
const AFTER_ALL = '\uFFFF';

/** The numbers of words in the order of their UTF-16 units, to find words by their beginning. The last ones may wait. */
export class WordOrder {
  #sorted: Uint32Array;

  /**
   * @param words different ones by their numbers; more may be put behind
   * @param sorted the numbers of the first of them, in order
   */
  constructor(
    private readonly words: readonly string[],
    sorted = new Uint32Array(0),
  ) {
    this.#sorted = sorted;
  }

  /** The numbers in order; those of the other words are higher. */
  get sorted(): Uint32Array {
    return this.#sorted;
  }

  /** Brings the words behind in order when they are many. */
  update(): void {
    const waiting = this.words.length - this.#sorted.length;
    if (waiting > Math.max(MIN_MERGED, this.#sorted.length * MERGED_SHARE)) this.#merge();
  }

  /** Visits the numbers of the words that begin with another one, its own too. */
  forEachFrom(beginning: string, visit: (word: number) => void): void {
    const sorted = this.#sorted;
    const end = this.#firstFrom(beginning + AFTER_ALL);
    for (let at = this.#firstFrom(beginning); at < end; at++) visit(sorted[at] ?? 0);
    for (let word = sorted.length; word < this.words.length; word++) {
      if (this.#text(word).startsWith(beginning)) visit(word);
    }
  }

  #firstFrom(text: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#text(this.#sorted[middle] ?? 0) < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #merge(): void {
    const old = this.#sorted;
    const waiting = Uint32Array.from({ length: this.words.length - old.length }, (_, at) => old.length + at);
    waiting.sort((a, b) => (this.#text(a) < this.#text(b) ? -1 : 1));
    const merged = new Uint32Array(this.words.length);
    let length = 0;
    let next = 0;
    for (const word of waiting) {
      const text = this.#text(word);
      for (; next < old.length && this.#text(old[next] ?? 0) < text; next++) merged[length++] = old[next] ?? 0;
      merged[length++] = word;
    }
    merged.set(old.subarray(next), length);
    this.#sorted = merged;
  }

  #text(word: number): string {
    return this.words[word] ?? '';
  }
}
