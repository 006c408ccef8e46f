import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { tokenize } from '../../src/lib/analysis/tokenize.js';
import type { AnyDocument } from '../../src/lib/collections/collection.js';
import { toDefinitionJson } from '../../src/lib/collections/definition-json.js';
import { products as catalogue } from '../../src/server/catalog/products.js';
import { TEST_SEED } from '../support/test-seed.js';
import { openTestShop } from '../support/test-shop.js';
import type { TestCollection, TestShop } from '../support/test-shop.js';

interface SeedProduct extends AnyDocument {
  readonly id: string;
  readonly name: string;
  readonly brand: string;
}

const seedFile = join(import.meta.dirname, '../../seed/products.ndjson');
const documents = readFileSync(seedFile, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as SeedProduct);
const run = { seed: TEST_SEED, numRuns: 150 };

let shop: TestShop;
let products: TestCollection;

beforeAll(async () => {
  shop = await openTestShop();
  products = await shop.create('products', toDefinitionJson(catalogue), documents);
});
afterAll(() => shop.close());

const everything = { size: 250, timeoutMs: 10_000 };
const find = (q: string, options: object = {}) => products.search.search({ q, ...everything, ...options });
const idsOf = async (q: string, options: object = {}) => (await find(q, options)).hits.map(({ id }) => id);

const words = [...new Set(documents.flatMap(({ name }) => tokenize(name)))];
const allWords = new Set(documents.flatMap((document) => tokenize(JSON.stringify(document))));
const longWord = fc.constantFrom(...words.filter((word) => /^[a-z]{5,}$/.test(word)));
const query = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(' '));
const letter = fc.constantFrom(...'a b c d e f g h i j k l m n o p q r s t u v w x y z'.split(' '));

/** A word with one edit: a letter deleted, inserted, replaced, or swapped with the next. */
const mistyped = longWord.chain((word) =>
  fc
    .tuple(fc.constantFrom('delete', 'insert', 'replace', 'swap'), fc.nat(word.length - 1), letter)
    .map(([edit, at, other]) => {
      const [before, here, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
      switch (edit) {
        case 'delete':
          return { word, typed: before + after };
        case 'insert':
          return { word, typed: before + other + here + after };
        case 'replace':
          return { word, typed: before + other + after };
        default:
          return { word, typed: before + after.slice(0, 1) + here + after.slice(1) };
      }
    }),
);

it('a word with one typo finds what the right word finds', async () => {
  await fc.assert(
    fc.asyncProperty(mistyped, async ({ word, typed }) => {
      fc.pre(!allWords.has(typed));
      const right = await idsOf(word, { where: { name: { exists: true } } });
      const exact = documents.filter((document) => tokenize(document.name).includes(word)).map(({ id }) => id);
      const found = new Set(await idsOf(typed));
      expect(right).toEqual(expect.arrayContaining(exact));
      expect(exact.filter((id) => !found.has(id))).toEqual([]);
    }),
    run,
  );
});

it('a filter never adds a hit', async () => {
  const filters: readonly object[] = [
    { brand: ['Clavis'] },
    { price: { lt: 50 } },
    { inStock: true },
    { categories: ['Kitchen'] },
    { not: { inStock: true } },
    { price: { gte: 1_000_000 } },
  ];
  await fc.assert(
    fc.asyncProperty(query, fc.constantFrom(...filters), async (q, where) => {
      const [all, some] = await Promise.all([find(q), find(q, { where })]);
      expect(some.total).toBeLessThanOrEqual(all.total);
      if (all.total <= everything.size) {
        const ids = new Set(all.hits.map(({ id }) => id));
        expect(some.hits.filter(({ id }) => !ids.has(id))).toEqual([]);
      }
      expect(some.query).toEqual(all.query);
    }),
    run,
  );
});

it('the count of a facet value is the total of the search filtered by it', async () => {
  await fc.assert(
    fc.asyncProperty(query, async (q) => {
      const { facets } = await find(q, { facets: [{ field: 'brand', size: 3 }], size: 0 });
      const { values } = facets?.['brand'] as { values: readonly { value: string; count: number }[] };
      for (const { value, count } of values) {
        expect((await find(q, { where: { brand: [value] }, size: 0 })).total).toBe(count);
      }
    }),
    { ...run, numRuns: 60 },
  );
});

it('highlights, without marks and escapes, are the text', async () => {
  const entities: Readonly<Record<string, string>> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
  };
  const plain = (html: string) =>
    html.replace(/<\/?mark>/g, '').replace(/&(amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity);
  const typed = fc.oneof(
    query,
    mistyped.map((word) => word.typed),
  );
  await fc.assert(
    fc.asyncProperty(typed, async (q) => {
      const { hits } = await find(q, { size: 20, highlight: { fields: ['name', 'description', 'tags'] } });
      for (const { document, highlights = {} } of hits) {
        for (const [field, html] of Object.entries(highlights)) {
          const marked = typeof html === 'string' ? plain(html) : html.map(plain);
          expect(marked).toEqual((document as Readonly<Record<string, unknown>>)[field]);
        }
      }
    }),
    run,
  );
});
