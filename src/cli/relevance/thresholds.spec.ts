import { assertKnownTypes, findShortfalls, parseThresholds, readThresholds } from './thresholds.js';

it.each([
  ['0.9', { all: 0.9 }],
  ['all=1, typo1=0.25', { all: 1, typo1: 0.25 }],
  ['exact=0', { exact: 0 }],
])('%s is read as %j', (text, expected) => {
  expect(parseThresholds('--min-ndcg', text)).toEqual(expected);
});

it.each(['', 'high', '90', '-0.1', 'typo1=', 'typo1', '0.9,', 'a=b=0.5'])('%j is refused', (text) => {
  expect(() => parseThresholds('--min-ndcg', text)).toThrow(/^--min-ndcg is .*\. Give numbers from 0 to 1/);
});

it.each([null, [], {}, { all: '0.9' }, { all: 2 }])('a file with %j is refused', (json) => {
  expect(readThresholds('f', { all: 0.5 })).toEqual({ all: 0.5 });
  expect(() => readThresholds('f', json)).toThrow(/^f is .*\. Give numbers from 0 to 1/);
});

it('a threshold for a type that there is not would never be checked, so it is refused', () => {
  expect(() => {
    assertKnownTypes({ all: 1, exact: 1, tpyo: 1 }, [{ type: 'exact' }, { type: 'typo' }]);
  }).toThrow('There is a threshold for "tpyo", which no query has as its type. Use: exact, typo, all.');
});

it('shortfalls are the types whose nDCG is lower than wanted', () => {
  const summary = (type: string, ndcg: number | null) => ({
    type,
    ndcg,
    queries: 1,
    mrr: 1,
    success: 1,
    zeroResults: 0,
  });
  const summaries = [summary('a', 0.5), summary('b', 0.5), summary('c', null), summary('d', 0.1), summary('all', 0.4)];
  expect(findShortfalls({ a: 0.6, b: 0.5, c: 1, all: 0.5 }, summaries)).toEqual([
    { type: 'a', ndcg: 0.5, wanted: 0.6 },
    { type: 'all', ndcg: 0.4, wanted: 0.5 },
  ]);
});
