/** One hit. */
export interface Hit<D = Record<string, unknown>> {
  readonly id: string;
  /**
   * How well it fits: relevance with `q`, nearness with `vector`; absent under an explicit order. It need not fall from hit
   * to hit where the collection's `ranking` has fields that order hits of about the same relevance.
   */
  readonly score?: number;
  readonly document: D;
  /** Marked HTML of the fields that were asked for and hold a match. */
  readonly highlights?: Readonly<Record<string, string | readonly string[]>>;
}

export interface FacetValue {
  /** In its most frequent spelling. */
  readonly value: string;
  /** Documents that have it. */
  readonly count: number;
  readonly selected: boolean;
}

/** A node of a hierarchy's tree; `children` of the nodes along the selection alone. */
export interface FacetNode extends FacetValue {
  readonly children: readonly FacetNode[];
}

export interface ValuesFacet {
  readonly values: readonly FacetValue[];
  /** How many different values there are. */
  readonly valueCount: number;
  readonly exact: boolean;
}

/** A value of a boolean. */
export interface FlagValue {
  readonly value: boolean;
  readonly count: number;
  readonly selected: boolean;
}

export interface FlagsFacet {
  readonly values: readonly FlagValue[];
  readonly valueCount: number;
  readonly exact: boolean;
}

export interface TreeFacet {
  readonly values: readonly FacetNode[];
  /** How many values the top level has. */
  readonly valueCount: number;
  readonly exact: boolean;
}

export interface RangeCount<V> {
  readonly from?: V;
  readonly to?: V;
  readonly count: number;
}

/** Statistics over the documents that have a value; min, max and avg are absent when none has. */
export interface NumericFacetResult {
  readonly count: number;
  readonly min?: number;
  readonly max?: number;
  /** Absent when a document has several different values. */
  readonly avg?: number;
  readonly ranges?: readonly RangeCount<number>[];
  readonly exact: boolean;
}

export interface DateFacetResult {
  readonly count: number;
  /** ISO 8601, UTC. */
  readonly min?: string;
  readonly max?: string;
  readonly ranges?: readonly RangeCount<string>[];
  readonly exact: boolean;
}

export type FacetResult = ValuesFacet | FlagsFacet | TreeFacet | NumericFacetResult | DateFacetResult;

/**
 * Why an answer may be incomplete: the engine ran out of time, it cut a prefix, `q` has more words that may be mistyped than
 * are guessed, or the engine had another reason.
 */
export type PartialReason = 'TIMEOUT' | 'PREFIX_LIMIT' | 'GUESS_LIMIT' | 'ENGINE_WARNING';

/** A page of a search. */
export interface SearchResult<D = Record<string, unknown>> {
  readonly hits: readonly Hit<D>[];
  /** Documents that match, on all pages together. */
  readonly total: number;
  /** Absent when the page was reached by `after`. */
  readonly page?: number;
  readonly size: number;
  /** Where this page ends, for the next one; absent at the end and without an order. */
  readonly after?: string;
  readonly facets?: Readonly<Record<string, FacetResult>>;
  readonly query: {
    readonly text: string;
    /** The words as they were understood, folded; null when as they were typed. */
    readonly corrected: string | null;
    /** Typed words that hits may lack, for no document has them all. */
    readonly optional: readonly string[];
    readonly mode: 'keyword' | 'vector' | 'browse';
    readonly rules: readonly string[];
  };
  /** True when not everything was looked at; `partialReasons` says why. */
  readonly partial: boolean;
  readonly partialReasons?: readonly PartialReason[];
  /** Milliseconds from the request to the answer. */
  readonly tookMs: number;
}
