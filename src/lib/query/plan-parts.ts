import { partsOf } from './text-plan.js';
import type { Alternative, TextPlan } from './text-plan.js';

/** What selects the hits of a plan: of each list a hit needs one. What only ranks is left out. */
export function selectingParts({ require, groups }: TextPlan): readonly (readonly Alternative[])[] {
  const each =
    require === 'all'
      ? groups.map(({ alternatives }) => alternatives)
      : [groups.filter(({ telling }) => telling).flatMap(partsOf)];
  return each.map((alternatives) => alternatives.filter(({ kind }) => kind !== 'completion'));
}

/** What the hits of a plan are scored by. */
export interface ScoringParts {
  /** A hit has something of each list. */
  readonly required: readonly (readonly Alternative[])[];
  readonly raising: readonly Alternative[];
}

/** What the hits of a plan are scored by: each part that a hit has adds its own score times its weight. */
export function scoringParts(plan: TextPlan): ScoringParts {
  if (plan.require === 'any') {
    const parts = (telling: boolean) => plan.groups.filter((group) => group.telling === telling).flatMap(partsOf);
    return { required: [together(counting(parts(true)))], raising: together(counting(parts(false))) };
  }
  const { groups, bonuses } = withPlainWord(plan);
  const lists = groups.map(({ alternatives }) => together(counting(alternatives)));
  return { required: distinct(lists), raising: counting(bonuses) };
}

const counting = (alternatives: readonly Alternative[]) => alternatives.filter(({ weight }) => weight > 0);

/** A word that was typed twice counts once. */
const distinct = <T>(items: readonly T[]): readonly T[] => [
  ...new Map(items.map((item) => [JSON.stringify(item), item])).values(),
];

/** Where one word was typed, all weights beside its dearest: the engine looks for it as it is then, which costs less. */
function withPlainWord(plan: TextPlan): TextPlan {
  const [group] = plan.groups;
  if (group === undefined || plan.groups.length > 1) return plan;
  const alternatives = together(group.alternatives);
  const weights = alternatives.filter(isOneWord).map(({ weight }) => weight);
  if (weights.length === 0 || weights.includes(1)) return plan;
  const dearest = Math.max(...weights);
  const beside = (alternative: Alternative) => ({ ...alternative, weight: alternative.weight / dearest });
  return { ...plan, groups: [{ ...group, alternatives: alternatives.map(beside) }], bonuses: plan.bonuses.map(beside) };
}

/** A word that stands there for several reasons is looked for once, at all its weights together. */
function together(alternatives: readonly Alternative[]): readonly Alternative[] {
  const weights = new Map<string, Set<number>>();
  const add = (word: string, weight: number) => weights.set(word, (weights.get(word) ?? new Set<number>()).add(weight));
  for (const alternative of alternatives) if (isWord(alternative)) add(wordOf(alternative), alternative.weight);
  return alternatives.flatMap((alternative) => {
    if (!isWord(alternative)) return [alternative];
    const found = weights.get(wordOf(alternative));
    weights.delete(wordOf(alternative));
    return found === undefined ? [] : [{ ...alternative, weight: [...found].reduce((sum, weight) => sum + weight, 0) }];
  });
}

const wordOf = ({ tokens }: Alternative) => String(tokens[0]);

/** Whether an alternative is one word in any field, perhaps as a beginning too. */
const isOneWord = (alternative: Alternative) =>
  alternative.tokens.length === 1 &&
  alternative.kind !== 'code' &&
  alternative.kind !== 'prefix' &&
  !isPhrase(wordOf(alternative));

const isWord = (alternative: Alternative) => isOneWord(alternative) && !alternative.prefix;

/** Whether a token stands for words side by side, or for the beginning of one. */
export const isPhrase = (token: string): boolean => token.includes(' ') || token.endsWith('*');

/** How much a beginning counts beside a word found as it was typed: next to nothing, but where the place of words counts. */
export function beginningWeight({ kind, weight }: Alternative, own: number): number {
  if (kind === 'prefix') return weight;
  return kind === 'phrase' || kind === 'start' ? own : own * NEXT_TO_NOTHING;
}

/** So that what selects hits counts once, where it also stands among what scores them. */
export const NEXT_TO_NOTHING = 0.001;
