import type { Language, LanguageSetting } from '../analysis/languages.js';
import type { SortKey } from '../collections/parse-sort.js';
import type { Filter } from './filter.js';
import type { TextPlan } from './text-plan.js';

/** One word as it was typed, between white space. */
export interface Word {
  readonly typed: string;
  /** Its terms (of `queryTerms`), all of which have to be found; one, unless it holds punctuation. */
  readonly tokens: readonly string[];
  /** Its form as a code; blank when it has none. */
  readonly code: string;
}

/** What was typed. */
export interface TextQuery {
  readonly text: string;
  readonly words: readonly Word[];
}

export interface FacetBounds {
  readonly from?: number | string;
  readonly to?: number | string;
}

export interface FacetRequest {
  readonly path: string;
  readonly size: number;
  /** As given: numbers, or ISO 8601 strings for a date. */
  readonly ranges: readonly FacetBounds[];
}

export interface Highlight {
  readonly paths: readonly string[];
  /** Words of a snippet; null for the whole text. */
  readonly snippet: number | null;
}

export interface Neighbours {
  readonly path: string;
  readonly value: readonly number[];
  readonly k: number;
}

/** Where a page ended: the sort values of its last hit and its id. */
export interface Position {
  readonly values: readonly (string | number | null)[];
  readonly id: string;
}

/** A search that was checked against its collection. Field names only: it is compiled for the index that serves. */
export interface Search {
  readonly kind: 'search';
  /** Name of the collection. */
  readonly collection: string;
  /** Null when nothing was typed. */
  readonly text: TextQuery | null;
  /** How the words are looked for; null when there are none. */
  readonly plan: TextPlan | null;
  /** Whether words may be found that are spelt otherwise. */
  readonly typos: boolean;
  /** Of which languages the words may have other forms. */
  readonly languages: readonly Language[];
  /** Whose synonyms are looked for; null: those of every language. */
  readonly language: LanguageSetting | null;
  /** Whether synonyms are looked for. */
  readonly synonyms: boolean;
  /** Whether every word is required, or those that tell most when no document has them all. */
  readonly match: 'auto' | 'all';
  /** Any-of and range conditions at the top of `where`, by field: what a facet ignores of its own field. */
  readonly selections: ReadonlyMap<string, Filter>;
  /** All other conditions. */
  readonly filter: Filter;
  /** Null: by relevance, or by distance. Ends with the id where it is an order at all. */
  readonly order: readonly SortKey[] | null;
  readonly facets: readonly FacetRequest[];
  readonly page: number;
  readonly size: number;
  readonly after: Position | null;
  /** Null for the whole document. */
  readonly fields: readonly string[] | null;
  readonly highlight: Highlight | null;
  readonly vector: Neighbours | null;
  readonly timeoutMs: number;
  readonly onPartial: 'return' | 'fail';
  /** Whether a replica may answer, which lags behind. */
  readonly consistency: 'primary' | 'replica';
}
