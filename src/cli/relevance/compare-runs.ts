import type { QueryOutcome } from './run.js';
import { ALL_TYPES } from './summarise.js';

/** One query whose nDCG changed. */
export interface QueryChange {
  readonly id: string;
  readonly type: string;
  readonly text: string;
  readonly before: number;
  readonly after: number;
}

/** The queries of one type, or all, before and after. */
export interface TypeChange {
  readonly type: string;
  readonly queries: number;
  /** Mean nDCG. */
  readonly before: number;
  readonly after: number;
  readonly better: number;
  readonly worse: number;
}

export interface Comparison {
  readonly types: readonly TypeChange[];
  /** The queries that got better or worse, the largest change first. */
  readonly changes: readonly QueryChange[];
}

/** Differences below this come from rounding. */
const EPSILON = 1e-9;

/** Compares two runs query by query. Queries that one of them lacks, and those that have no score, are left out. */
export function compareRuns(before: readonly QueryOutcome[], after: readonly QueryOutcome[]): Comparison {
  const scores = new Map(before.map(({ id, score }) => [id, score]));
  const pairs = after.flatMap(({ id, type, text, score }): readonly QueryChange[] => {
    const former = scores.get(id);
    if (former === undefined || former === null || score === null) return [];
    return [{ id, type, text, before: former.ndcg, after: score.ndcg }];
  });
  const types = [...new Set(pairs.map(({ type }) => type))];
  return {
    types: [
      ...types.map((type) =>
        changeOf(
          type,
          pairs.filter((pair) => pair.type === type),
        ),
      ),
      ...(pairs.length === 0 ? [] : [changeOf(ALL_TYPES, pairs)]),
    ],
    changes: pairs
      .filter((pair) => Math.abs(differenceOf(pair)) > EPSILON)
      .sort((a, b) => Math.abs(differenceOf(b)) - Math.abs(differenceOf(a))),
  };
}

export const differenceOf = ({ before, after }: { readonly before: number; readonly after: number }): number =>
  after - before;

function changeOf(type: string, pairs: readonly QueryChange[]): TypeChange {
  const mean = (read: (pair: QueryChange) => number) => pairs.reduce((sum, pair) => sum + read(pair), 0) / pairs.length;
  return {
    type,
    queries: pairs.length,
    before: mean((pair) => pair.before),
    after: mean((pair) => pair.after),
    better: pairs.filter((pair) => differenceOf(pair) > EPSILON).length,
    worse: pairs.filter((pair) => differenceOf(pair) < -EPSILON).length,
  };
}
