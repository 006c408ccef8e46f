import type {
  BooleanField,
  CodeField,
  DateField,
  Field,
  GeoField,
  HierarchyField,
  NumericField,
  TagField,
  TextField,
  VectorField,
} from './field-kinds.js';

type Scalar = string | number | boolean | null | undefined | Date;
type Previous = [never, 0, 1, 2, 3, 4];

/** Members of an object type, string keys alone; an index signature gives any string. */
type Members<T> = Extract<keyof T, string>;

/**
 * Every path into the document type `T`: `name`, `specs.layout`, `variants[].color`, five members deep.
 * A trailing `[]` is allowed on an array.
 */
export type PathOf<T, Depth extends number = 5> = Depth extends 0
  ? never
  : { [K in Members<T>]-?: K | Below<K, NonNullable<T[K]>, Previous[Depth]> }[Members<T>];

type Below<K extends string, V, Depth extends number> = V extends Scalar
  ? never
  : V extends readonly (infer E)[]
    ? `${K}[]` | (NonNullable<E> extends Scalar ? never : `${K}[].${PathOf<NonNullable<E>, Depth>}`)
    : `${K}.${PathOf<V, Depth>}`;

/** What lies at the path `P` of `T`; arrays on the way count as their elements. */
export type ValueAt<T, P extends string> = P extends `${infer Head}.${infer Rest}`
  ? ValueAt<Step<T, Head>, Rest>
  : Step<T, P>;

type Step<T, S extends string> = S extends `${infer Name}[]`
  ? ElementOf<NonNullable<Member<T, Name>>>
  : NonNullable<Member<T, S>>;
type Member<T, K extends string> = K extends keyof T ? T[K] : never;
type ElementOf<T> = T extends readonly (infer E)[] ? NonNullable<E> : never;
type Unwrapped<T> = T extends readonly (infer E)[] ? NonNullable<E> : T;

type StringField = TextField | CodeField | TagField | HierarchyField | DateField;

/** The field kinds that a value of type `V` can be indexed as. */
export type FieldFor<V> =
  | (Extract<Unwrapped<V>, string> extends never ? never : StringField)
  | (Extract<Unwrapped<V>, number> extends never ? never : NumericField)
  | (Extract<V, boolean> extends never ? never : BooleanField)
  | (Extract<Unwrapped<V>, { lat: number; lon: number }> extends never ? never : GeoField)
  | (Extract<V, readonly number[]> extends never ? never : VectorField);

/** The fields that a document of type `D` can have, by path. */
export type FieldsOf<D> = { readonly [P in PathOf<D>]?: FieldFor<ValueAt<D, P>> };

/** Any set of fields by path. */
export type Fields = Readonly<Record<string, Field>>;

/** Paths of the fields in `F` that are of the kinds `K`. */
export type PathsOfKind<F, K> = { [P in keyof F]: F[P] extends K ? P : never }[keyof F] & string;

/** Paths that results can be sorted by. */
export type SortablePath<F> = PathsOfKind<F, { readonly sortable: true }> | 'id';

/** Paths that are counted as facets. */
export type FacetPath<F> = PathsOfKind<F, { readonly facet: true }>;

/** A sort: `price:asc`, `rating:desc`. */
export type SortOf<F> = `${SortablePath<F>}:${'asc' | 'desc'}`;
