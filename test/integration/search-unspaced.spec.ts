import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

let shop: TestShop;
let products: TestCollection;

const documents = [
  { id: 'board', name: '無線キーボード 青軸', brand: '東京電機', notes: '日本語配列' },
  { id: 'mouse', name: 'ゲーミングマウス（有線）', brand: '京都工房' },
  { id: 'tea', name: '宇治の緑茶', brand: '京都工房', notes: '茶碗付き' },
  { id: 'chinese', name: '机械键盘黑色', brand: '𠀀𠀁店' },
  { id: 'korean', name: '무선키보드 블랙', brand: '서울전자' },
  { id: 'thai', name: 'คีย์บอร์ดไร้สาย', brand: 'ร้านค้า' },
  { id: 'mixed', name: 'USBケーブル2m', brand: 'Ohm' },
  { id: 'apart', name: '京', brand: '都', notes: '京 都' },
];

beforeAll(async () => {
  shop = await openTestShop();
  const fields = {
    name: { kind: 'text', weight: 5 },
    brand: { kind: 'tag', searchable: true, facet: true },
    notes: { kind: 'text' },
  };
  products = await shop.create('products', { fields }, documents);
});

afterAll(() => shop.close());

const find = (q: string, options: object = {}) => products.search.search({ q, ...options });
const idsOf = async (q: string, options: object = {}) => (await find(q, options)).hits.map(({ id }) => id).sort();

it.each([
  ['a word inside a run', 'キーボード', ['board']],
  ['a word at the end of a run', '緑茶', ['tea']],
  ['what only begins a run', '机械', ['chinese']],
  ['one character, wherever it stands', '茶', ['tea']],
  ['one character before other words', '茶 宇治', ['tea']],
  ['characters in their order alone', '京都', ['mouse', 'tea']],
  ['several words', '青軸 無線', ['board']],
  ['Korean', '키보드', ['korean']],
  ['Thai', 'ไร้สาย', ['thai']],
  ['a Thai word without its last mark', 'คีย์บอร', ['thai']],
  ['half-width letters', 'ｷｰﾎﾞｰﾄﾞ', ['board']],
  ['characters outside the plane', '𠀁', ['chinese']],
  ['other scripts beside it', 'ケーブル usb', ['mixed']],
  ['a unit behind a number', 'usb 2m', ['mixed']],
])('finds %s', async (_, q, ids) => {
  expect(await idsOf(q, { typos: false, match: 'all' })).toEqual(ids);
  expect(await idsOf(q)).toEqual(ids);
});

it('does not find characters in another order, or from two words', async () => {
  expect(await idsOf('茶緑', { typos: false, match: 'all' })).toEqual([]);
  expect(await idsOf('軸東', { typos: false, match: 'all' })).toEqual([]);
});

it('cuts what was typed without spaces where no document has it, and tells so', async () => {
  const answer = await find('青軸無線');
  expect(answer.hits.map(({ id }) => id)).toEqual(['board']);
  expect(answer.query.corrected).toBe('青軸 無線');
});

it('marks what was found, and nothing beside it', async () => {
  const { hits } = await find('キーボード 無線', { highlight: { fields: ['name', 'notes'] } });
  expect(hits[0]?.highlights).toEqual({ name: '<mark>無線キーボード</mark> 青軸' });
  const tea = await find('茶', { highlight: { fields: ['name', 'notes'] } });
  expect(tea.hits[0]?.highlights).toEqual({ name: '宇治の緑<mark>茶</mark>', notes: '<mark>茶</mark>碗付き' });
});

it('ranks a tag that is exactly what was typed first', async () => {
  expect((await find('京都工房')).hits).toHaveLength(2);
});

it('searches within the values of a facet', async () => {
  const { values } = await products.search.facetValues('brand', { q: '工房' });
  expect(values).toEqual([{ value: '京都工房', count: 2 }]);
});
