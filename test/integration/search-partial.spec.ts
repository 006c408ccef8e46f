import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

const DOCUMENTS = 20_000;
const BROAD = { q: 'key', facets: ['brand', 'tags', 'price'] };

let shop: TestShop;
let products: TestCollection;

beforeAll(async () => {
  shop = await openTestShop();
  products = await shop.create(
    'products',
    {
      fields: {
        name: { kind: 'text' },
        brand: { kind: 'tag', facet: true },
        tags: { kind: 'tag', facet: true },
        price: { kind: 'numeric', facet: true, sortable: true },
      },
    },
    Array.from({ length: DOCUMENTS }, (_, index) => ({
      id: index,
      name: `key${index} keyboard`,
      brand: `Brand ${index % 500}`,
      tags: [`t${index % 7}`, `t${index % 101}`, `t${index % 997}`],
      price: index,
    })),
  );
}, 120_000);

afterAll(() => shop.close());

describe('a search that the engine has no time for', () => {
  it('says that it is not whole', async () => {
    const { partial, partialReasons, facets } = await products.search.search({ ...BROAD, timeoutMs: 1 });
    expect({ partial, partialReasons }).toEqual({ partial: true, partialReasons: ['TIMEOUT'] });
    expect(Object.values(facets ?? {}).map(({ exact }) => exact)).toContain(false);
  });

  it('fails where the caller wants all or nothing', async () => {
    await expect(products.search.search({ ...BROAD, timeoutMs: 1, partial: 'fail' })).rejects.toMatchObject({
      code: 'SEARCH_TIMEOUT',
      status: 504,
      message: expect.stringContaining('timeoutMs'),
    });
  });
});

it('with time enough is whole', async () => {
  const result = await products.search.search({ ...BROAD, timeoutMs: 10_000, partial: 'fail' });
  expect(result).toMatchObject({
    total: DOCUMENTS,
    partial: false,
    facets: {
      brand: { valueCount: 500, exact: true },
      tags: { valueCount: 997, exact: true },
      price: { count: DOCUMENTS, min: 0, max: DOCUMENTS - 1, avg: (DOCUMENTS - 1) / 2, exact: true },
    },
  });
  expect(result).not.toHaveProperty('partialReasons');
});

it('finds all of many words by one letter', async () => {
  const { total, partial } = await products.search.search({ q: 'k', size: 0, timeoutMs: 10_000 });
  expect({ total, partial }).toEqual({ total: DOCUMENTS, partial: false });
});
