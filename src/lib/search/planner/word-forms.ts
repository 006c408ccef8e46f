import { stemWord } from '../../analysis/anchors.js';
import type { Language } from '../../analysis/languages.js';
import { stem } from '../../analysis/stem.js';
import type { Alternative } from '../../query/text-plan.js';
import type { SynonymLookup } from '../synonyms/synonym-index.js';
import { EXPANSIONS, WEIGHTS } from './weights.js';

/** What words may stand for, beside themselves. */
export interface WordForms {
  readonly languages: readonly Language[];
  readonly synonyms: SynonymLookup;
}

/** Tells whether a term is worth looking for. */
export type IsKnown = (term: string) => boolean;

/** The other forms of a word: the basic one, and the word that stands for all others. */
export function stemAlternatives(token: string, { languages }: WordForms, isKnown: IsKnown): readonly Alternative[] {
  const terms = languages.flatMap((language) => {
    const basic = stem(token, language);
    const isWord = basic !== token && stem(basic, language) === basic;
    return [...(isWord ? [basic] : []), stemWord(token, language)];
  });
  return [...new Set(terms)]
    .filter(isKnown)
    .map((term) => ({ kind: 'stem', tokens: [term], prefix: false, weight: WEIGHTS.stem }));
}

/** What means the same as some words, in any form of its own. */
export function synonymAlternatives(
  tokens: readonly string[],
  forms: WordForms,
  isKnown: IsKnown,
): readonly Alternative[] {
  const found = forms.synonyms.find(tokens).flatMap((meaning): readonly Alternative[] => {
    const [only] = meaning;
    const whole = synonym(meaning.join(' '), WEIGHTS.synonym);
    if (only === undefined || meaning.length > 1) return [whole];
    const others = stemAlternatives(only, forms, isKnown);
    return [whole, ...others.map(({ tokens: [term = ''], weight }) => synonym(term, WEIGHTS.synonym * weight))];
  });
  return found.filter(({ tokens: [term = ''] }) => isKnown(term)).slice(0, EXPANSIONS.synonyms);
}

const synonym = (term: string, weight: number): Alternative => ({
  kind: 'synonym',
  tokens: [term],
  prefix: false,
  weight,
});

/** Words that all have to be found, each as it was typed or in another form. */
export function phraseAlternatives(
  tokens: readonly string[],
  prefix: boolean,
  forms: WordForms,
  isKnown: IsKnown,
): readonly Alternative[] {
  let phrases: readonly Alternative[] = [{ kind: 'exact', tokens: [], prefix, weight: 1 }];
  for (const token of tokens) {
    const own: Alternative = { kind: 'exact', tokens: [token], prefix, weight: 1 };
    const all = [...(isKnown(token) ? [own] : []), ...stemAlternatives(token, forms, isKnown)];
    phrases = phrases.flatMap((phrase) => all.map((next) => joined(phrase, next))).slice(0, EXPANSIONS.phrases);
  }
  return phrases;
}

const joined = (phrase: Alternative, next: Alternative): Alternative => ({
  kind: next.kind === 'stem' ? 'stem' : phrase.kind,
  tokens: [...phrase.tokens, ...next.tokens],
  prefix: next.prefix,
  weight: phrase.weight * next.weight,
});
