import { toEngineWord } from '../../analysis/engine-word.js';
import { literalPlan } from '../../query/text-plan.js';
import type { TextPlan, WordGroup } from '../../query/text-plan.js';
import type { TextQuery } from '../../query/search.js';
import { stemAlternatives, synonymAlternatives } from './word-forms.js';
import type { WordForms } from './word-forms.js';

/** The words as they were typed, with the forms and synonyms that they have; whether any document holds these is not known. */
export function literalGroups(text: TextQuery, forms: WordForms): readonly WordGroup[] {
  const groups = literalPlan(text).groups;
  const tokens = text.words.map((word) => word.tokens.map(toEngineWord));
  const found: WordGroup[] = [];
  for (let at = 0; at < groups.length;) {
    const { group, length } = groupAt(groups, tokens, at, forms);
    found.push(group);
    at += length;
  }
  return found;
}

/** The plan of {@link literalGroups}. */
export function literalPlanWith(text: TextQuery, forms: WordForms): TextPlan {
  return { ...literalPlan(text), groups: literalGroups(text, forms) };
}

function groupAt(
  groups: readonly WordGroup[],
  tokens: readonly (readonly string[])[],
  at: number,
  forms: WordForms,
): { readonly group: WordGroup; readonly length: number } {
  const own = groups[at] ?? NO_GROUP;
  for (let length = Math.min(forms.synonyms.longest, groups.length - at); length > 1; length--) {
    const phrase = tokens.slice(at, at + length).flat();
    const synonyms = synonymAlternatives(phrase, forms, () => true);
    if (synonyms.length === 0) continue;
    const prefix = groups[at + length - 1]?.alternatives[0]?.prefix === true;
    const typed = groups
      .slice(at, at + length)
      .map((group) => group.typed)
      .join(' ');
    const exact = { kind: 'exact', tokens: phrase, prefix, weight: 1 } as const;
    return { group: { typed, alternatives: [exact, ...synonyms], telling: true }, length };
  }
  const words = tokens[at] ?? [];
  const [only] = words;
  const stems = words.length === 1 && only !== undefined ? stemAlternatives(only, forms, () => true) : [];
  const synonyms = synonymAlternatives(words, forms, () => true);
  return { group: { ...own, alternatives: [...own.alternatives, ...stems, ...synonyms] }, length: 1 };
}

const NO_GROUP: WordGroup = { typed: '', alternatives: [], telling: true };
