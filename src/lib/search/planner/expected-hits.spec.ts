import type { Alternative, TextPlan } from '../../query/text-plan.js';
import { TermIndex } from '../terms/term-index.js';
import { sortCounts, Vocabulary } from '../terms/vocabulary.js';
import { expectedHits } from './expected-hits.js';

const counts = new Map([
  ['red', 50],
  ['lamp', 20],
  ['lamps', 10],
]);
const vocabulary = Vocabulary.of(new TermIndex(sortCounts(counts)), 100);
const word = (token: string, kind: Alternative['kind'] = 'exact', prefix = false): Alternative => ({
  ...{ kind, tokens: [token], prefix, weight: 1 },
});
const plan = (require: 'all' | 'any', ...groups: readonly (readonly Alternative[])[]): TextPlan => ({
  require,
  groups: groups.map((alternatives) => ({ typed: '', alternatives, telling: true })),
  bonuses: [],
});

it('expects as many hits as words have, as if they had nothing to do with each other', () => {
  expect(expectedHits(plan('all', [word('red')]), vocabulary)).toBe(50);
  expect(expectedHits(plan('all', [word('red')], [word('lamp')]), vocabulary)).toBe(10);
  expect(expectedHits(plan('any', [word('red')], [word('lamp')]), vocabulary)).toBe(60);
  expect(expectedHits(plan('all', [word('unknown')]), vocabulary)).toBe(0);
});

it('counts a beginning once, completions and all', () => {
  const alternatives = [word('lamp', 'completion'), word('lamps', 'completion'), word('lam', 'prefix', true)];
  expect(expectedHits(plan('all', alternatives), vocabulary)).toBe(30);
});
