import { HOSTILE } from './differential/generate/hostile.js';
import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

let shop: TestShop;
let products: TestCollection;

const values = HOSTILE.filter((value) => value.trim() !== '' && !value.startsWith('\uFEFF'));

beforeAll(async () => {
  shop = await openTestShop();
  products = await shop.create(
    'products',
    {
      fields: {
        name: { kind: 'text', sortable: true },
        brand: { kind: 'tag', facet: true, sortable: true },
        'a b=>{c}': { kind: 'tag', facet: true },
        price: { kind: 'numeric', sortable: true },
      },
    },
    [
      ...values.map((value, index) => ({
        id: `v${index}`,
        name: value,
        brand: value,
        'a b=>{c}': value,
        price: index,
      })),
      { id: 'red', name: 'red', brand: 'red', price: 1 },
      { id: 'secret', name: 'secret', brand: 'secret', price: 1e6 },
    ],
  );
});

afterAll(() => shop.close());

it.each(values)('%j filters exactly its own documents', async (value) => {
  const id = `v${values.indexOf(value)}`;
  for (const field of ['brand', 'a b=>{c}']) {
    const { hits, facets } = await products.search.search({ where: { [field]: [value] }, facets: [field] });
    expect(hits.map((hit) => hit.id)).toEqual([id]);
    expect(facets).toMatchObject({
      [field]: { values: expect.arrayContaining([{ value, count: 1, selected: true }]) },
    });
  }
  const others = await products.search.search({ where: { brand: { not: value } }, size: 0 });
  expect(others.total).toBe(values.length + 1);
});

it.each(values)('%j as words finds nothing that it does not name', async (q) => {
  const { hits } = await products.search.search({ q: `secret ${q}`, match: 'all', typos: false, size: 250 });
  for (const { id } of hits) expect(id).toBe('secret');
});

it.each(['secret | red', 'secret*', '-red', '~red secret', '@brand:{secret}', 'red|secret', '(red|secret)', '%red%'])(
  '%j has no operators',
  async (q) => {
    const idsOf = async (text: string) =>
      (await products.search.search({ q: text, size: 250 })).hits.map(({ id }) => id);
    expect(await idsOf(q)).toEqual(await idsOf(q.replace(/[^a-z]+/g, ' ')));
  },
);

it.each(values)('%j cannot name a field, a sort or a facet', async (name) => {
  const refused = (input: object) => expect(products.search.search(input)).rejects;
  await refused({ where: { [name]: ['x'] } }).toMatchObject({ status: 400 });
  await refused({ sort: [`${name}:asc`] }).toMatchObject({ status: 400 });
  await refused({ facets: [name] }).toMatchObject({ status: 400 });
  await refused({ after: name, sort: ['id:asc'] }).toMatchObject({ code: 'INVALID_CURSOR' });
});

it('refuses what no document can hold', async () => {
  for (const value of ['a\0b', 'a\uD800']) {
    await expect(products.search.search({ where: { brand: value } })).rejects.toMatchObject({ status: 400 });
    await expect(products.search.search({ q: value })).rejects.toMatchObject({ status: 400 });
  }
});
