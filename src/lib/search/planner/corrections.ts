import { fromEngineWord } from '../../analysis/engine-word.js';
import { runOfTerm } from '../../analysis/unspaced.js';
import type { Alternative, WordGroup } from '../../query/text-plan.js';

/** Guesses of one word that are tried for "did you mean". */
const MOST_GUESSES = 3;
const AS_TYPED = new Set<Alternative['kind']>(['exact', 'code', 'joined', 'prefix', 'completion', 'stem', 'synonym']);

/** Whether nothing is known that was typed: all that may be found is a guess. */
export function isGuessed({ alternatives }: WordGroup): boolean {
  return !alternatives.some(({ kind }) => AS_TYPED.has(kind));
}

/** The likeliest guesses of a word. */
export function bestGuesses({ alternatives }: WordGroup): readonly Alternative[] {
  return alternatives.slice(0, MOST_GUESSES);
}

/**
 * The text with each guessed word replaced by its best guess that is in a document; null when nothing was guessed.
 * @param exists whether a document has the guesses, of all guessed groups one after the other
 */
export function correctedText(groups: readonly WordGroup[], exists: readonly boolean[]): string | null {
  let at = 0;
  const corrections = groups.map((group) => {
    if (!isGuessed(group)) return null;
    const guesses = bestGuesses(group);
    const found = guesses.find((_, index) => exists[at + index] === true);
    at += guesses.length;
    return found?.tokens.map((token) => runOfTerm(fromEngineWord(token))).join(' ') ?? null;
  });
  if (corrections.every((correction) => correction === null)) return null;
  return groups.map(({ typed }, index) => corrections[index] ?? typed).join(' ');
}
