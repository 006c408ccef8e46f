import { compareRuns } from './compare-runs.js';
import { summarise } from './summarise.js';

const outcome = (id: string, type: string, ndcg: number | null, found: readonly string[] = ['p']) => ({
  id,
  type,
  text: `text of ${id}`,
  found,
  score: ndcg === null ? null : { ndcg, reciprocalRank: ndcg / 2, success: ndcg > 0 ? 1 : 0 },
});

it('summarise gives means by type, in order, then of all; a query without a relevant product counts only as zero result', () => {
  const queries = [
    outcome('a', 'typo', 1),
    outcome('b', 'exact', 0.5),
    outcome('c', 'typo', 0, []),
    outcome('d', 'none', null, []),
  ];
  expect(summarise(queries)).toEqual([
    { type: 'typo', queries: 2, ndcg: 0.5, mrr: 0.25, success: 0.5, zeroResults: 0.5 },
    { type: 'exact', queries: 1, ndcg: 0.5, mrr: 0.25, success: 1, zeroResults: 0 },
    { type: 'none', queries: 1, ndcg: null, mrr: null, success: null, zeroResults: 1 },
    { type: 'all', queries: 4, ndcg: 0.5, mrr: 0.25, success: 2 / 3, zeroResults: 0.5 },
  ]);
});

it('compareRuns tells which queries got better and worse, the largest change first', () => {
  const before = [
    outcome('a', 'typo', 0.25),
    outcome('b', 'typo', 1),
    outcome('c', 'exact', 0.5),
    outcome('gone', 'exact', 1),
  ];
  const after = [
    outcome('a', 'typo', 0.5),
    outcome('b', 'typo', 0.25),
    outcome('c', 'exact', 0.5),
    outcome('new', 'exact', 1),
  ];
  expect(compareRuns(before, after)).toEqual({
    types: [
      { type: 'typo', queries: 2, before: 0.625, after: 0.375, better: 1, worse: 1 },
      { type: 'exact', queries: 1, before: 0.5, after: 0.5, better: 0, worse: 0 },
      { type: 'all', queries: 3, before: 1.75 / 3, after: 1.25 / 3, better: 1, worse: 1 },
    ],
    changes: [
      { id: 'b', type: 'typo', text: 'text of b', before: 1, after: 0.25 },
      { id: 'a', type: 'typo', text: 'text of a', before: 0.25, after: 0.5 },
    ],
  });
});

it('compareRuns leaves queries without a score out', () => {
  expect(compareRuns([outcome('a', 'none', null)], [outcome('a', 'none', null)])).toEqual({ types: [], changes: [] });
});
