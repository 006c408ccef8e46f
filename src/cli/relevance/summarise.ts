import type { QueryOutcome } from './run.js';

/** Means over the queries of one type, or over all of them. */
export interface Summary {
  readonly type: string;
  readonly queries: number;
  /** Null when nothing is judged relevant for any of the queries. */
  readonly ndcg: number | null;
  readonly mrr: number | null;
  readonly success: number | null;
  /** The share of queries that found nothing. */
  readonly zeroResults: number;
}

/** The type that stands for all queries. */
export const ALL_TYPES = 'all';

/** One summary a type, in the order in which the types come, and at last one of all queries. */
export function summarise(queries: readonly QueryOutcome[]): readonly Summary[] {
  const types = [...new Set(queries.map(({ type }) => type))];
  return [
    ...types.map((type) =>
      summariseAs(
        type,
        queries.filter((query) => query.type === type),
      ),
    ),
    summariseAs(ALL_TYPES, queries),
  ];
}

function summariseAs(type: string, queries: readonly QueryOutcome[]): Summary {
  const scores = queries.map(({ score }) => score).filter((score) => score !== null);
  return {
    type,
    queries: queries.length,
    ndcg: meanOf(scores.map(({ ndcg }) => ndcg)),
    mrr: meanOf(scores.map(({ reciprocalRank }) => reciprocalRank)),
    success: meanOf(scores.map(({ success }) => success)),
    zeroResults: meanOf(queries.map(({ found }) => (found.length === 0 ? 1 : 0))) ?? 0,
  };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
