import type { Alternative } from '../../query/text-plan.js';
import type { Vocabulary } from '../terms/vocabulary.js';
import { EXPANSIONS, maxEdits, WEIGHTS } from './weights.js';

/** The terms nearest to a word that is none: all at the least distance, the most frequent first. */
export function typoAlternatives(word: string, vocabulary: Vocabulary, beginsOthers: boolean): readonly Alternative[] {
  const edits = maxEdits(word);
  if (edits === 0) return [];
  const near = vocabulary.near(word, edits);
  const least = near[0]?.edits;
  return near
    .filter((found) => found.edits === least)
    .slice(0, EXPANSIONS.typos)
    .map((found) => ({
      kind: 'typo',
      tokens: [found.term],
      prefix: false,
      weight: WEIGHTS.typo ** found.edits * (beginsOthers ? WEIGHTS.typoOfBeginning : 1),
    }));
}

/** Terms one edit away that are in so many documents at least. */
export function likelierAlternatives(word: string, vocabulary: Vocabulary, least: number): readonly Alternative[] {
  if (maxEdits(word) === 0) return [];
  return vocabulary
    .near(word, 1)
    .filter(({ term, count }) => term !== word && count >= least)
    .slice(0, EXPANSIONS.likelier)
    .map(({ term }) => ({
      kind: 'typo',
      tokens: [term],
      prefix: false,
      weight: WEIGHTS.typo * WEIGHTS.typoOfBeginning,
    }));
}

/** Terms whose beginning is one edit away from what has been typed so far. */
export function beginningTypos(word: string, vocabulary: Vocabulary): readonly Alternative[] {
  if (maxEdits(word) === 0) return [];
  return vocabulary
    .nearStart(word, 1)
    .slice(0, EXPANSIONS.beginningTypos)
    .map(({ term }) => ({
      kind: 'typo',
      tokens: [term],
      prefix: false,
      weight: WEIGHTS.typo * WEIGHTS.completion,
    }));
}

/** Ways to cut a word into two that are words, those with the longest short part first. */
export function splitAlternatives(word: string, vocabulary: Vocabulary): readonly Alternative[] {
  const cuts = Array.from({ length: Math.max(word.length - 3, 0) }, (_, at) => [
    word.slice(0, at + 2),
    word.slice(at + 2),
  ]);
  return cuts
    .filter((parts) => parts.every((part) => vocabulary.count(part) > 0))
    .sort((a, b) => shortest(b) - shortest(a))
    .slice(0, EXPANSIONS.splits)
    .map((tokens) => ({ kind: 'split', tokens, prefix: false, weight: WEIGHTS.split }));
}

const shortest = (parts: readonly string[]) => Math.min(...parts.map((part) => part.length));
