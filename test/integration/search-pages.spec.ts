import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

let shop: TestShop;
let products: TestCollection;

const documents = Array.from({ length: 23 }, (_, index) => ({
  id: index + 1,
  name: ['a\nb', 'a\\"b', 'a\\', 'A', 'é'][index % 5],
  ...(index % 4 === 0 ? {} : { price: [(index % 3) + 0.1 + 0.2, 1_700_000_000_123 + index] }),
  specs: { layout: 'ISO', weight: 0.1 },
  variants: [{ color: 'red', size: 1 }, { size: 2 }, null],
}));

beforeAll(async () => {
  shop = await openTestShop();
  products = await shop.create(
    'products',
    {
      fields: {
        name: { kind: 'text', sortable: true },
        price: { kind: 'numeric', sortable: true },
        embedding: { kind: 'vector', dimensions: 2 },
      },
      defaultSort: ['price:desc'],
    },
    documents,
  );
});

afterAll(() => shop.close());

async function walk(input: object): Promise<string[]> {
  const ids: string[] = [];
  for (let after: string | undefined, first = true; first || after !== undefined; first = false) {
    const page = await products.search.search({ ...input, ...(after === undefined ? {} : { after }) });
    expect(page.total).toBe(documents.length);
    ids.push(...page.hits.map(({ id }) => id));
    after = page.after;
  }
  return ids;
}

describe('cursors', () => {
  it.each([
    ['the default order', {}],
    ['numbers of many digits, of which some are missing', { sort: ['price:asc'] }],
    ['text with quotes, backslashes and line ends', { sort: ['name:desc'] }],
    ['several keys', { sort: ['name:asc', 'price:desc', 'id:desc'] }],
  ])('walk through the whole result in %s', async (_, input) => {
    const whole = await products.search.search({ ...input, size: 250 });
    expect(await walk({ ...input, size: 4 })).toEqual(whole.hits.map(({ id }) => id));
    expect(new Set(whole.hits.map(({ id }) => id)).size).toBe(documents.length);
  });

  it('stand at ids of any characters', async () => {
    const ids = ['"', 'a\\', '\\"', '\\', '\\\\"', "'", '*', '$p', '@id', 'é', '\u{10FFFF}', '=>{', '\\ ', 'a b'];
    const { search } = await shop.create(
      'ids',
      { fields: {} },
      ids.map((id) => ({ id })),
    );
    const found: string[] = [];
    let page = await search.search({ size: 1 });
    for (; page.after !== undefined; page = await search.search({ size: 1, after: page.after })) {
      found.push(...page.hits.map(({ id }) => id));
    }
    expect([...found, ...page.hits.map(({ id }) => id)]).toEqual(
      [...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
    );
    for (const id of ids) expect((await search.search({ where: { id } })).hits.map((hit) => hit.id)).toEqual([id]);
  });

  it('are refused in another order, damaged, by relevance, and together with a page', async () => {
    const { after } = await products.search.search({ sort: ['price:asc'], size: 5 });
    const refused = (input: object) => expect(products.search.search(input)).rejects;
    await refused({ sort: ['price:desc'], after }).toMatchObject({ code: 'INVALID_CURSOR', status: 400 });
    await refused({ sort: ['price:asc'], after: `${after}x` }).toMatchObject({ code: 'INVALID_CURSOR', status: 400 });
    await refused({ q: 'a', after }).toMatchObject({ code: 'INVALID_CURSOR', status: 400 });
    await refused({ sort: ['price:asc'], after, page: 2 }).toMatchObject({ code: 'INVALID_VALUE', status: 400 });
  });
});

describe('pages', () => {
  it('beyond the end are empty', async () => {
    const { hits, total, page, after } = await products.search.search({ page: 3, size: 20 });
    expect({ hits, total, page, after }).toEqual({ hits: [], total: 23, page: 3, after: undefined });
  });

  it('beyond 10,000 hits are refused', async () => {
    expect((await products.search.search({ page: 40, size: 250 })).hits).toEqual([]);
    await expect(products.search.search({ page: 41, size: 250 })).rejects.toMatchObject({
      code: 'PAGE_TOO_DEEP',
      status: 400,
      message: expect.stringMatching(/sort.*after/),
    });
  });

  it('of size 0 count', async () => {
    const { hits, total } = await products.search.search({ size: 0 });
    expect({ hits, total }).toEqual({ hits: [], total: 23 });
  });
});

describe('projections', () => {
  it('show the members that are named', async () => {
    const show = async (fields: string[]) => {
      const { hits } = await products.search.search({ where: { id: '1' }, fields });
      return hits.map(({ document }) => document);
    };
    expect(await show(['id', 'specs.layout'])).toEqual([{ id: 1, specs: { layout: 'ISO' } }]);
    expect(await show(['variants[].color', 'absent'])).toEqual([{ variants: [{ color: 'red' }, {}, null] }]);
    expect(await show(['specs', 'specs.layout'])).toEqual([{ specs: { layout: 'ISO', weight: 0.1 } }]);
  });

  it('show members that no field indexes, and leave out what a document does not have', async () => {
    await products.repository.put({ id: 'extra', name: 'z', note: { by: 'me', at: 1 } });
    const { hits } = await products.search.search({ where: { id: 'extra' }, fields: ['note.by', 'nope'] });
    expect(hits).toEqual([{ id: 'extra', document: { note: { by: 'me' } } }]);
    const none = await products.search.search({ where: { id: 'extra' }, fields: ['nope'] });
    expect(none.hits).toEqual([{ id: 'extra', document: {} }]);
    await expect(products.search.search({ fields: ['note..by'] })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    await products.repository.delete('extra');
  });

  it('show a vector where it is named, and numbers to the last digit', async () => {
    const embedding = [0.953332543373108, 0.9533325433731079];
    const price = [938.6901997495443, 0.9981227109181945, 47.266799999999996];
    await products.repository.put({ id: 'v', embedding, price, name: 'z' });
    const shown = async (input: object) =>
      (await products.search.search({ where: { id: 'v' }, ...input })).hits[0]?.document;
    expect(await shown({})).toEqual({ id: 'v', name: 'z', price });
    expect(await shown({ fields: ['embedding'] })).toEqual({ embedding });
    await products.repository.delete('v');
  });
});
