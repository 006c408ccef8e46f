/** Words that are merged into those in order at once, at least. */
const MIN_MERGED = 1_024;
/** The share of all words that are merged at once: so no merge takes long, and each word is moved a few times. */
const MERGED_SHARE = 1 / 8;

/** Words in order of UTF-16 units, to be found by their beginning. New ones wait apart until they are many. */
export class WordList {
  #sorted: string[] = [];
  #recent: string[] = [];

  /** Adds a word that it does not hold. */
  add(word: string): void {
    this.#recent.push(word);
    if (this.#recent.length > Math.max(MIN_MERGED, this.#sorted.length * MERGED_SHARE)) this.#merge();
  }

  /** Visits the words that begin with another one, itself too. */
  forEachFrom(beginning: string, visit: (word: string) => void): void {
    for (let at = this.#firstFrom(beginning); at < this.#sorted.length; at++) {
      const word = this.#sorted[at] ?? '';
      if (!word.startsWith(beginning)) break;
      visit(word);
    }
    for (const word of this.#recent) if (word.startsWith(beginning)) visit(word);
  }

  /** Keeps some words alone. */
  keep(isKept: (word: string) => boolean): void {
    this.#sorted = this.#sorted.filter(isKept);
    this.#recent = this.#recent.filter(isKept);
  }

  #firstFrom(beginning: string): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sorted[middle] ?? '') < beginning) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #merge(): void {
    const recent = this.#recent.sort();
    const merged: string[] = [];
    let next = 0;
    for (const word of this.#sorted) {
      for (; next < recent.length && (recent[next] ?? '') < word; next++) merged.push(recent[next] ?? '');
      merged.push(word);
    }
    while (next < recent.length) merged.push(recent[next++] ?? '');
    this.#sorted = merged;
    this.#recent = [];
  }
}
