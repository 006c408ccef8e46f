import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

let shop: TestShop;
let products: TestCollection;

const documents = [
  { id: 'jacket', name: 'The North Face jacket', brand: 'The North Face', sku: 'TNF-0042/B', tags: ['Men’s'] },
  { id: 'bag', name: 'Sac à dos école', brand: 'École & Co', sku: ['K2-BLK-01', '0036000291452'] },
  { id: 'shoe', name: 'One shoe', description: 'For the left foot.', brand: 'Solo', sku: '100' },
  { id: 'shoes', name: 'Two shoes', description: ['For both feet.', 'Größe 42'], brand: 'Duo', sku: '100-2' },
  { id: 'book', name: '東京駅𠀀への旅', brand: '東京書店', sku: '字-7' },
  { id: 'thai', name: 'แป้นพิมพ์ไร้สายสำหรับคอมพิวเตอร์และโทรศัพท์มือถือรุ่นใหม่ล่าสุด', brand: 'ไทย', sku: 'T1' },
  { id: 'mark', name: '<b>Bold</b> & "quoted"', brand: 'K2', sku: 'Q-1' },
];

beforeAll(async () => {
  shop = await openTestShop();
  products = await shop.create(
    'products',
    {
      fields: {
        name: { kind: 'text', weight: 5 },
        description: { kind: 'text' },
        brand: { kind: 'tag', facet: true, searchable: true },
        sku: { kind: 'code' },
        tags: { kind: 'tag' },
      },
    },
    documents,
  );
});

afterAll(() => shop.close());

const idsOf = async (input: object) => (await products.search.search(input)).hits.map(({ id }) => id);

describe('words', () => {
  it.each([
    ['The North Face', ['jacket']],
    ['north', ['jacket']],
    ['NORTH jack', ['jacket']],
    ['jack north', []],
    ['ecole', ['bag']],
    ['ÉCOLE', ['bag']],
    ['groesse', []],
    ['grosse 42', ['shoes']],
    ['solo shoe', ['shoe']],
    ['東京', ['book']],
    ['東京駅𠀀', ['book']],
    ['แป้นพิมพ์', ['thai']],
    ['แป้นพิมพ์ไร้สายสำหรับคอมพิวเตอร์และโทรศัพท์มือถือรุ่นใหม่ล่าสุด', ['thai']],
    ['foot both', []],
  ])('%s finds %j', async (q, expected) => {
    expect(await idsOf({ q, typos: false, match: 'all' })).toEqual(expected);
  });

  it('are found as they are, without stems; the last one by its beginning, whole words first', async () => {
    expect(await idsOf({ q: 'shoes' })).toEqual(['shoes']);
    expect(await idsOf({ q: 'shoe' })).toEqual(['shoe', 'shoes']);
    expect(await idsOf({ q: 'shoe two', match: 'all' })).toEqual([]);
  });

  it.each(['', '   ', '- & "', '*'])('are none in %j, so everything is found in its order', async (q) => {
    const { hits, total, query } = await products.search.search({ q });
    expect(hits.map(({ id }) => id)).toEqual(['bag', 'book', 'jacket', 'mark', 'shoe', 'shoes', 'thai']);
    expect({ total, mode: query.mode, scores: hits.map(({ score }) => score) }).toEqual({
      total: 7,
      mode: 'browse',
      scores: Array(7).fill(undefined),
    });
  });
});

describe('codes', () => {
  it.each([
    ['TNF-0042/B', ['jacket']],
    ['tnf0042b', ['jacket']],
    ['TNF.0042', ['jacket']],
    ['k2-blk-01', ['bag']],
    ['K2BLK', ['bag']],
    ['0036000291452', ['bag']],
    ['36000291452', ['bag']],
    ['字7', ['book']],
    ['100 solo', ['shoe']],
  ])('%s finds %j', async (q, expected) => {
    expect(await idsOf({ q, typos: false, match: 'all' })).toEqual(expected);
  });

  it('are filtered whole, in any punctuation', async () => {
    expect(await idsOf({ where: { sku: ['k2 blk 01', 'x'] } })).toEqual(['bag']);
    expect(await idsOf({ where: { sku: '100' } })).toEqual(['shoe']);
    expect(await idsOf({ where: { sku: 'k2-blk' } })).toEqual([]);
    expect(await idsOf({ where: { sku: { not: ['100', 'q1', 'T-1'] } } })).toEqual(['bag', 'book', 'jacket', 'shoes']);
  });
});

it('leaves out no document under a negated code that stands in another field too', async () => {
  const { search } = await shop.create(
    'parts',
    { fields: { sku: { kind: 'code' }, spare: { kind: 'code' }, brand: { kind: 'tag' } } },
    [
      { id: 1, sku: 'A-1', brand: 'y' },
      { id: 2, brand: 'x' },
      { id: 3, spare: 'A-1', brand: 'x' },
    ],
  );
  const { hits } = await search.search({ where: { sku: { not: 'a1' }, brand: 'x' } });
  expect(hits.map(({ id }) => id)).toEqual(['2', '3']);
});

describe('highlights', () => {
  it('mark what was found, in escaped text', async () => {
    const { hits } = await products.search.search({ q: 'bold qu', highlight: { fields: ['name', 'brand'] } });
    expect(hits.map(({ highlights }) => highlights)).toEqual([
      { name: '&lt;b&gt;<mark>Bold</mark>&lt;/b&gt; &amp; &quot;<mark>quoted</mark>&quot;' },
    ]);
  });

  it('are an array for an array, and mark codes', async () => {
    const both = await products.search.search({ q: 'größe', highlight: { fields: ['description', 'name'] } });
    expect(both.hits[0]?.highlights).toEqual({ description: ['For both feet.', '<mark>Größe</mark> 42'] });
    const code = await products.search.search({ q: 'k2blk', highlight: { fields: ['sku', 'brand'] } });
    expect(code.hits[0]?.highlights).toEqual({ sku: ['<mark>K2-BLK-01</mark>', '0036000291452'] });
  });

  it('are cut to some words', async () => {
    const { hits } = await products.search.search({ q: 'face', highlight: { fields: ['name'], snippet: 2 } });
    expect(hits[0]?.highlights).toEqual({ name: '…<mark>Face</mark> jacket' });
  });

  it('are absent unless words were searched and marks asked for', async () => {
    const [plain, blank] = await Promise.all([
      products.search.search({ q: 'face' }),
      products.search.search({ highlight: { fields: ['name'] }, size: 1 }),
    ]);
    expect([plain.hits[0], blank.hits[0]].map((hit) => hit?.highlights)).toEqual([undefined, undefined]);
  });
});
