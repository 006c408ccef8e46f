import { toEngineWord } from '../../analysis/engine-word.js';
import type { Language, LanguageSetting } from '../../analysis/languages.js';
import { stem } from '../../analysis/stem.js';
import { queryTerms } from '../../analysis/tokenize.js';
import type { Synonym } from './synonym.js';

/** What stands for words. */
export interface SynonymLookup {
  /** Most words that mean something together. */
  readonly longest: number;
  /** What means the same as some words, each as words side by side. */
  find(words: readonly string[]): readonly (readonly string[])[];
}

/** Nothing stands for anything. */
export const NO_SYNONYMS: SynonymLookup = Object.freeze({ longest: 0, find: () => [] });

interface Meaning {
  readonly words: readonly string[];
  readonly language: Language | null;
}

/** The synonyms of a collection, by what is typed. */
export class SynonymIndex {
  readonly #meanings = new Map<string, Meaning[]>();
  readonly #byStems = new Map<Language, ReadonlyMap<string, readonly string[]>>();
  readonly #longest: number;

  constructor(synonyms: readonly Synonym[]) {
    let longest = 0;
    for (const { root, synonyms: phrases, language = null } of synonyms) {
      const all = phrases.map(toWords);
      const typed = root === undefined ? all : [toWords(root)];
      for (const words of typed) {
        longest = Math.max(longest, words.length);
        const key = words.join(' ');
        const others = all.filter((other) => other.join(' ') !== key).map((other) => ({ words: other, language }));
        this.#meanings.set(key, [...(this.#meanings.get(key) ?? []), ...others]);
      }
    }
    this.#longest = longest;
  }

  /**
   * Synonyms for a search.
   * @param languages whose forms of words count as the same
   * @param setting the language that the search names: others of another one do not count; null: all do
   */
  lookup(languages: readonly Language[], setting: LanguageSetting | null): SynonymLookup {
    if (this.#longest === 0) return NO_SYNONYMS;
    return {
      longest: this.#longest,
      find: (words) => this.#find(words, languages, setting),
    };
  }

  #find(
    words: readonly string[],
    languages: readonly Language[],
    setting: LanguageSetting | null,
  ): readonly (readonly string[])[] {
    const typed = words.join(' ');
    const alike = languages.flatMap((language) => this.#stemsOf(language).get(stemKey(words, language)) ?? []);
    const meanings = [...new Set([typed, ...alike])].flatMap((key) => this.#meanings.get(key) ?? []);
    const found = meanings.filter(({ language }) => setting === null || language === null || language === setting);
    const byText = new Map(found.map((meaning) => [meaning.words.join(' '), meaning.words]));
    byText.delete(typed);
    return [...byText.values()];
  }

  /** What is typed, by its words' basic forms. */
  #stemsOf(language: Language): ReadonlyMap<string, readonly string[]> {
    const known = this.#byStems.get(language);
    if (known !== undefined) return known;
    const stems = new Map<string, string[]>();
    for (const key of this.#meanings.keys()) {
      const basic = stemKey(key.split(' '), language);
      stems.set(basic, [...(stems.get(basic) ?? []), key]);
    }
    this.#byStems.set(language, stems);
    return stems;
  }
}

const toWords = (phrase: string) => queryTerms(phrase).map(toEngineWord);

const stemKey = (words: readonly string[], language: Language) => words.map((word) => stem(word, language)).join(' ');
