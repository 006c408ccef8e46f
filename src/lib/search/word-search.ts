import { countStep } from '../query/count-step.js';
import { ALL } from '../query/filter.js';
import { allOf, both, mapPlan, planOf } from '../query/plan.js';
import type { Plan } from '../query/plan.js';
import type { Search, TextQuery } from '../query/search.js';
import type { Target } from '../query/step.js';
import type { TextPlan, WordGroup } from '../query/text-plan.js';
import { bestGuesses, correctedText, isGuessed } from './planner/corrections.js';
import { literalPlanWith } from './planner/literal-groups.js';
import { planText } from './planner/plan-text.js';
import type { PlanOptions, TextPlans } from './planner/plan-text.js';
import type { WordForms } from './planner/word-forms.js';
import type { Vocabulary } from './terms/vocabulary.js';

/** A search for words that is ready to be asked. */
export interface WordSearch {
  readonly target: Target;
  readonly search: Search;
  readonly text: TextQuery;
  readonly forms: WordForms;
}

/** What a search for words asks, and of whom. */
export interface WordSearchContext<T> {
  /** The words that documents hold; null while they are not known. */
  readonly vocabulary: (freshness: 'current' | 'latest') => Promise<Vocabulary | null>;
  readonly planOf: (search: Search) => Plan<T>;
  readonly totalOf: (reply: T) => number;
  /** @param search the search whose page the plan asks for; absent for mere counts */
  readonly ask: <R>(plan: Plan<R>, search?: Search) => Promise<R>;
}

/** An answer with what became of the words. */
export interface WordAnswer<T> {
  readonly reply: T;
  /** The search with the plan that was answered. */
  readonly search: Search;
  /** The words as they were understood; null when as they were typed. */
  readonly corrected: string | null;
  /** Words that hits may lack. */
  readonly optional: readonly string[];
  /** Whether there were more words to guess than are guessed. */
  readonly isCut: boolean;
}

/**
 * Looks for words, in the strictest way that finds something. What is tried next is decided by the words alone, before any
 * filter, so that a filter only ever narrows.
 */
export async function searchWords<T>(words: WordSearch, context: WordSearchContext<T>): Promise<WordAnswer<T>> {
  const { text } = words;
  const understood = await understand(words, context);
  if (understood === null) return answer(words, context, literalPlanWith(text, words.forms));
  const { vocabulary, plans } = understood;
  const { isCut } = plans;
  const strict = plans.all === null ? null : await attempt(words, context, plans.all);
  if (strict !== null && strict.hasHits) return { ...strict, isCut };
  const next = strict === null ? plans : await withoutLostWords(words, context, vocabulary, plans);
  if (next !== plans && next.all !== null) {
    const again = await attempt(words, context, next.all);
    if (again.hasHits) return { ...again, isCut: next.isCut };
  }
  if (next.any !== null) return { ...(await answer(words, context, next.any)), isCut: next.isCut };
  return { ...(strict ?? (await answer(words, context, literalPlanWith(text, words.forms)))), isCut };
}

const optionsOf = ({ search: { typos, match }, forms }: WordSearch): PlanOptions => ({ typos, match, forms });

/** The plans with the vocabulary that they were made of; it is read up to this moment when it lacks a word. */
async function understand<T>(
  words: WordSearch,
  context: WordSearchContext<T>,
): Promise<{ readonly vocabulary: Vocabulary; readonly plans: TextPlans } | null> {
  const plansWith = (vocabulary: Vocabulary) => planText(words.text, vocabulary, optionsOf(words));
  const known = await context.vocabulary('current');
  if (known === null) return null;
  const plans = plansWith(known);
  if (plans.all?.groups.some(isGuessed) === false) return { vocabulary: known, plans };
  const latest = await context.vocabulary('latest');
  if (latest === null || latest === known) return { vocabulary: known, plans };
  return { vocabulary: latest, plans: plansWith(latest) };
}

/** Plans again without words that are in no document any more. */
async function withoutLostWords<T>(
  words: WordSearch,
  context: WordSearchContext<T>,
  vocabulary: Vocabulary,
  plans: TextPlans,
): Promise<TextPlans> {
  const { text, search, target } = words;
  const tokens = [...new Set(plans.all?.groups.flatMap(({ alternatives }) => alternatives.flatMap((a) => a.tokens)))];
  const counts = await context.ask(allOf(tokens.map((token) => countOf(target, search, onlyToken(token)))));
  const lost = tokens.filter((_, at) => counts[at] === 0);
  return lost.length === 0 ? plans : planText(text, vocabulary.without(lost), optionsOf(words));
}

interface Attempt<T> extends WordAnswer<T> {
  /** Whether any document has the words, filters aside. */
  readonly hasHits: boolean;
}

async function attempt<T>(words: WordSearch, context: WordSearchContext<T>, plan: TextPlan): Promise<Attempt<T>> {
  const search = { ...words.search, plan };
  const isFiltered = search.selections.size > 0 || search.filter !== ALL;
  const unfiltered = isFiltered ? [countOf(words.target, search, plan)] : [];
  const guessed = plan.groups.filter(isGuessed).map(bestGuesses);
  const guesses = guessed.flatMap((guess) =>
    guess.map((found) => countOf(words.target, search, onlyAlternative(found))),
  );
  const [reply, counts] = await context.ask(both(context.planOf(search), allOf([...unfiltered, ...guesses])), search);
  const total = isFiltered ? (counts[0] ?? 0) : context.totalOf(reply);
  const exists = counts.slice(unfiltered.length).map((count) => count > 0);
  return {
    reply,
    search,
    hasHits: total > 0,
    corrected: correctedText(plan.groups, exists),
    optional: [],
    isCut: false,
  };
}

async function answer<T>(words: WordSearch, context: WordSearchContext<T>, plan: TextPlan): Promise<WordAnswer<T>> {
  const { corrected, ...rest } = await attempt(words, context, plan);
  return { ...rest, corrected, optional: plan.require === 'all' ? [] : optionalWords(words.text, plan) };
}

/** The words of which no group is required, as they were typed. */
function optionalWords(text: TextQuery, plan: TextPlan): readonly string[] {
  const telling = plan.groups.filter((group) => group.telling);
  if (telling.length === 1) {
    const required = new Set(telling.flatMap(({ typed }) => typed.split(' ')));
    return text.words.map(({ typed }) => typed).filter((typed) => !required.has(typed));
  }
  return text.words.map(({ typed }) => typed);
}

/** How many documents a plan finds, filters aside. */
function countOf(target: Target, search: Search, plan: TextPlan): Plan<number> {
  const unfiltered: Search = { ...search, plan, selections: new Map(), filter: ALL };
  return mapPlan(planOf(countStep(target, unfiltered)), ({ total }) => total);
}

const onlyToken = (token: string) => onlyAlternative({ kind: 'exact', tokens: [token], prefix: false, weight: 1 });

function onlyAlternative(alternative: WordGroup['alternatives'][number]): TextPlan {
  return { require: 'all', groups: [{ typed: '', alternatives: [alternative], telling: true }], bonuses: [] };
}
