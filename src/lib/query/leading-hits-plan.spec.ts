import { createCollection } from '../collections/create-collection.js';
import { layoutOf } from '../collections/field-layout.js';
import { numeric, text } from '../collections/fields.js';
import { leadingHitsPlan } from './leading-hits-plan.js';
import { leadingSortOf } from './leading-sort.js';
import { parseSearch } from './parse-search.js';
import { literalPlan } from './text-plan.js';
import type { Alternative } from './text-plan.js';

const fields = { name: text(), popularity: numeric({ sortable: true }) };
const things = createCollection('things', null, fields, { ranking: ['popularity:desc'] });
const target = { index: 'i', layout: layoutOf(things), ranking: things.ranking, now: 0 };
const lamp: Alternative = { kind: 'exact', tokens: ['lamp'], prefix: false, weight: 1 };
const search = {
  ...parseSearch(things, { q: 'lamp', size: 2 }),
  plan: { require: 'all', groups: [{ typed: 'lamp', alternatives: [lamp], telling: true }], bonuses: [] } as const,
};
const plan = leadingHitsPlan(target, search, leadingSortOf(target)!, 90);

const best = (score: number, warning: readonly string[] = []) => ({
  ...{ total_results: 70, results: [{ id: 'x', score, values: [] }], warning },
});
const page = (...tiers: readonly number[]) => ({
  total_results: 5,
  results: tiers.map((tier, at) => ({
    extra_attributes: { id: `d${at}`, __score: '5.4', tier: String(tier), '$.doc': '{}' },
  })),
  warning: [],
});
const read = (...replies: readonly unknown[]) => plan?.read(replies);

describe('a page among the leading documents', () => {
  it('asks for the best score of all, and for hits that lead', () => {
    const { filter } = target.layout.get('popularity')!.members;
    expect(plan?.commands.map(([name, , words]) => [name, words])).toEqual([
      ['FT.SEARCH', '$p0'],
      ['FT.AGGREGATE', `($p1 (@${filter}:[$p0 +inf])=>{$weight:0})`],
    ]);
  });

  it('is the page where all its hits are of the best tier', () => {
    expect(read(best(5.4928), page(9, 9))).toMatchObject({ total: 70, hits: [{ id: 'd0' }, { id: 'd1' }] });
  });

  it.each([
    ['a hit is of another tier', best(5.4928), page(9, 8)],
    ['others are of a better one', best(7), page(9, 9)],
    ['it is not full', best(5.4928), page(9)],
    ['the time was up', best(5.4928, ['Timeout limit was reached']), page(9, 9)],
    ['the tier is not sure', best(Math.exp(0.182322 * 9)), page(9, 9)],
  ])('is not sure where %s', (_, first, second) => {
    expect(read(first, second)).toBeNull();
  });

  it('cannot be asked for where a word is sought as a beginning too', () => {
    const literal = { ...search, plan: literalPlan(search.text!) };
    expect(leadingHitsPlan(target, literal, leadingSortOf(target)!, 90)).toBeNull();
  });
});
