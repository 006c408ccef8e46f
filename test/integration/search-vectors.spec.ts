import { Random } from './differential/generate/random.js';
import { TEST_SEED } from '../support/test-seed.js';
import { openTestShop } from '../support/test-shop.js';
import type { TestShop } from '../support/test-shop.js';

type Metric = 'cosine' | 'l2' | 'ip';
interface Item extends Record<string, unknown> {
  readonly id: string;
  readonly brand: string;
  readonly price: number;
  readonly embedding?: readonly number[];
}

const DIMENSIONS = 8;
const random = new Random(`vectors ${TEST_SEED}`);
const randomVector = () => Array.from({ length: DIMENSIONS }, () => Math.fround(random.next() * 2 - 1));
const items: readonly Item[] = Array.from({ length: 80 }, (_, index) => ({
  id: `p${index}`,
  brand: random.pick(['Clavis', 'Ohm', 'Lux']),
  price: random.integer(1, 100),
  ...(index % 10 === 9 ? {} : { embedding: randomVector() }),
}));
const query = randomVector();

let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop();
});

afterAll(() => shop.close());

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

function distance(metric: Metric, a: readonly number[], b: readonly number[]): number {
  if (metric === 'cosine') return 1 - dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  if (metric === 'ip') return 1 - dot(a, b);
  return a.reduce((sum, value, index) => sum + (value - b[index]!) ** 2, 0);
}

function nearest(metric: Metric, k: number, matches: (item: Item) => boolean): readonly Item[] {
  const near = (item: Item) => distance(metric, item.embedding!, query);
  return items
    .filter((item) => item.embedding !== undefined && matches(item))
    .sort((a, b) => near(a) - near(b))
    .slice(0, k);
}

const create = (name: string, metric: Metric, algorithm: string) =>
  shop.create(
    name,
    {
      fields: {
        brand: { kind: 'tag', facet: true },
        price: { kind: 'numeric', facet: true },
        embedding: { kind: 'vector', dimensions: DIMENSIONS, metric, algorithm },
      },
    },
    items,
  );

describe.each<[Metric, string]>([
  ['cosine', 'flat'],
  ['cosine', 'hnsw'],
  ['l2', 'flat'],
  ['ip', 'hnsw'],
])(`nearest neighbours by %s in %s (AISLE_TEST_SEED=${TEST_SEED})`, (metric, algorithm) => {
  const isExact = algorithm === 'flat';

  it(`are those of exact distances${isExact ? '' : ', but for a few'}, with filters applied before`, async () => {
    const { search } = await create(`${metric}-${algorithm}`, metric, algorithm);
    const find = (k: number, where: object) =>
      search.search({ vector: { field: 'embedding', value: query, k }, where, size: 50 } as object);
    const cases: readonly [number, object, (item: Item) => boolean][] = [
      [10, {}, () => true],
      [7, { brand: 'ohm' }, ({ brand }) => brand === 'Ohm'],
      [5, { price: { lt: 20 }, brand: { not: ['lux'] } }, ({ price, brand }) => price < 20 && brand !== 'Lux'],
      [50, { price: { gte: 90 } }, ({ price }) => price >= 90],
      [3, { brand: 'nobody' }, () => false],
    ];
    for (const [k, where, matches] of cases) {
      const expected = nearest(metric, k, matches);
      const { hits, total, query: asked, after } = await find(k, where);
      const found = hits.map(({ id }) => items.find((item) => item.id === id)!);
      const missed = expected.filter((item) => !found.includes(item));
      expect(missed.length).toBeLessThanOrEqual(isExact ? 0 : expected.length * 0.3);
      expect(found.every(matches)).toBe(true);
      expect(found).toEqual(nearest(metric, k, (item) => found.includes(item)));
      expect({ total, mode: asked.mode, after }).toEqual({ total: expected.length, mode: 'vector', after: undefined });
      hits.forEach(({ score }, index) => {
        expect(score).toBeCloseTo(1 - distance(metric, found[index]!.embedding!, query), 4);
      });
    }
  });
});

describe('a search by a vector', () => {
  it('counts facets of the neighbours, a field without its own selection', async () => {
    const { search } = await create('facets', 'cosine', 'flat');
    const { hits, facets, total } = await search.search({
      vector: { field: 'embedding', value: query, k: 12 },
      where: { brand: 'Ohm', price: { lte: 80 } },
      facets: ['brand', 'price'],
    });
    const [affordable, ohms] = [
      nearest('cosine', 12, ({ price }) => price <= 80),
      nearest('cosine', 12, ({ brand }) => brand === 'Ohm'),
    ];
    const counts = (brand: string) => affordable.filter((item) => item.brand === brand).length;
    expect(total).toBe(hits.length);
    expect(facets).toMatchObject({
      brand: {
        values: ['Clavis', 'Lux', 'Ohm']
          .map((value) => ({ value, count: counts(value), selected: value === 'Ohm' }))
          .filter(({ count, selected }) => count > 0 || selected)
          .sort((a, b) => b.count - a.count),
      },
      price: { count: ohms.length, max: Math.max(...ohms.map(({ price }) => price)) },
    });
  });

  it('pages through the neighbours, and shows the vector where it is named', async () => {
    const { search } = await create('pages', 'cosine', 'flat');
    const page = (number: number) =>
      search.search({
        vector: { field: 'embedding', value: query, k: 9 },
        size: 4,
        page: number,
        fields: ['id', 'embedding'],
      });
    const pages = await Promise.all([1, 2, 3, 4].map(page));
    expect(pages.flatMap(({ hits }) => hits.map(({ document }) => document))).toEqual(
      nearest('cosine', 9, () => true).map(({ id, embedding }) => ({ id, embedding })),
    );
    expect(pages.map(({ total }) => total)).toEqual([9, 9, 9, 9]);
  });

  it.each([
    ['another length', { field: 'embedding', value: [1] }, 'INVALID_VECTOR'],
    ['zero', { field: 'embedding', value: Array(DIMENSIONS).fill(0) }, 'INVALID_VECTOR'],
    ['no number', { field: 'embedding', value: Array(DIMENSIONS).fill(NaN) }, /INVALID/],
    ['a field that is no vector', { field: 'brand', value: query }, /INVALID|UNKNOWN/],
  ])('refuses %s', async (name, vector, code) => {
    const { search } = await create(`refuses-${name.replaceAll(' ', '-')}`, 'cosine', 'flat');
    const error: unknown = await search.search({ vector }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 400, code: expect.stringMatching(code) });
  });
});
