import type { Alternative, TextPlan, WordGroup } from '../../query/text-plan.js';
import type { Vocabulary } from '../terms/vocabulary.js';

/** About how many documents a plan finds, as if its words had nothing to do with each other. */
export function expectedHits({ require, groups }: TextPlan, vocabulary: Vocabulary): number {
  const { documents } = vocabulary;
  if (documents === 0) return 0;
  const shares = groups
    .filter(({ telling }) => require === 'all' || telling)
    .map((group) => Math.min(holders(group, vocabulary) / documents, 1));
  const together =
    require === 'all'
      ? shares.reduce((product, share) => product * share, 1)
      : 1 - shares.reduce((product, share) => product * (1 - share), 1);
  return together * documents;
}

/** Alternatives are rarely in one document, and completions are counted with what they complete. */
function holders({ alternatives }: WordGroup, vocabulary: Vocabulary): number {
  const beginning = alternatives.find(({ prefix }) => prefix);
  const counted = alternatives.filter(({ kind }) => kind !== 'completion' || beginning === undefined);
  return counted.reduce((sum, alternative) => sum + holdersOf(alternative, vocabulary), 0);
}

function holdersOf({ tokens, prefix }: Alternative, vocabulary: Vocabulary): number {
  return Math.min(
    ...tokens.map((token, index) =>
      prefix && index === tokens.length - 1 ? vocabulary.startingWith(token, 0).together : vocabulary.count(token),
    ),
  );
}
