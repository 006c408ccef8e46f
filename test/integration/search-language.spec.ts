import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

let shop: TestShop;
let products: TestCollection;

const fields = {
  name: { kind: 'text', weight: 5 },
  brand: { kind: 'tag', searchable: true, language: 'none' },
  titel: { kind: 'text', language: 'german' },
};

const documents = [
  { id: 'one', name: 'Keyboard' },
  { id: 'many', name: 'Keyboards' },
  { id: 'run', name: 'Running Shoes', titel: 'Laufschuhe' },
  { id: 'shoe', name: 'Leather Shoe' },
  { id: 'lamp', name: 'Desk', titel: 'Häuser und Lampen' },
  { id: 'brand', name: 'Case', brand: 'Runs' },
];

beforeAll(async () => {
  shop = await openTestShop();
  products = await shop.create('products', { fields, language: 'english' }, documents);
});

afterAll(() => shop.close());

const find = (q: string, options: object = {}) => products.search.search({ q, ...options });
const idsOf = async (q: string, options: object = {}) => (await find(q, options)).hits.map(({ id }) => id);

it('finds other forms of a word, after the word as it was typed', async () => {
  expect(await idsOf('keyboards')).toEqual(['many', 'one']);
  expect(await idsOf('keyboard')).toEqual(['one', 'many']);
  expect(await idsOf('shoes leathers')).toEqual(['shoe']);
});

it('does so for words taken as they are spelt too, unless the language is none', async () => {
  expect((await idsOf('keyboards', { typos: false })).sort()).toEqual(['many', 'one']);
  expect(await idsOf('keyboards', { typos: false, language: 'none', match: 'all' })).toEqual(['many']);
  expect(await idsOf('keyboards', { language: 'none' })).toEqual(['many']);
});

it('takes each field in its own language, or in none', async () => {
  expect(await idsOf('haus')).toEqual(['lamp']);
  expect(await idsOf('haus', { language: 'german' })).toEqual(['lamp']);
  expect(await idsOf('lampe desk', { language: 'english', typos: false, match: 'all' })).toEqual([]);
  expect(await idsOf('lampe desk', { language: 'german', typos: false, match: 'all' })).toEqual(['lamp']);
  expect(await idsOf('running', { match: 'all' })).toEqual(['run']);
});

it('is no guess', async () => {
  expect((await find('lampe')).query).toMatchObject({ corrected: null, optional: [] });
});

it('marks the forms that were found', async () => {
  const { hits } = await find('keyboard', { highlight: { fields: ['name'] } });
  expect(hits.map(({ highlights }) => highlights?.['name'])).toEqual([
    '<mark>Keyboard</mark>',
    '<mark>Keyboards</mark>',
  ]);
});

it.each([['klingon'], [7], [null]])('refuses %j as a language', async (language) => {
  await expect(find('keyboard', { language })).rejects.toMatchObject({
    code: 'INVALID_VALUE',
    faults: [{ path: 'language', message: expect.stringContaining('english') }],
  });
});

it('refuses a definition with an unknown language', async () => {
  const { name } = fields;
  await expect(shop.create('other', { fields: { name }, language: 'klingon' })).rejects.toMatchObject({
    code: 'INVALID_DEFINITION',
    message: expect.stringContaining('english'),
  });
  await expect(shop.create('other', { fields: { name: { ...name, language: 'x' } } })).rejects.toMatchObject({
    code: 'INVALID_DEFINITION',
    message: expect.stringContaining('english'),
  });
});
