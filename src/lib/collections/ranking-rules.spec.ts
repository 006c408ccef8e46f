import { boolean, date, numeric, text } from './fields.js';
import { readRanking } from './ranking-rules.js';

const fields = {
  name: text({ sortable: true }),
  popularity: numeric({ sortable: true }),
  price: numeric(),
  inStock: boolean({ facet: true }),
  sale: boolean(),
  'flags[]': boolean({ facet: true }),
  releasedAt: date({ sortable: true }),
};

describe('ranking rules', () => {
  it('are sorts, boosts and decays', () => {
    const rules = [
      'popularity:desc',
      { boost: 'inStock', by: 1.5 },
      { decay: 'releasedAt', halfLifeDays: 90, by: 0.3 },
    ];
    expect(readRanking(fields, rules)).toEqual(rules);
  });

  it.each<[string, unknown, RegExp]>([
    ['no list', 'popularity:desc', /must be a list/],
    ['a field that is not sortable', ['price:asc'], /"price" is not sortable.*popularity/],
    ['an unknown rule', [{ sort: 'popularity' }], /is a sort such as "popularity:desc", \{"boost"/],
    ['a boost of a field that is no facet', [{ boost: 'sale', by: 2 }], /Such are: inStock\./],
    ['a boost of several booleans', [{ boost: 'flags[]', by: 2 }], /without \[\] in its path/],
    ['a boost without a factor', [{ boost: 'inStock' }], /"by" of a ranking rule must be a number from 0\.1 to 10/],
    ['a boost of a huge factor', [{ boost: 'inStock', by: 11 }], /from 0\.1 to 10/],
    ['a decay of a number', [{ decay: 'popularity', halfLifeDays: 1, by: 0.5 }], /Such are: releasedAt\./],
    ['a decay without a half-life', [{ decay: 'releasedAt', by: 0.5 }], /"halfLifeDays" .* from 0\.1 to 36500/],
    ['a decay of more than all', [{ decay: 'releasedAt', halfLifeDays: 1, by: 1.5 }], /from 0 to 1/],
    [
      'a member too many',
      [{ boost: 'inStock', by: 2, where: {} }],
      /has no member "where"\. This one takes: boost, by/,
    ],
    ['nine rules', Array(9).fill('popularity:desc'), /has 9 rules, at most 8/],
  ])('refuse %s', (_, rules, message) => {
    expect(() => readRanking(fields, rules)).toThrow(message);
  });
});
