import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

const CLIENTS = 50;
const TURNS = 6;

interface Counted {
  readonly id: string;
  readonly count: number;
  /** These two are always written together. */
  readonly left: number;
  readonly right: number;
  readonly label: string;
}

describe('fifty clients that increment, patch and search one document', () => {
  let shop: TestShop;
  let counters: TestCollection;

  beforeAll(async () => {
    shop = await openTestShop();
    counters = await shop.create('counters', {
      fields: {
        count: { kind: 'numeric', sortable: true, facet: true },
        left: { kind: 'numeric' },
        right: { kind: 'numeric', facet: true },
        label: { kind: 'tag', facet: true },
      },
    });
    await counters.repository.put({ id: 'one', count: 0, left: -1, right: -1, label: 'w-1' });
  });

  afterAll(() => shop.close());

  it('lose nothing, and see only states that were written, each at least as new as their own last write', async () => {
    const { repository, search } = counters;
    await Promise.all(
      Array.from({ length: CLIENTS }, async (_, client) => {
        let seen = 0;
        for (let turn = 0; turn < TURNS; turn++) {
          const { value } = await repository.increment('one', 'count');
          const mark = client * TURNS + turn;
          await repository.patch('one', { left: mark, right: mark, label: `w${mark}` });
          const { hits, total, facets } = await search.search({
            where: { count: { gte: value } },
            facets: ['count', 'right', 'label'],
          });
          const document = hits[0]?.document as Counted | undefined;
          expect(total).toBe(1);
          expect(document).toEqual({
            id: 'one',
            count: expect.any(Number),
            left: document!.right,
            right: document!.right,
            label: `w${document!.right}`,
          });
          expect(document!.count).toBeGreaterThanOrEqual(Math.max(value, seen));
          expect(facets!['label']).toMatchObject({ valueCount: 1, exact: true });
          seen = document!.count;
        }
      }),
    );
    const last = await repository.get('one');
    expect(last?.document).toMatchObject({ count: CLIENTS * TURNS });
    expect((await search.search({ where: { count: CLIENTS * TURNS } })).total).toBe(1);
  });
});
