import { selectingParts } from '../../query/plan-parts.js';
import type { Alternative, TextPlan } from '../../query/text-plan.js';
import { PLACES } from './posting-list.js';
import type { Postings } from './postings.js';
import { SlotSet } from './slot-set.js';
import { soughtIn } from './sought.js';
import type { Phrase } from './sought.js';

/**
 * The slots that a plan selects, dead ones among them, as the engine selects documents for `compileText` without ranks,
 * where its settings cut no beginning of a word; null when only the engine can tell.
 * @param size how many slots there are
 */
export function matchPlan(postings: Postings, plan: TextPlan, size: number): SlotSet | null {
  let matched: SlotSet | null = null;
  for (const alternatives of selectingParts(plan)) {
    if (alternatives.length === 0) return null;
    const union = new SlotSet(size);
    for (const alternative of alternatives) {
      const phrases = soughtIn(alternative);
      if (phrases === null) return null;
      collectAll(postings, alternative, phrases, union);
    }
    matched = matched === null ? union : matched.intersect(union);
  }
  return matched;
}

/**
 * The slots that hold all phrases of an alternative.
 * @param size how many slots there are
 * @param among those that are asked about; null for all
 */
export function holdersOf(
  postings: Postings,
  alternative: Alternative,
  phrases: readonly Phrase[],
  size: number,
  among: SlotSet | null,
): SlotSet {
  let held = among?.copy() ?? null;
  for (const term of phrases.flat()) {
    const one = new SlotSet(size);
    postings.collect(term, placesOf(alternative), one);
    held = held === null ? one : held.intersect(one);
  }
  const several = phrases.filter(({ length }) => length > 1);
  return several.reduce((set, phrase) => postings.keepPhrase(phrase, set), held ?? new SlotSet(size));
}

/** Where the words of an alternative are looked for. */
export const placesOf = ({ kind }: Alternative): number => (kind === 'code' ? PLACES.codes : PLACES.any);

function collectAll(postings: Postings, alternative: Alternative, phrases: readonly Phrase[], union: SlotSet): void {
  const [term, ...others] = phrases.flat();
  if (term !== undefined && others.length === 0) postings.collect(term, placesOf(alternative), union);
  else union.unite(holdersOf(postings, alternative, phrases, union.size, null));
}
