import { scoreRanking } from './metrics.js';

const grades = (entries: Record<string, number>) => new Map(Object.entries(entries));
const NOTHING = { ndcg: 0, reciprocalRank: 0, success: 0 };

describe('scoreRanking', () => {
  it.each([
    ['the only relevant product first', ['a', 'b'], { a: 1 }, { ndcg: 1, reciprocalRank: 1, success: 1 }],
    ['it third', ['x', 'y', 'a'], { a: 1 }, { ndcg: 1 / Math.log2(4), reciprocalRank: 1 / 3, success: 1 }],
    ['nothing found', [], { a: 3 }, NOTHING],
    ['only products that are not judged', ['x', 'y'], { a: 1, b: 2 }, NOTHING],
    [
      'the product meant below a merely relevant one',
      ['b', 'a'],
      { a: 2, b: 1, c: 0 },
      { ndcg: (1 + 3 / Math.log2(3)) / (3 + 1 / Math.log2(3)), reciprocalRank: 1 / 2, success: 1 },
    ],
    [
      'relevant ones without the one meant',
      ['b', 'c'],
      { a: 3, b: 1, c: 1 },
      {
        ndcg: (1 + 1 / Math.log2(3)) / (7 + 1 / Math.log2(3) + 1 / Math.log2(4)),
        reciprocalRank: 0,
        success: 0,
      },
    ],
  ])('%s', (_, found, judged, expected) => {
    expect(scoreRanking(found, grades(judged))).toEqual(expected);
  });

  it('looks at the first ten hits, and measures them by the best ten', () => {
    const judged = grades(Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`p${at}`, 1])));
    const found = [...Array.from({ length: 10 }, (_, at) => `p${at}`), 'x'];
    expect(scoreRanking(found, judged)).toEqual({ ndcg: 1, reciprocalRank: 1, success: 1 });
    expect(scoreRanking([...Array.from({ length: 10 }, (_, at) => `x${at}`), 'p0'], judged)).toEqual(NOTHING);
  });

  it('gives no score where nothing is relevant', () => {
    expect(scoreRanking(['a'], grades({}))).toBeNull();
    expect(scoreRanking(['a'], grades({ a: 0 }))).toBeNull();
  });
});
