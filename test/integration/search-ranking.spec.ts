import { openTestShop } from '../support/test-shop.js';
import type { TestShop } from '../support/test-shop.js';

let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop();
});
afterAll(() => shop.close());

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();

const lamps = [
  { id: 'a', name: 'Desk Lamp', popularity: 5, inStock: true, releasedAt: daysAgo(400) },
  { id: 'b', name: 'Desk Lamp', popularity: 90, inStock: false, releasedAt: daysAgo(1) },
  { id: 'c', name: 'Desk Lamp' },
  { id: 'd', name: 'Floor lamp with a very long name of many other words that all say something else', popularity: 99 },
];

/** The order in which lamps come under some rules. */
async function order(name: string, ranking: readonly unknown[]): Promise<readonly string[]> {
  const { search } = await shop.create(
    name,
    {
      fields: {
        name: { kind: 'text' },
        popularity: { kind: 'numeric', sortable: true },
        inStock: { kind: 'boolean', facet: true },
        releasedAt: { kind: 'date', sortable: true },
      },
      ranking,
    },
    lamps,
  );
  return (await search.search({ q: 'lamp' })).hits.map(({ id }) => id);
}

describe("a collection's own ranking", () => {
  it('is by words and id without rules', async () => {
    expect(await order('plain', [])).toEqual(['a', 'b', 'c', 'd']);
  });

  it('orders hits that fit about equally well by its sorts, missing ones last', async () => {
    expect(await order('sorts', ['popularity:desc'])).toEqual(['b', 'a', 'c', 'd']);
  });

  it('lifts what fulfils a condition, and lowers it below 1', async () => {
    expect((await order('boost', [{ boost: 'inStock', by: 3 }]))[0]).toBe('a');
    expect((await order('demote', [{ boost: 'inStock', by: 0.5 }])).slice(0, 2)).toEqual(['b', 'c']);
  });

  it('lets relevance fade with age; without a date all of it', async () => {
    expect(await order('decay', [{ decay: 'releasedAt', halfLifeDays: 30, by: 0.5 }])).toEqual(['b', 'a', 'c', 'd']);
  });

  it('gives the weighed relevance as the score', async () => {
    const { search } = await shop.create(
      'scores',
      {
        fields: { name: { kind: 'text' }, inStock: { kind: 'boolean', facet: true } },
        ranking: [{ boost: 'inStock', by: 2 }],
      },
      lamps.slice(0, 2).map(({ id, name, inStock }) => ({ id, name, inStock })),
    );
    const { hits } = await search.search({ q: 'lamp' });
    expect(hits[0]?.score).toBeCloseTo((hits[1]?.score ?? 0) * 2, 6);
  });

  it('leaves an explicit order alone', async () => {
    const { search } = await shop.create(
      'explicit',
      {
        fields: { name: { kind: 'text', sortable: true }, n: { kind: 'numeric', sortable: true } },
        ranking: ['n:desc'],
      },
      [1, 2, 3].map((n) => ({ id: String(n), name: 'lamp', n })),
    );
    expect((await search.search({ q: 'lamp', sort: ['n:asc'] })).hits.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });
});
