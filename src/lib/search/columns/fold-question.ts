import type { Search } from '../../query/search.js';
import type { TextPlan } from '../../query/text-plan.js';

/** What a search asks for, but for page, order and facets. */
export function questionOf({ plan, selections, filter }: Search): string {
  return `${textOf(plan)} ${JSON.stringify([[...selections], filter])}`;
}

const texts = new WeakMap<TextPlan, string>();

/** A plan is told for its page and for each facet. */
function textOf(plan: TextPlan | null): string {
  if (plan === null) return '';
  const text = texts.get(plan) ?? JSON.stringify(plan);
  texts.set(plan, text);
  return text;
}
