import { decaySteps, rankingSort, tierAt } from '../../query/ranking-clauses.js';
import type { Target } from '../../query/step.js';
import type { ColumnTable } from './column-table.js';
import { orderBy, sortKey } from './order-slots.js';
import type { SlotOrder } from './order-slots.js';

/** The fields that relevance and its order depend on, besides the words. */
export function rankingPaths({ ranking }: Target): readonly string[] {
  return ranking.flatMap((rule) => {
    if (typeof rule !== 'string') return 'decay' in rule ? [rule.decay] : [];
    const { path } = rankingSort(rule);
    return path === 'id' ? [] : [path];
  });
}

/**
 * The order by relevance under a collection's own rules, as `rankingClauses` gives it to the engine.
 * @param scores how well the words fit, by slots; it becomes the relevance
 * @returns null when columns lack a field of the rules
 */
export function relevanceOrder(
  { ranking, now }: Target,
  table: ColumnTable,
  scores: Float64Array,
  hits: Uint32Array,
): SlotOrder | null {
  const sorts = ranking.flatMap((rule) => (typeof rule === 'string' ? [sortKey(table, rankingSort(rule))] : []));
  const decays = ranking.flatMap((rule) => {
    if (typeof rule === 'string' || !('decay' in rule)) return [];
    return [{ dates: table.numbers(rule.decay), ...decaySteps(rule, now) }];
  });
  if (sorts.includes(null)) return null;
  for (const { dates, rest, steps } of decays) {
    if (dates === undefined) return null;
    for (const slot of hits) {
      const date = dates.greatest(slot);
      const factor = steps.reduce((sum, { share, since }) => sum + (date >= since ? share : 0), rest);
      scores[slot] = (scores[slot] ?? 0) * factor;
    }
  }
  for (const slot of hits) scores[slot] = (scores[slot] ?? 0) * table.boosts.least(slot);
  const byScore = { rank: (slot: number) => -(scores[slot] ?? 0), sign: 1 } as const;
  const byId = { rank: null, sign: 1 } as const;
  const keys = sorts.filter((key) => key !== null);
  if (keys.length === 0) return orderBy(table, [byScore, byId]);
  const byTier = { rank: (slot: number) => -tierAt(scores[slot] ?? 0), sign: 1 } as const;
  return orderBy(table, [byTier, ...keys, byScore, byId]);
}
