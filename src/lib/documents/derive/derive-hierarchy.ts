import { hierarchyLevels } from '../../collections/hierarchy-levels.js';
import { readValues, Unfit } from '../read-values.js';
import type { ReadValue } from '../read-values.js';
import { checkFacetSize, readString } from './derive-field.js';
import type { DeriveField } from './derive-field.js';
import { firstSpellings, joinSpellings, toSpelling } from './derive-tag.js';
import { joinWords, wordsOfValue } from './derived-words.js';
import type { FieldPlan } from './field-plan.js';
import { remember } from './remember.js';

/** Most levels of one value: each is stored with all above it. */
export const MAX_LEVELS = 20;

/**
 * `<m>`: every level, folded, from the top down; `<m>_f`: their first spellings; `<m>_w`: the words of
 * the values, the name of each level as one word too.
 */
export function hierarchyDeriver({ path, steps, members, words, language, facet, fields }: FieldPlan): DeriveField {
  const [field] = fields;
  const separator = field.kind === 'hierarchy' ? field.separator : '';
  const mark = separator.trim();
  const readPath = pathReader(mark);
  const levelsOf = remember((value) => hierarchyLevels(value, separator).map(toSpelling));
  const wordsOf = remember((value) => value.split(mark).map(wordsOfValue));
  return (document, idx, faults) => {
    const values = readValues(document, steps, readPath, faults);
    const levels = values.flatMap(levelsOf);
    if (levels.length === 0) return false;
    const spellings = firstSpellings(levels);
    idx[members.filter] = spellings.map(({ folded }) => folded);
    if (facet) {
      checkFacetSize(path, spellings.length, faults);
      idx[members.facet] = joinSpellings(spellings);
    }
    const text = words ? joinWords(values.flatMap(wordsOf), language) : '';
    if (text !== '') idx[members.words] = text;
    return true;
  };
}

function pathReader(mark: string): ReadValue<string> {
  return (value) => {
    const text = readString(value);
    if (typeof text !== 'string') return text;
    const levels = text.split(mark).length;
    return levels > MAX_LEVELS ? new Unfit(`has ${levels} levels; a hierarchy takes ${MAX_LEVELS}`) : text;
  };
}
