import type { Alternative } from '../../query/text-plan.js';
import type { Vocabulary } from '../terms/vocabulary.js';
import { rarity } from './rarity.js';
import { EXPANSIONS, WEIGHTS } from './weights.js';

/** Rarity that the completions of a very frequent beginning count with at least. */
const LEAST_RARITY = 0.5;

/**
 * What begins with a word: the most frequent completions one by one, all others by the engine. The engine would score a
 * rare completion far above a common one; weighed against their own rarity, all count as rare as the beginning is. What
 * begins with a word counts nothing where there are no others.
 */
export function completionAlternatives(
  beginning: string,
  vocabulary: Vocabulary,
  weight: number = WEIGHTS.completion,
): readonly Alternative[] {
  const { documents } = vocabulary;
  const { together, frequent } = vocabulary.startingWith(beginning, EXPANSIONS.completions);
  const worth = Math.max(rarity(together, documents), LEAST_RARITY);
  const counted = frequent.reduce((sum, { count }) => sum + count, 0);
  const isAll = frequent.length > 0 && counted >= together;
  const completions = frequent.map(({ term, count }): Alternative => ({
    kind: 'completion',
    tokens: [term],
    prefix: false,
    weight: (weight * worth) / rarity(count, documents) + (isAll ? WEIGHTS.prefix : 0),
  }));
  return [...completions, { kind: 'prefix', tokens: [beginning], prefix: true, weight: isAll ? 0 : WEIGHTS.prefix }];
}
