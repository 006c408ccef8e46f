import { isStemWord, startWord, valueWord } from '../../analysis/anchors.js';
import { fromEngineWord, toEngineWord } from '../../analysis/engine-word.js';
import { runOfTerm } from '../../analysis/unspaced.js';
import type { Alternative, WordGroup } from '../../query/text-plan.js';
import type { Vocabulary } from '../terms/vocabulary.js';
import { completionAlternatives } from './completions.js';
import { WEIGHTS } from './weights.js';

/** Most words that are looked for side by side. */
const MAX_PHRASE = 24;
/** Most tokens that are taken for names of tags. */
const MAX_COVERED = 12;

/**
 * What ranks hits that have all words anyway: texts that begin with them, hold them as a phrase, and tags that are exactly
 * what was typed. Nothing where a word was only guessed.
 */
export function bonusesFor(groups: readonly WordGroup[], vocabulary: Vocabulary): readonly Alternative[] {
  const words = groups.map(asTyped);
  if (!words.every((word) => word !== null)) return [];
  const tokens = words.flat();
  const isBeginning = groups.at(-1)?.alternatives.some(({ prefix }) => prefix) === true;
  return [...startBonuses(tokens, isBeginning, vocabulary), ...valueBonuses(tokens, vocabulary)];
}

/** The tokens that stand for a group as it was typed; the beginning of a word stands for itself. */
function asTyped({ alternatives }: WordGroup): readonly string[] | null {
  const exact = alternatives.find(({ kind }) => kind === 'exact');
  const joined = alternatives.find(({ kind }) => kind === 'joined');
  const beginning = alternatives.find(({ kind }) => kind === 'prefix');
  const form = alternatives.find(({ kind, tokens }) => kind === 'stem' && !tokens.some(isStemWord));
  return (exact ?? joined ?? beginning ?? form)?.tokens ?? null;
}

function startBonuses(terms: readonly string[], prefix: boolean, vocabulary: Vocabulary): readonly Alternative[] {
  const tokens = terms.flatMap((term) => term.split(' '));
  const [first] = tokens;
  if (first === undefined || tokens.length > MAX_PHRASE) return [];
  if (tokens.length > 1) {
    return [
      { kind: 'start', tokens: [startWord(first), ...tokens], prefix, weight: WEIGHTS.start },
      { kind: 'phrase', tokens, prefix, weight: WEIGHTS.phrase },
    ];
  }
  const start = startWord(first);
  if (!vocabulary.hasStart(start)) return [];
  if (prefix) return completionAlternatives(start, vocabulary, WEIGHTS.start);
  return [{ kind: 'value', tokens: [start], prefix: false, weight: WEIGHTS.start }];
}

/** Tags whose names cover all that was typed, such as a brand and a category. */
function valueBonuses(terms: readonly string[], vocabulary: Vocabulary): readonly Alternative[] {
  const tokens = terms.map((term) => toEngineWord(runOfTerm(fromEngineWord(term))));
  const values = coverWithValues(tokens, vocabulary);
  return values === null ? [] : [{ kind: 'value', tokens: values, prefix: false, weight: WEIGHTS.value }];
}

/** The fewest values that make up the tokens from left to right; null when none do. */
function coverWithValues(tokens: readonly string[], vocabulary: Vocabulary): readonly string[] | null {
  if (tokens.length === 0) return [];
  if (tokens.length > MAX_COVERED) return null;
  let best: readonly string[] | null = null;
  for (let length = 1; length <= tokens.length; length++) {
    const value = valueWord(tokens.slice(0, length));
    if (value === null || vocabulary.count(value) === 0) continue;
    const rest = coverWithValues(tokens.slice(length), vocabulary);
    if (rest !== null && (best === null || rest.length + 1 < best.length)) best = [value, ...rest];
  }
  return best;
}
