import type { LanguageSetting } from '../analysis/languages.js';
import type { AnyCollection, DocumentOf, FieldsOfCollection } from '../collections/collection.js';
import type {
  BooleanField,
  CodeField,
  DateField,
  GeoField,
  HierarchyField,
  NumericField,
  TagField,
} from '../collections/field-kinds.js';
import type { FacetPath, PathOf, PathsOfKind, SortOf } from '../collections/typed-paths.js';
import type { TextField, VectorField } from '../collections/field-kinds.js';

type OneOrMany<V> = V | readonly V[];

/** A condition on whether the document has a value at all. */
export interface ExistsCondition {
  readonly exists?: boolean;
}

/** Any of the values, none of them, all of them. A bare value or list means any of. */
export interface ValuesCondition extends ExistsCondition {
  readonly not?: OneOrMany<string>;
  /** Every one of the values. Not for codes. */
  readonly all?: OneOrMany<string>;
}

export interface CodesCondition extends ExistsCondition {
  readonly not?: OneOrMany<string>;
}

/** A range; on several values of one document, one value has to lie inside. */
export interface RangeCondition<V> extends ExistsCondition {
  readonly gt?: V;
  readonly gte?: V;
  readonly lt?: V;
  readonly lte?: V;
}

export interface NumbersCondition extends RangeCondition<number> {
  readonly not?: OneOrMany<number>;
}

export interface BooleanCondition extends ExistsCondition {
  readonly not?: boolean;
}

export interface GeoCondition extends ExistsCondition {
  /** Within `km` kilometres of a point. */
  readonly near?: { readonly lat: number; readonly lon: number; readonly km: number };
}

/** What `where` takes for a field. */
export type ConditionFor<F> = F extends TagField | HierarchyField
  ? OneOrMany<string> | ValuesCondition
  : F extends CodeField
    ? OneOrMany<string> | CodesCondition
    : F extends NumericField
      ? OneOrMany<number> | NumbersCondition
      : F extends BooleanField
        ? boolean | BooleanCondition
        : F extends DateField
          ? RangeCondition<string>
          : F extends GeoField
            ? GeoCondition
            : F extends TextField | VectorField
              ? ExistsCondition
              : never;

/** Conditions by field, all of which must hold, with `and`, `or`, `not` for more. */
export type Where<F> = { readonly [P in keyof F]?: ConditionFor<F[P]> } & {
  readonly id?: OneOrMany<string>;
  readonly and?: readonly Where<F>[];
  readonly or?: readonly Where<F>[];
  readonly not?: Where<F>;
};

/** A range of a facet: from ≤ x < to. */
export interface FacetRange<V> {
  readonly from?: V;
  readonly to?: V;
}

type ValueFacet<F> = {
  readonly field: PathsOfKind<F, (TagField | HierarchyField | BooleanField) & { readonly facet: true }>;
  /** How many values are shown, 1 to 1,000. @default 10 */
  readonly size?: number;
};
type NumericFacet<F> = {
  readonly field: PathsOfKind<F, NumericField<boolean, true>>;
  readonly ranges?: readonly FacetRange<number>[];
};
type DateFacet<F> = {
  readonly field: PathsOfKind<F, DateField<boolean, true>>;
  readonly ranges?: readonly FacetRange<string>[];
};

/** A facet to count: a field's name, or the name with options. */
export type FacetInput<F> = FacetPath<F> | ValueFacet<F> | NumericFacet<F> | DateFacet<F>;

/** True for a collection whose fields are not known at compile time. */
type IsOpen<C> = string extends keyof FieldsOfCollection<C> ? true : false;

/** The names that `C` allows; any string where its fields are known at run time only. */
type Known<C, Names> = IsOpen<C> extends true ? string : Names;

/** What `where` takes in the collection `C`. */
export type WhereOf<C> = IsOpen<C> extends true ? Readonly<Record<string, unknown>> : Where<FieldsOfCollection<C>>;

/** A facet of the collection `C`. */
export type FacetsOf<C> =
  IsOpen<C> extends true
    ? | string
      | { readonly field: string; readonly size?: number; readonly ranges?: readonly FacetRange<number | string>[] }
    : FacetInput<FieldsOfCollection<C>>;

/** A search, as the library and `POST /v1/collections/{c}/search` take it. */
export interface SearchInput<C extends AnyCollection = AnyCollection> {
  /** What was typed. Blank or absent: everything. At most 1,000 characters. */
  readonly q?: string;
  readonly where?: WhereOf<C>;
  /** @default by relevance with `q`, else the collection's default order, else by id */
  readonly sort?: readonly Known<C, SortOf<FieldsOfCollection<C>>>[];
  readonly facets?: readonly FacetsOf<C>[];
  /** From 1; `page` × `size` is at most 10,000. @default 1 */
  readonly page?: number;
  /** Hits of a page, 0 to 250; 0 gives counts only. @default 20 */
  readonly size?: number;
  /** Where the page before ended. Not together with `page`. */
  readonly after?: string;
  /** Members of the document to return, indexed or not; what a document does not have is left out. @default all but vectors */
  readonly fields?: readonly Known<C, PathOf<DocumentOf<C>>>[];
  readonly highlight?: {
    readonly fields: readonly Known<
      C,
      PathsOfKind<FieldsOfCollection<C>, TextField | CodeField | TagField | HierarchyField>
    >[];
    /** Words of a snippet. @default the whole text */
    readonly snippet?: number;
  };
  /** Nearest neighbours of a vector, instead of `q`. Filters apply before. */
  readonly vector?: {
    readonly field: Known<C, PathsOfKind<FieldsOfCollection<C>, VectorField>>;
    readonly value: readonly number[];
    /** How many neighbours, 1 to 10,000. @default 10 */
    readonly k?: number;
  };
  /** Whether `q` may find words that are spelt, joined or split otherwise. @default true */
  readonly typos?: boolean;
  /**
   * Whether a hit must have every word of `q` (`'all'`), or may lack the common ones where no document has them all
   * (`'auto'`). Filters do not decide it.
   * @default 'auto'
   */
  readonly match?: 'auto' | 'all';
  /**
   * The language that `q` is in: only its forms of words and synonyms are looked for; `'none'`: words as they are.
   * @default every language of the collection
   */
  readonly language?: LanguageSetting;
  /** Whether synonyms of `q` are found too. @default true */
  readonly synonyms?: boolean;
  /** Milliseconds that the engine may take for each part of the answer, 1 to 10,000. @default 500 */
  readonly timeoutMs?: number;
  /**
   * What to do when not everything was looked at, as when the engine ran out of time: return what was found, marked
   * `partial`, or fail.
   * @default 'return'
   */
  readonly partial?: 'return' | 'fail';
  /**
   * Who may answer: the primary, which has every write that returned, or also a replica, which may lag behind. Replicas
   * are asked where the connection has links to them (`replicas`) and they have the whole index. @default 'primary'
   */
  readonly consistency?: 'primary' | 'replica';
}

/** A search within the values of a facet. */
export interface FacetSearchInput<C extends AnyCollection = AnyCollection> {
  /** What was typed: all words must be in a value, the last one as a prefix. Blank or absent: every value. */
  readonly q?: string;
  /** Conditions on the documents that are counted. */
  readonly where?: WhereOf<C>;
  /** How many values, 1 to 1,000. @default 10 */
  readonly size?: number;
  readonly timeoutMs?: number;
}
