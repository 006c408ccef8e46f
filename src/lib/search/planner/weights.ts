/** What a match counts by its kind, beside a word found as it was typed. Chosen on judged catalogues: docs/relevance.md. */
export const WEIGHTS = {
  /** A word with letters and digits, four at least: it names one product where other words name many. */
  code: 2,
  /** Neighbours joined to a word, when one of them is no word by itself. */
  joined: 1,
  /** Neighbours joined to a word, when each is a word too. */
  joinedWords: 0.3,
  /** A word split into two. */
  split: 0.7,
  /** A word that begins with the last one; all completions together count as one word. */
  completion: 0.4,
  /** A word that begins with the last one and is none of the most frequent. */
  prefix: 0.05,
  /** Another form of a word, such as its plural. */
  stem: 0.3,
  /** What means the same. */
  synonym: 0.4,
  /** A word one edit away; each further edit multiplies by it again. */
  typo: 0.5,
  /** A typo of a word that also begins others. */
  typoOfBeginning: 0.2,
  /** A text that begins with what was typed. */
  start: 0.8,
  /** All words side by side, in order. */
  phrase: 0.5,
  /** A tag or level that is exactly what was typed. */
  value: 3,
} as const;

/** Most alternatives of one word by one reason: the most frequent ones. */
export const EXPANSIONS = {
  completions: 8,
  typos: 50,
  likelier: 8,
  beginningTypos: 8,
  splits: 2,
  synonyms: 50,
  /** Ways to put the forms of several words together. */
  phrases: 8,
  codeParts: 20,
  /** Words of one query that are guessed; that there were more is told. */
  guessedWords: 12,
} as const;

/** A word of so many letters that so few documents have may be mistyped there, if a near one is so many times as frequent. */
export const RARE = { length: 5, count: 2, times: 10 } as const;

/** How rare a word has to be, beside the rarest, for a hit to need it where not all words are required. */
export const TELLING_SHARE = 0.5;

/** Edits allowed in a word: none in a short one or one with digits. */
export function maxEdits(word: string): number {
  if (/\p{N}/u.test(word) || word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** Whether a word looks like a model number. */
export function isCodeLike(word: string): boolean {
  return word.length >= 4 && /\p{N}/u.test(word) && /\p{L}/u.test(word);
}
