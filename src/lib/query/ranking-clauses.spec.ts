import { createCollection } from '../collections/create-collection.js';
import { boolean, date, numeric } from '../collections/fields.js';
import { layoutOf } from '../collections/field-layout.js';
import { rankingClauses, tierOf } from './ranking-clauses.js';

const fields = {
  popularity: numeric({ sortable: true }),
  inStock: boolean({ facet: true }),
  releasedAt: date({ sortable: true }),
};
const layout = layoutOf(createCollection('things', null, fields, {}));
const members = (path: string) => layout.get(path)!.members;
const DAY = 86_400_000;

describe('the order by relevance', () => {
  it('is that of the words without rules', () => {
    expect(rankingClauses(layout, [], 0)).toEqual({ steps: [], keys: ['@__score', 'DESC'], score: '__score' });
  });

  it('leaves boosts to the score of the engine', () => {
    const boost = { boost: 'inStock', by: 1.5 };
    expect(rankingClauses(layout, [boost], 0)).toEqual(rankingClauses(layout, [], 0));
  });

  it('fades with age in four steps', () => {
    const { descending } = members('releasedAt');
    const younger = (days: number) => `(exists(@${descending}) && @${descending}>=${(100 - days) * DAY})`;
    const { steps } = rankingClauses(layout, [{ decay: 'releasedAt', halfLifeDays: 10, by: 0.4 }], 100 * DAY);
    expect(steps[1]).toBe(
      `@__score*(0.600000+0.117157*${younger(5)}+0.082843*${younger(10)}+0.100000*${younger(20)}+0.075000*${younger(40)})`,
    );
  });

  it('is that of its sorts between hits that fit about equally well', () => {
    const { descending } = members('popularity');
    expect(rankingClauses(layout, ['popularity:desc', 'id:desc'], 0)).toEqual({
      steps: ['APPLY', 'floor(log(@__score)/0.182322)', 'AS', 'tier'],
      keys: ['@tier', 'DESC', `@${descending}`, 'DESC', '@id', 'DESC', '@__score', 'DESC'],
      score: '__score',
    });
  });
});

describe('the tier of a score', () => {
  it('is that of the engine, and none at the edge to another', () => {
    expect([1.1, 1.3, 5.4928, 0.9].map(tierOf)).toEqual([0, 1, 9, -1]);
    expect([1, Math.exp(0.182322)].map(tierOf)).toEqual([null, null]);
  });
});
