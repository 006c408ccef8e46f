import type {
  BooleanField,
  CodeField,
  DateField,
  GeoField,
  HierarchyField,
  NumericField,
  TagField,
  TextField,
  VectorAlgorithm,
  VectorField,
  VectorMetric,
} from './field-kinds.js';
import { readField } from './read-field.js';
import type { LanguageSetting } from '../analysis/languages.js';

export interface CodeOptions<S extends boolean> {
  /** How much a word found here counts in the ranking, beside other fields. @default 1 */
  readonly weight?: number;
  /** Whether results can be sorted by it. @default false */
  readonly sortable?: S;
}

export interface TextOptions<S extends boolean> extends CodeOptions<S> {
  /** The language whose forms of words (plurals and such) are found; `none`: words as they are. @default the collection's */
  readonly language?: LanguageSetting;
}

export interface TagOptions<S extends boolean, F extends boolean> extends TextOptions<S> {
  /** Whether its values are counted as a facet. @default false */
  readonly facet?: F;
  /** Whether its words are found by text queries too. @default false */
  readonly searchable?: boolean;
}

export interface HierarchyOptions<F extends boolean> {
  /** What stands between two levels; white space around it is ignored. @default ' > ' */
  readonly separator?: string;
  /** Whether its values are counted as a facet tree. @default false */
  readonly facet?: F;
  /** Whether its words are found by text queries too. @default false */
  readonly searchable?: boolean;
  /** How much a word found here counts in the ranking. @default 1 */
  readonly weight?: number;
  /** The language whose forms of words are found; `none`: words as they are. @default the collection's */
  readonly language?: LanguageSetting;
}

export interface NumericOptions<S extends boolean, F extends boolean> {
  /** Whether results can be sorted by it. @default false */
  readonly sortable?: S;
  /** Whether it is counted as a facet: smallest, largest, mean, ranges. @default false */
  readonly facet?: F;
}

export interface BooleanOptions<F extends boolean> {
  /** Whether its values are counted as a facet. @default false */
  readonly facet?: F;
}

export interface VectorOptions {
  /** Length of every vector, 1 to 32,768. */
  readonly dimensions: number;
  /** @default 'cosine' */
  readonly metric?: VectorMetric;
  /** `hnsw`: approximate and fast; `flat`: exact, for some 10,000 documents. @default 'hnsw' */
  readonly algorithm?: VectorAlgorithm;
}

/** A full-text field. @throws INVALID_DEFINITION on an unknown option or a bad value */
export function text<const S extends boolean = false>(options: TextOptions<S> = {}): TextField<S> {
  return readField({ kind: 'text', ...options }) as TextField<S>;
}

/** A SKU, EAN or MPN. @throws INVALID_DEFINITION on an unknown option or a bad value */
export function code<const S extends boolean = false>(options: CodeOptions<S> = {}): CodeField<S> {
  return readField({ kind: 'code', ...options }) as CodeField<S>;
}

/** An exact value for filters and facets. @throws INVALID_DEFINITION on an unknown option or a bad value */
export function tag<const S extends boolean = false, const F extends boolean = false>(
  options: TagOptions<S, F> = {},
): TagField<S, F> {
  return readField({ kind: 'tag', ...options }) as TagField<S, F>;
}

/** A path in a tree of values. @throws INVALID_DEFINITION on an unknown option or a bad value */
export function hierarchy<const F extends boolean = false>(options: HierarchyOptions<F> = {}): HierarchyField<F> {
  return readField({ kind: 'hierarchy', ...options }) as HierarchyField<F>;
}

/** A number. @throws INVALID_DEFINITION on an unknown option or a bad value */
export function numeric<const S extends boolean = false, const F extends boolean = false>(
  options: NumericOptions<S, F> = {},
): NumericField<S, F> {
  return readField({ kind: 'numeric', ...options }) as NumericField<S, F>;
}

/** True or false. @throws INVALID_DEFINITION on an unknown option or a bad value */
export function boolean<const F extends boolean = false>(options: BooleanOptions<F> = {}): BooleanField<F> {
  return readField({ kind: 'boolean', ...options }) as BooleanField<F>;
}

/** An instant as an ISO 8601 string. @throws INVALID_DEFINITION on an unknown option or a bad value */
export function date<const S extends boolean = false, const F extends boolean = false>(
  options: NumericOptions<S, F> = {},
): DateField<S, F> {
  return readField({ kind: 'date', ...options }) as DateField<S, F>;
}

/** A point `{lat, lon}`. */
export function geo(): GeoField {
  return readField({ kind: 'geo' }) as GeoField;
}

/** A vector for nearest-neighbour search. @throws INVALID_DEFINITION on an unknown option or a bad value */
export function vector(options: VectorOptions): VectorField {
  return readField({ kind: 'vector', ...options }) as VectorField;
}
