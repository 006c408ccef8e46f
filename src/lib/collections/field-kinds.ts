import type { Language, LanguageSetting } from '../analysis/languages.js';

/** A full-text field: its words are found by text queries. Value: a string or an array of strings. */
export interface TextField<S extends boolean = boolean> {
  readonly kind: 'text';
  readonly weight: number;
  readonly sortable: S;
  /** Whose forms of words are found; absent: that of the collection. */
  readonly language?: LanguageSetting;
}

/** A SKU, EAN or MPN: found whole or by its beginning, case and punctuation ignored. Value: a string or an array of strings. */
export interface CodeField<S extends boolean = boolean> {
  readonly kind: 'code';
  readonly weight: number;
  readonly sortable: S;
}

/** An exact value for filters and facets, case ignored. Value: a string or an array of strings. */
export interface TagField<S extends boolean = boolean, F extends boolean = boolean> {
  readonly kind: 'tag';
  readonly facet: F;
  readonly searchable: boolean;
  readonly weight: number;
  readonly sortable: S;
  readonly language?: LanguageSetting;
}

/** A path in a tree, such as `Audio > Headphones`; a filter matches all below. Value: a string or an array of strings. */
export interface HierarchyField<F extends boolean = boolean> {
  readonly kind: 'hierarchy';
  readonly separator: string;
  readonly facet: F;
  readonly searchable: boolean;
  readonly weight: number;
  readonly language?: LanguageSetting;
}

/** A number or an array of numbers. */
export interface NumericField<S extends boolean = boolean, F extends boolean = boolean> {
  readonly kind: 'numeric';
  readonly sortable: S;
  readonly facet: F;
}

/** True or false; several need `[]` in the path. */
export interface BooleanField<F extends boolean = boolean> {
  readonly kind: 'boolean';
  readonly facet: F;
}

/** An instant as an ISO 8601 string, or an array of them; a date alone is midnight UTC. Kept to the millisecond. */
export interface DateField<S extends boolean = boolean, F extends boolean = boolean> {
  readonly kind: 'date';
  readonly sortable: S;
  readonly facet: F;
}

/** A point `{lat, lon}` in WGS 84 degrees, or an array of them. Latitude within ±85.05. */
export interface GeoField {
  readonly kind: 'geo';
}

export type VectorMetric = 'cosine' | 'l2' | 'ip';
export type VectorAlgorithm = 'hnsw' | 'flat';

/** A list of `dimensions` numbers, for nearest-neighbour search. One a document. */
export interface VectorField {
  readonly kind: 'vector';
  readonly dimensions: number;
  readonly metric: VectorMetric;
  readonly algorithm: VectorAlgorithm;
}

export type Field =
  TextField | CodeField | TagField | HierarchyField | NumericField | BooleanField | DateField | GeoField | VectorField;

export type FieldKind = Field['kind'];

/** The options of each kind with their defaults; the kind takes no others. */
export const FIELD_DEFAULTS = {
  text: { weight: 1, sortable: false, language: undefined },
  code: { weight: 1, sortable: false },
  tag: { facet: false, searchable: false, weight: 1, sortable: false, language: undefined },
  hierarchy: { separator: ' > ', facet: false, searchable: false, weight: 1, language: undefined },
  numeric: { sortable: false, facet: false },
  boolean: { facet: false },
  date: { sortable: false, facet: false },
  geo: {},
  vector: { dimensions: undefined, metric: 'cosine', algorithm: 'hnsw' },
} as const satisfies Record<FieldKind, object>;

/** Whether text queries find the words of a field. */
export function hasWords(field: Field): boolean {
  return field.kind === 'text' || ('searchable' in field && field.searchable);
}

/** The language of a field's words, in a collection of another one; null without one. */
export function languageOf(field: Field, ofCollection: Language | null): Language | null {
  if (!hasWords(field)) return null;
  const own = 'language' in field ? field.language : undefined;
  if (own === undefined) return ofCollection;
  return own === 'none' ? null : own;
}

export const VECTOR_METRICS = ['cosine', 'l2', 'ip'] as const satisfies readonly VectorMetric[];
export const VECTOR_ALGORITHMS = ['hnsw', 'flat'] as const satisfies readonly VectorAlgorithm[];
