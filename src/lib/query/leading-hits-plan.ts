import { hitsAmongStep } from './hits-step.js';
import type { RawPage } from './hits-step.js';
import { notBehind } from './leading-sort.js';
import type { LeadingSort } from './leading-sort.js';
import { createParameters } from './parameters.js';
import type { Plan } from './plan.js';
import { queryText } from './query-text.js';
import { tierOf, TIER } from './ranking-clauses.js';
import { readFirstScore, readReply } from './reply.js';
import type { Search } from './search.js';
import { beginning, ending } from './step.js';
import type { Command, Target } from './step.js';

/**
 * Looks for a page among the documents that lead by the sort of a ranking alone. The engine compares what many hits have
 * in the field of a sort, and reading that costs it more than finding and scoring them.
 *
 * Hits of the best tier stand first, and of these the leading ones. So where every hit of the page is in the tier of the
 * best score of all, no other document can stand before one of them.
 * @returns a plan of null where that is not so; null where such a page cannot be asked for
 */
export function leadingHitsPlan(
  target: Target,
  search: Search,
  sort: LeadingSort,
  bound: number,
): Plan<RawPage | null> | null {
  const hits = hitsAmongStep(target, search, notBehind(sort, bound));
  if (hits === null) return null;
  return {
    commands: [bestScoreCommand(target, search), hits.command],
    reads: ['everything', hits.reads],
    read: ([first, second]) => {
      const all = readReply(first);
      const page = hits.read(second);
      const score = readFirstScore(first);
      const best = score === null ? null : tierOf(score);
      const tiers = readReply(second).rows.map((row) => Number(row[TIER]));
      const isWhole = all.warnings.length === 0 && page.warnings.length === 0 && page.hits.length === search.size;
      return isWhole && tiers.every((tier) => tier === best) ? { ...page, total: all.total } : null;
    },
  };
}

/** Finds the best score, and how many hits there are. */
function bestScoreCommand(target: Target, search: Search): Command {
  const parameters = createParameters();
  const text = queryText(target.layout, search, parameters, { ranked: true });
  return [
    ...beginning('FT.SEARCH', target, text),
    ...['NOCONTENT', 'WITHSCORES', 'SCORER', 'BM25STD', 'LIMIT', '0', '1'],
    ...ending(search.timeoutMs, parameters.args()),
  ];
}
