import { ALL } from '../query/filter.js';
import type { Search, TextQuery } from '../query/search.js';
import type { TextPlan, WordGroup } from '../query/text-plan.js';
import { bestGuesses, correctedText, isGuessed } from './planner/corrections.js';
import { expectedHits } from './planner/expected-hits.js';
import { literalPlanWith } from './planner/literal-groups.js';
import { planText, termsOf } from './planner/plan-text.js';
import type { TextPlans } from './planner/plan-text.js';
import type { WordForms } from './planner/word-forms.js';
import type { Vocabulary } from './terms/vocabulary.js';
import type { FoundPage, WordSource } from './word-source.js';

/** A search for words that is ready to be asked. */
export interface WordSearch {
  readonly search: Search;
  readonly text: TextQuery;
  readonly forms: WordForms;
}

/** Of whom a search for words is asked. */
export interface WordSearchContext {
  /** The words that documents hold; null while they are not known. */
  readonly vocabulary: (freshness: 'current' | 'latest') => Promise<Vocabulary | null>;
  /** Whether a vocabulary has all that was written before the search began. */
  readonly isCurrent: (vocabulary: Vocabulary) => Promise<boolean>;
  readonly source: WordSource;
}

/** An answer with what became of the words. */
export interface WordAnswer {
  readonly page: FoundPage;
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
 * filter, so that a filter only ever narrows. What is meant depends on the words that there are, so after new ones it is
 * found out again, and asked for again where it is something else.
 */
export async function searchWords(words: WordSearch, context: WordSearchContext): Promise<WordAnswer> {
  const known = await context.vocabulary('current');
  if (known === null) return answer(words, context, literalPlanWith(words.text, words.forms));
  const plans = planWith(words, known);
  const isSure = plans.all?.groups.some(isGuessed) === false;
  const found = isSure ? await searchPlans(words, context, known, plans) : null;
  if (await context.isCurrent(known)) return found ?? searchPlans(words, context, known, plans);
  const latest = (await context.vocabulary('latest')) ?? known;
  const again = latest === known ? plans : planWith(words, latest);
  const isStrict = found !== null && found.search.plan === plans.all;
  return isStrict && areAlike(plans, again) ? found : searchPlans(words, context, latest, again);
}

const planWith = (
  { text, search: { typos, match }, forms }: WordSearch,
  vocabulary: Vocabulary,
  counts?: ReadonlyMap<string, number>,
): TextPlans => planText(text, vocabulary, { typos, match, forms, ...(counts === undefined ? {} : { counts }) });

/** Whether plans look for the same words; what each counts changes with every document. */
const areAlike = (one: TextPlans, other: TextPlans) => withoutWeights(one) === withoutWeights(other);

const withoutWeights = (plans: TextPlans) =>
  JSON.stringify(plans, (name, value: unknown) => (name === 'weight' ? undefined : value));

/** Tries the plans one after the other. */
async function searchPlans(
  words: WordSearch,
  context: WordSearchContext,
  vocabulary: Vocabulary,
  plans: TextPlans,
): Promise<WordAnswer> {
  const { isCut } = plans;
  const strict = plans.all === null ? null : await attempt(words, context, plans.all, vocabulary);
  if (strict !== null && strict.hasHits) return { ...strict, isCut };
  const counts = await countTerms(words, context, plans);
  const lost = [...counts].filter(([, count]) => count === 0).map(([term]) => term);
  const next = planWith(words, vocabulary.without(lost), counts);
  if (strict !== null && lost.length > 0 && next.all !== null) {
    const again = await attempt(words, context, next.all, vocabulary);
    if (again.hasHits) return { ...again, isCut: next.isCut };
  }
  if (next.any !== null) return { ...(await answer(words, context, next.any, vocabulary)), isCut: next.isCut };
  return { ...(strict ?? (await answer(words, context, literalPlanWith(words.text, words.forms)))), isCut };
}

/** In how many documents the terms of plans are. The vocabulary knows some that are in none any more. */
async function countTerms(
  { search }: WordSearch,
  { source }: WordSearchContext,
  { all, any }: TextPlans,
): Promise<ReadonlyMap<string, number>> {
  const groups = (all ?? any)?.groups ?? [];
  const alternatives = groups.flatMap((group) => group.alternatives);
  const terms = [...new Set(alternatives.flatMap((alternative) => [...alternative.tokens, ...termsOf(alternative)]))];
  const counts = await source.count(search, terms.map(onlyTerm));
  return new Map(terms.map((term, at) => [term, counts[at] ?? 0]));
}

interface Attempt extends WordAnswer {
  /** Whether any document has the words, filters aside. */
  readonly hasHits: boolean;
}

async function attempt(
  words: WordSearch,
  { source }: WordSearchContext,
  plan: TextPlan,
  vocabulary: Vocabulary | null,
): Promise<Attempt> {
  const search = { ...words.search, plan };
  const isFiltered = search.selections.size > 0 || search.filter !== ALL;
  const whole = isFiltered ? [plan] : [];
  const guesses = plan.groups.filter(isGuessed).flatMap(bestGuesses).map(onlyAlternative);
  const expected = vocabulary === null ? 0 : expectedHits(plan, vocabulary);
  const { page, exist } = await source.find(search, [...whole, ...guesses], expected);
  return {
    page,
    search,
    hasHits: isFiltered ? exist[0] === true : page.total > 0,
    corrected: correctedText(plan.groups, exist.slice(whole.length)),
    optional: [],
    isCut: false,
  };
}

async function answer(
  words: WordSearch,
  context: WordSearchContext,
  plan: TextPlan,
  vocabulary: Vocabulary | null = null,
): Promise<WordAnswer> {
  const { corrected, ...rest } = await attempt(words, context, plan, vocabulary);
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

const onlyTerm = (term: string) => onlyAlternative({ kind: 'exact', tokens: [term], prefix: false, weight: 1 });

function onlyAlternative(alternative: WordGroup['alternatives'][number]): TextPlan {
  return { require: 'all', groups: [{ typed: '', alternatives: [alternative], telling: true }], bonuses: [] };
}
