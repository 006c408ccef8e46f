import { createHash } from 'node:crypto';
import { ANALYSIS_VERSION } from '../analysis/analysis-version.js';
import type { Language } from '../analysis/languages.js';
import type { Field } from './field-kinds.js';

/**
 * What is derived from one field. Each name is a member of `$.idx`, and the index attribute over it has the same name;
 * `ascending` and `descending` are the attributes over the first and last element of `sort`.
 */
export interface Members {
  /** Filter values; for a vector its numbers. Numbers and booleans are filtered in the document itself. */
  readonly filter: string;
  /** Words for text queries. The words of codes lie in the member `filter`. */
  readonly words: string;
  /** Facet values, joined. */
  readonly facet: string;
  /** `[smallest]`, or `[smallest, largest]` of several. */
  readonly sort: string;
  readonly ascending: string;
  readonly descending: string;
  /** Listed in {@link HAS} when the smallest and the largest value differ. */
  readonly several: string;
}

/** The member of `$.idx`, and the attribute, that lists the fields with at least one value. */
export const HAS = 'has';

/**
 * Names the members of a field. The name holds a hash of all that decides what is derived, so that the members of an
 * old and a new definition can lie side by side.
 * @param language of its words; null where words are taken as they are
 */
export function membersOf(path: string, field: Field, language: Language | null = null): Members {
  const derivation = [path, field.kind, field.kind === 'hierarchy' ? field.separator : '', ANALYSIS_VERSION];
  if (language !== null) derivation.push(language);
  const hash = createHash('sha256').update(JSON.stringify(derivation)).digest('hex').slice(0, 6);
  const name = `${path.toLowerCase().replace(/[^a-z0-9]+/g, '_')}_${hash}`;
  return Object.freeze({
    filter: name,
    words: `${name}_w`,
    facet: `${name}_f`,
    sort: `${name}_s`,
    ascending: `${name}_a`,
    descending: `${name}_d`,
    several: `${name}+`,
  });
}
