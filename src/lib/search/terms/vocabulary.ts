import { TermIndex } from './term-index.js';
import type { Beginning, NearTerm, TermCount } from './term-index.js';

/** Merged into the main index when there are more. */
const MAX_RECENT = 2_000;
/** Answers that are kept, most of them a few terms. */
const MAX_ANSWERS = 2_000;

/**
 * The terms of a collection as far as this process knows them: those of the last reading of all documents, and those that
 * writes brought since. A deletion takes nothing away until all is read again, so a count is a guess, and a term may be in
 * no document any more.
 */
export class Vocabulary {
  readonly #main: TermIndex;
  readonly #recentCounts: ReadonlyMap<string, number>;
  readonly #recent: TermIndex;
  /** How many documents there are, roughly. */
  readonly documents: number;
  readonly #lost: ReadonlySet<string>;
  readonly #answers = new Map<string, unknown>();

  private constructor(
    main: TermIndex,
    recentCounts: ReadonlyMap<string, number>,
    documents: number,
    lost: ReadonlySet<string> = new Set(),
  ) {
    this.#main = main;
    this.#recentCounts = recentCounts;
    this.#recent = new TermIndex(sortCounts(recentCounts));
    this.documents = documents;
    this.#lost = lost;
  }

  static of(terms: TermIndex, documents: number): Vocabulary {
    return new Vocabulary(terms, new Map(), documents);
  }

  /** The vocabulary after more documents were written. */
  with(counts: ReadonlyMap<string, number>, documents: number): Vocabulary {
    if (counts.size === 0 && documents === this.documents) return this;
    const recent = new Map(this.#recentCounts);
    addCounts(recent, counts);
    if (recent.size <= MAX_RECENT) return new Vocabulary(this.#main, recent, documents);
    for (const { term, count } of this.#main.entries()) recent.set(term, (recent.get(term) ?? 0) + count);
    return Vocabulary.of(new TermIndex(sortCounts(recent)), documents);
  }

  /** The vocabulary without terms that turned out to be in no document. */
  without(terms: readonly string[]): Vocabulary {
    return new Vocabulary(this.#main, this.#recentCounts, this.documents, new Set([...this.#lost, ...terms]));
  }

  /** In about how many documents a term is, or at most the words of a phrase; 0 when it is not known. */
  count(term: string): number {
    if (this.#lost.has(term)) return 0;
    if (term.includes(' ')) return Math.min(...term.split(' ').map((word) => this.count(word)));
    if (term.endsWith('*')) return this.startingWith(term.slice(0, -1), 0).together;
    return this.#main.count(term) + (this.#recentCounts.get(term) ?? 0);
  }

  /** Whether any term begins with a word. */
  hasStart(beginning: string): boolean {
    return this.startingWith(beginning, 0).together > 0;
  }

  /** The terms that begin with a word, itself too. */
  startingWith(beginning: string, most: number): Beginning {
    return this.#remember(`start ${most} ${beginning}`, () => this.#startingWith(beginning, most));
  }

  /** Terms within so many edits of a word, the nearest first. */
  near(word: string, maxEdits: number): readonly NearTerm[] {
    return this.#remember(`near ${maxEdits} ${word}`, () =>
      this.#merge(this.#main.near(word, maxEdits), this.#recent.near(word, maxEdits)),
    );
  }

  /** Terms with a beginning within so many edits of a word, the nearest first. */
  nearStart(word: string, maxEdits: number): readonly NearTerm[] {
    return this.#remember(`nearStart ${maxEdits} ${word}`, () =>
      this.#merge(this.#main.nearStart(word, maxEdits), this.#recent.nearStart(word, maxEdits)),
    );
  }

  /** Terms with digits that hold a part, the most frequent first. */
  codesWith(part: string): readonly TermCount[] {
    return this.#remember(`codes ${part}`, () => this.#merge(this.#main.codesWith(part), this.#recent.codesWith(part)));
  }

  #startingWith(beginning: string, most: number): Beginning {
    const main = this.#main.startingWith(beginning, most);
    const recent = this.#recent.startingWith(beginning, most);
    const lost = [...this.#lost].filter((term) => term.startsWith(beginning));
    const gone = lost.reduce((sum, term) => sum + this.#main.count(term) + (this.#recentCounts.get(term) ?? 0), 0);
    return {
      together: main.together + recent.together - gone,
      frequent: this.#merge(main.frequent, recent.frequent).slice(0, most),
    };
  }

  /** Shoppers type the same words, and each key stroke asks again. */
  #remember<T>(question: string, find: () => T): T {
    const known = this.#answers.get(question);
    if (known !== undefined) return known as T;
    if (this.#answers.size >= MAX_ANSWERS) this.#answers.clear();
    const found = find();
    this.#answers.set(question, found);
    return found;
  }

  #merge<T extends TermCount & { readonly edits?: number }>(main: readonly T[], recent: readonly T[]): readonly T[] {
    if (recent.length === 0 && this.#lost.size === 0) return main;
    const byTerm = new Map([...main, ...recent].map((found) => [found.term, found]));
    const all = [...byTerm.values()]
      .filter(({ term }) => !this.#lost.has(term))
      .map((found) => ({ ...found, count: this.count(found.term) }));
    return all.sort((a, b) => (a.edits ?? 0) - (b.edits ?? 0) || b.count - a.count || (a.term < b.term ? -1 : 1));
  }
}

export function addCounts(to: Map<string, number>, counts: ReadonlyMap<string, number>): void {
  for (const [term, count] of counts) to.set(term, (to.get(term) ?? 0) + count);
}

export function sortCounts(counts: ReadonlyMap<string, number>): readonly TermCount[] {
  return [...counts].map(([term, count]) => ({ term, count })).sort((a, b) => (a.term < b.term ? -1 : 1));
}
