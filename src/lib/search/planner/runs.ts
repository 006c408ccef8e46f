import type { Alternative } from '../../query/text-plan.js';
import type { Vocabulary } from '../terms/vocabulary.js';
import { WEIGHTS } from './weights.js';

/**
 * What stands for a run without spaces: itself within another one, or the parts that remain when it is cut where no document
 * has its pair of characters; every pair by itself where that cuts nothing.
 */
export function runAlternatives(term: string, vocabulary: Vocabulary): readonly Alternative[] {
  if (vocabulary.count(term) > 0) return [{ kind: 'exact', tokens: [term], prefix: false, weight: 1 }];
  const pairs = term.split(' ');
  const parts: string[][] = [[]];
  for (const pair of pairs) {
    if (vocabulary.count(pair) > 0) parts.at(-1)?.push(pair);
    else parts.push([]);
  }
  const cut = parts.filter((part) => part.length > 0).map((part) => part.join(' '));
  const tokens = cut[0] === term ? pairs : cut;
  return tokens.length === 0 ? [] : [{ kind: 'split', tokens, prefix: false, weight: WEIGHTS.split }];
}
