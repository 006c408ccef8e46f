import { forAllTests } from '../support/for-all-tests.js';
import { openTestShop } from '../support/test-shop.js';
import type { TestCollection } from '../support/test-shop.js';
import { Random } from './differential/generate/random.js';
import { TEST_SEED } from '../support/test-seed.js';

const DOCUMENTS = 3_000;
const fields = {
  name: { kind: 'text', weight: 5 },
  kind: { kind: 'tag', searchable: true },
  popularity: { kind: 'numeric', sortable: true },
  isNew: { kind: 'boolean', facet: true },
};
const ranking = [{ boost: 'isNew', by: 1.3 }, 'popularity:desc'];

const shop = forAllTests(openTestShop);
let goods: TestCollection;

const page = async (search: object) => {
  const { hits, total } = await goods.search.search(search);
  return { ids: hits.map(({ id }) => id), scores: hits.map(({ score }) => score), total };
};

/** Of so many hits at once, which are looked for among all documents. */
async function amongAll(q: string, number: number, size: number) {
  const { ids, scores, total } = await page({ q, size: 250 });
  const [from, to] = [(number - 1) * size, number * size];
  return { ids: ids.slice(from, to), scores: scores.slice(from, to), total };
}

describe.each([
  ['by the engine, among the leading documents', 0],
  ['of columns', 67_108_864],
])(`a page of frequent words that is found %s, seed ${TEST_SEED}`, (_, bytes) => {
  beforeAll(async () => {
    const random = new Random(String(TEST_SEED));
    const documents = Array.from({ length: DOCUMENTS }, (_, n) => ({
      id: `d${n}`,
      name: [
        'Lamp',
        ...Array.from({ length: random.integer(0, 6) }, () => random.pick(['oak', 'red', 'lamp', 'tall'])),
      ].join(' '),
      kind: random.pick(['lamp', 'other', 'third']),
      ...(random.integer(0, 9) === 0 ? {} : { popularity: random.integer(0, 500) / 5 }),
      isNew: random.integer(0, 3) === 0,
    }));
    goods = await shop().create(`goods${bytes}`, { fields, ranking }, documents, { columns: { bytes } });
    if (bytes > 0) await goods.search.warmUp();
  });

  it.each(['lamp', 'lmap', 'lam', 'oak', 'red lamp', 'tall oak lamp'])('is that of all: %s', async (q) => {
    for (const size of [1, 5, 20]) {
      for (const number of [1, 2, 3]) {
        expect(await page({ q, size, page: number })).toEqual(await amongAll(q, number, size));
      }
    }
  });

  it('has what came to lead a moment ago, and not what fell behind', async () => {
    const { ids } = await page({ q: 'lamp', size: 3 });
    await goods.repository.patch('d7', { name: 'Lamp', kind: 'lamp', popularity: 1_000, isNew: true });
    await goods.repository.patch(ids[0]!, { popularity: null });
    const after = await page({ q: 'lamp', size: 3 });
    expect(after).toEqual(await amongAll('lamp', 1, 3));
    expect(after.ids).not.toContain(ids[0]);
    expect(after.ids).toContain('d7');
  });
});
