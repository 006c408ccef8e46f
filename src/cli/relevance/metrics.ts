/** How good one ranking is, each from 0 to 1. */
export interface RankingScore {
  /** The gain of what was found, as a share of the best possible order's. */
  readonly ndcg: number;
  /** 1 / rank of the first product meant, 0 when there is none. */
  readonly reciprocalRank: number;
  /** 1 when a product meant was found, else 0. */
  readonly success: number;
}

/** How many hits are looked at. */
export const CUTOFF = 10;

/**
 * Scores a ranking by judgements. A product that is not judged counts as irrelevant; the products meant are those of the
 * query's highest grade. Null when nothing is judged relevant, so that there is nothing to be right about.
 *
 * nDCG as in Burges et al., Learning to Rank using Gradient Descent (2005): gain 2^grade − 1, discount 1 / log2(rank + 1).
 */
export function scoreRanking(found: readonly string[], grades: ReadonlyMap<string, number>): RankingScore | null {
  const best = Math.max(0, ...grades.values());
  if (best === 0) return null;
  const seen = found.slice(0, CUTOFF).map((id) => grades.get(id) ?? 0);
  const ideal = [...grades.values()].sort((a, b) => b - a).slice(0, CUTOFF);
  const first = seen.indexOf(best);
  return {
    ndcg: gainOf(seen) / gainOf(ideal),
    reciprocalRank: first === -1 ? 0 : 1 / (first + 1),
    success: first === -1 ? 0 : 1,
  };
}

function gainOf(grades: readonly number[]): number {
  return grades.reduce((sum, grade, index) => sum + (2 ** grade - 1) / Math.log2(index + 2), 0);
}
