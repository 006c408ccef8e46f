import { hasWords } from '../collections/field-kinds.js';
import type { Layout } from '../collections/field-layout.js';
import { VERSION_NAMES, WORD_GROUP_LENGTH, wordGroup } from '../collections/version-names.js';
import { fieldAt } from './compile-filter.js';
import type { Filter } from './filter.js';
import type { Search } from './search.js';
import type { Target } from './step.js';
import type { TextPlan } from './text-plan.js';

/**
 * What a reply depends on, besides which documents there are: fields and groups of words by their names in the hash of
 * versions, or all that is written. Null: it is not kept.
 */
export type Reads = 'everything' | readonly string[] | null;

/**
 * What the set of documents depends on that a search finds.
 * @param without a field whose own selection is left out
 * @param paths more fields that are looked at
 */
export function readsOf(
  { layout }: Target,
  search: Search,
  { without, paths = [] }: { readonly without?: string; readonly paths?: readonly string[] } = {},
): Reads {
  if (search.vector !== null) return null;
  const selections = [...search.selections].filter(([path]) => path !== without).map(([, filter]) => filter);
  const filtered = [...selections, search.filter].flatMap(pathsOf);
  const fields = [...filtered, ...paths].map((path) => fieldAt(layout, path).members.filter);
  const words = search.plan === null ? [] : [...wordsOf(search.plan), ...holdersOf(layout, search.plan)];
  return [...new Set([...fields, ...words])];
}

/**
 * The fields whose words a plan looks for by their place: side by side, or in codes alone. There a word can move without
 * coming or going.
 */
function holdersOf(layout: Layout, { groups }: TextPlan): readonly string[] {
  const alternatives = groups.flatMap((group) => group.alternatives);
  const hasPhrase = alternatives.some(({ tokens }) => tokens.some((token) => token.includes(' ')));
  const hasCode = alternatives.some(({ kind }) => kind === 'code');
  return [...layout.values()]
    .filter(({ field }) => (field.kind === 'code' ? hasPhrase || hasCode : hasPhrase && hasWords(field)))
    .map(({ members }) => members.filter);
}

/** The fields that a condition looks at. */
export function pathsOf(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'all':
    case 'ids':
      return [];
    case 'and':
    case 'or':
      return filter.items.flatMap(pathsOf);
    case 'not':
      return pathsOf(filter.item);
    default:
      return [filter.path];
  }
}

function wordsOf({ groups }: TextPlan): readonly string[] {
  return groups
    .flatMap(({ alternatives }) => alternatives)
    .flatMap(({ tokens, prefix }) => {
      const words = tokens.flatMap((token) => token.split(' '));
      return words.map((word, index) => groupOf(word, prefix && index === words.length - 1));
    });
}

/** The group of a word; of a beginning that is shorter than what tells groups apart, all words. */
function groupOf(word: string, isBeginning: boolean): string {
  const letters = word.endsWith('*') ? word.slice(0, -1) : word;
  const isOpen = isBeginning || letters !== word;
  return isOpen && letters.length < WORD_GROUP_LENGTH ? VERSION_NAMES.words : wordGroup(letters);
}
