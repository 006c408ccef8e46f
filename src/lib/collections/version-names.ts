/**
 * Names in the hash that tells which write changed what last. Fields stand there by their members; besides them: creations
 * and deletions; derivations anew, counted from the time of the first write; changes of any word.
 */
export const VERSION_NAMES = { any: '*', reindexed: '#', words: 'w' } as const;

/** Letters by which words are told apart there: those that begin alike share one version. */
export const WORD_GROUP_LENGTH = 3;

/** The name of all words that begin with the same letters. */
export const wordGroup = (word: string): string => `w:${word.slice(0, WORD_GROUP_LENGTH)}`;
