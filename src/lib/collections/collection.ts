import type { AnyRankingRule, RankingRule } from './ranking-rules.js';
import type { Language } from '../analysis/languages.js';
import type { StockFields, StockSettings } from './stock-fields.js';
import type { Fields, SortOf } from './typed-paths.js';

/** A class whose instances are documents. */
export type DocumentClass<D extends object> = new () => D;

/** A document of a collection that was made at run time. */
export type AnyDocument = Record<string, unknown>;

export interface CollectionSettings<F = Fields> {
  /** The member that holds the document's id. @default 'id' */
  readonly id?: string;
  /** The order of results without words to rank by. @default by id */
  readonly defaultSort?: readonly SortOf<F>[];
  /**
   * What ranks hits of a text query beside their words: sorts for those that fit about equally well, boosts and decays.
   * @default none
   */
  readonly ranking?: readonly RankingRule<F>[];
  /**
   * Into how many parts the keys are spread, for collections that outgrow one node of a cluster.
   * Fixed when the collection is made. 1 to 256.
   * @default 1
   */
  readonly partitions?: number;
  /** The fields that reservations of stock change, such as `{ quantity: 'stock', available: 'inStock' }`. @default none */
  readonly stock?: StockSettings<F>;
  /** The language of all fields with words that name none: forms of words are found then. @default none */
  readonly language?: Language;
}

/**
 * A collection: its name, the class of its documents (null when it was made at run time), the indexed fields by path,
 * and its settings. A frozen value: types, index and run-time checks are all read from it.
 */
export interface Collection<D extends object = object, F = Fields> {
  readonly name: string;
  readonly document: DocumentClass<D> | null;
  readonly fields: F;
  readonly id: string;
  readonly defaultSort: readonly string[];
  readonly ranking: readonly AnyRankingRule[];
  readonly partitions: number;
  /** The fields of the stock; null where none is declared. */
  readonly stock: StockFields | null;
  /** The language of the fields that name none; null: words are taken as they are. */
  readonly language: Language | null;
  /** Carries the document's type; there is no value. */
  readonly documentType?: D;
}

/** Any collection, whatever its documents. */
export type AnyCollection = Collection;

/** The document type of a collection; a plain object where it is known at run time only. */
export type DocumentOf<C> = C extends { readonly documentType?: infer D }
  ? object extends Exclude<D, undefined>
    ? AnyDocument
    : Exclude<D, undefined>
  : never;

/** The fields of a collection. */
export type FieldsOfCollection<C> = C extends { readonly fields: infer F } ? F : never;
