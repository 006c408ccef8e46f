import type { Search, TextQuery } from '../../query/search.js';
import type { Alternative, TextPlan, WordGroup } from '../../query/text-plan.js';
import type { Vocabulary } from '../terms/vocabulary.js';
import { bonusesFor } from './bonuses.js';
import { groupWords } from './group-words.js';
import { literalGroups } from './literal-groups.js';
import { rarity } from './rarity.js';
import { TELLING_SHARE } from './weights.js';
import type { WordForms } from './word-forms.js';

/** Ways to look for what was typed, to be tried in this order. */
export interface TextPlans {
  /** Every word is required; null when one of them cannot be found at all. */
  readonly all: TextPlan | null;
  /** The words that tell most, any of them; null when all are required, or none can be found. */
  readonly any: TextPlan | null;
  /** Whether there were more words to guess than are guessed. */
  readonly isCut: boolean;
}

/** What else decides how words are looked for. */
export interface PlanOptions extends Pick<Search, 'typos' | 'match'> {
  readonly forms: WordForms;
  /** In how many documents tokens are, beginnings with `*` behind, where that was counted: the vocabulary only guesses it. */
  readonly counts?: ReadonlyMap<string, number>;
}

/** Decides what was meant, by the words alone. */
export function planText(text: TextQuery, vocabulary: Vocabulary, options: PlanOptions): TextPlans {
  const { typos, match, forms, counts = new Map<string, number>() } = options;
  const { groups, isCut } = typos
    ? groupWords(text, vocabulary, forms)
    : { groups: literalGroups(text, forms), isCut: false };
  const found = groups.filter(({ alternatives }) => alternatives.length > 0);
  const all: TextPlan = { require: 'all', groups, bonuses: bonusesFor(groups, vocabulary) };
  return {
    all: found.length === groups.length ? all : null,
    any: match === 'all' || found.length === 0 ? null : anyPlan(found, vocabulary, counts),
    isCut,
  };
}

type Counts = ReadonlyMap<string, number>;

function anyPlan(groups: readonly WordGroup[], vocabulary: Vocabulary, counts: Counts): TextPlan {
  const rarities = groups.map((group) => groupRarity(group, vocabulary, counts));
  const enough = Math.max(...rarities) * TELLING_SHARE;
  return {
    require: 'any',
    groups: groups.map((group, at) => ({ ...group, telling: (rarities[at] ?? 0) >= enough })),
    bonuses: [],
  };
}

function groupRarity({ alternatives }: WordGroup, vocabulary: Vocabulary, counts: Counts): number {
  return Math.max(...alternatives.map((alternative) => alternativeRarity(alternative, vocabulary, counts)));
}

/** Documents with any completion of a beginning are many, so it tells less than each of them. */
function alternativeRarity(alternative: Alternative, vocabulary: Vocabulary, counts: Counts): number {
  return Math.max(
    ...termsOf(alternative).map((term) => rarity(counts.get(term) ?? vocabulary.count(term), vocabulary.documents)),
  );
}

/** The tokens of an alternative, a beginning with `*` behind. */
export function termsOf({ tokens, prefix }: Alternative): readonly string[] {
  return tokens.map((token, index) =>
    prefix && index === tokens.length - 1 && !token.endsWith('*') ? `${token}*` : token,
  );
}
