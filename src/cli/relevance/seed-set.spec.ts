import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJudgedSet } from './parse-judged-set.js';
import { readThresholds } from './thresholds.js';

const SEED = join(import.meta.dirname, '../../../seed');
const read = (name: string) => readFileSync(join(SEED, name), 'utf8');

const TYPES = [
  'exact',
  'typo1',
  'typo1_first',
  'typo2',
  'typo_word',
  'typo_prefix',
  'nospace',
  'split',
  'prefix',
  'prefix_steps',
  'code',
  'cross-shop-title',
  'category',
  'brand_category',
  'accessory',
  'attribute',
  'number',
  'accent',
  'synonym',
  'plural',
  'filter',
];
/** Queries for what the shop does not have. */
const ABSENT = 'absent';
const BEST = 3;

describe('the judged set of the example catalogue', () => {
  const { queries } = parseJudgedSet(
    {
      products: { name: 'products.ndjson', text: read('products.ndjson') },
      queries: read('relevance/queries.tsv'),
      judgements: read('relevance/qrels.tsv'),
    },
    'id',
  );
  const judged = queries.filter(({ type }) => type !== ABSENT);

  it('has at least 120 queries, none twice, and enough of every type', () => {
    expect(queries.length).toBeGreaterThanOrEqual(120);
    const asked = queries.map(({ text, type, where }) => JSON.stringify([type, text, where]));
    expect(new Set(asked).size).toBe(queries.length);
    expect([...new Set(queries.map(({ type }) => type))]).toEqual([...TYPES, ABSENT]);
    expect(TYPES.filter((type) => judged.filter((query) => query.type === type).length < 8)).toEqual([]);
  });

  it('grades from 1 to 3, and every query means at least one product', () => {
    const grades = new Set(judged.flatMap((query) => [...query.grades.values()]));
    expect([...grades].sort()).toEqual([1, 2, BEST]);
    expect(judged.filter((query) => ![...query.grades.values()].includes(BEST))).toEqual([]);
    expect(queries.filter(({ type, grades }) => type === ABSENT && grades.size > 0)).toEqual([]);
  });

  it('has a threshold for every type', () => {
    const thresholds = readThresholds('thresholds.json', JSON.parse(read('relevance/thresholds.json')));
    expect(Object.keys(thresholds)).toEqual([...TYPES, 'all']);
  });
});
