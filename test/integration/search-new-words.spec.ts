import type { AnyDocument } from '../../src/lib/collections/collection.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { SearchReplies } from '../../src/lib/search/replies/search-replies.js';
import { SearchService } from '../../src/lib/search/search-service.js';
import { Synonyms } from '../../src/lib/search/synonyms/synonyms.js';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';
import { createCollection, putAll } from '../support/test-shop.js';

const KEYS = createKeys('words');
const FIELDS = {
  name: { kind: 'text', language: 'english' },
  sku: { kind: 'code' },
  brand: { kind: 'tag', facet: true },
};

let engine: TestEngine;
const connections: RedisConnection[] = [];

async function connect(): Promise<RedisConnection> {
  const connection = await openConnection({ url: engine.url });
  connections.push(connection);
  return connection;
}

/** A process that searches and one that writes. */
async function openShop(
  name: string,
  names: readonly string[],
  options: { cacheBytes?: number; partitions?: number } = {},
) {
  const { cacheBytes = 1_000_000, partitions = 1 } = options;
  const { repository } = await createCollection(await connect(), KEYS, name, { fields: FIELDS, partitions });
  await putAll(
    repository,
    names.map((text, index) => ({ id: String(index), name: text, brand: 'Ohm' })),
  );
  const [reading, writing] = [await connect(), await connect()];
  const accessOf = (connection: RedisConnection) => ({
    connection,
    keys: KEYS,
    definitions: new DefinitionStore(connection, KEYS).handle(name),
  });
  const reader = new SearchService({ ...accessOf(reading), replies: new SearchReplies({ bytes: cacheBytes }) });
  const idsOf = async (q: string, search: object = {}) =>
    (await reader.search({ q, size: 50, ...search })).hits.map(({ id }) => id).sort();
  return {
    connection: writing,
    writer: new DocumentRepository(accessOf(writing)),
    reader,
    idsOf,
    brands: async (q: string) => (await reader.search({ q, size: 0, facets: ['brand'] })).facets?.['brand'],
  };
}

const counted = (count: number) => ({
  values: count === 0 ? [] : [{ value: 'Ohm', count, selected: false }],
  valueCount: Math.min(count, 1),
  exact: true,
});

beforeAll(async () => {
  engine = await startTestEngine();
});

afterAll(async () => {
  for (const connection of connections) await connection.close();
  await engine.close();
});

describe.each([
  { cacheBytes: 1_000_000, partitions: 1 },
  { cacheBytes: 0, partitions: 1 },
  { cacheBytes: 1_000_000, partitions: 3 },
])('words that come with a write are found at once, %o', (options) => {
  const name = `come-${options.cacheBytes}-${options.partitions}`;

  it.each([
    ['as what begins with a word that was known', 'key', 'keyboard'],
    ['as another form of it', 'lamps', 'lamp'],
    ['as its joined form', 'power bank', 'powerbank'],
    ['as a typo of a word that was not known', 'headphnes', 'headphones'],
  ])('%s', async (_, typed, written) => {
    const known = typed === 'headphnes' ? 'other' : typed;
    const shop = await openShop(`${name}-${written}`, [known, 'something else'], options);
    const before = known === typed ? ['0'] : [];
    expect(await shop.idsOf(typed)).toEqual(before);
    expect(await shop.brands(typed)).toEqual(counted(before.length));
    await shop.writer.put({ id: 'new', name: written, brand: 'Ohm' });
    expect(await shop.idsOf(typed)).toEqual([...before, 'new']);
    await shop.writer.patch('1', { name: written });
    expect(await shop.idsOf(typed)).toEqual([...before, '1', 'new']);
    expect(await shop.brands(typed)).toEqual(counted(before.length + 2));
    await shop.writer.delete('new');
    expect(await shop.idsOf(typed)).toEqual([...before, '1']);
    expect(await shop.brands(typed)).toEqual(counted(before.length + 1));
  });
});

it('synonyms are looked for once a document has them', async () => {
  const shop = await openShop('meanings', ['jumper', 'shirt']);
  const synonyms = new Synonyms({
    connection: shop.connection,
    keys: KEYS,
    definitions: new DefinitionStore(shop.connection, KEYS),
  });
  await synonyms.put('meanings', 'a', { synonyms: ['jumper', 'sweater', 'warm top'] });
  expect(await shop.idsOf('jumper')).toEqual(['0']);
  await shop.writer.patch('1', { name: 'sweater' });
  expect(await shop.idsOf('jumper')).toEqual(['0', '1']);
  await shop.writer.put({ id: 'new', name: 'a warm top', brand: 'Ohm' });
  expect(await shop.idsOf('jumper')).toEqual(['0', '1', 'new']);
  expect(await shop.brands('jumper')).toEqual(counted(3));

  await shop.writer.patch('new', { name: 'a top warm' });
  expect(await shop.brands('jumper')).toEqual(counted(2));
  await shop.writer.patch('new', { name: 'a warm top' });
  expect(await shop.brands('jumper')).toEqual(counted(3));
});

it('a word that moves to another field is looked for there', async () => {
  const shop = await openShop('moves', ['lamp']);
  const search = { q: 'abc-123 cable', match: 'all', typos: false, size: 0 } as const;
  const total = async () => (await shop.reader.search(search)).total;
  await shop.writer.put({ id: 'new', name: 'cable black', sku: 'abc-123' });
  expect(await total()).toBe(1);
  await shop.writer.put({ id: 'new', name: 'cable abc123', sku: 'black' });
  expect(await total()).toBe(0);
});

it('which words tell most is the same for a process that saw many come and go', async () => {
  const shop = await openShop('tell', [...Array.from({ length: 30 }, () => 'lamp'), 'chair', 'table']);
  const search = { q: 'chair lamp', size: 0 };
  expect(await shop.reader.search(search)).toMatchObject({ total: 1, query: { optional: ['lamp'] } });
  for (let round = 0; round < 40; round++) {
    await shop.writer.put({ id: `new${round}`, name: 'chair', brand: 'Ohm' });
    await shop.reader.search({ q: 'chair', size: 0 });
    await shop.writer.delete(`new${round}`);
  }
  expect(await shop.reader.search(search)).toMatchObject({ total: 1, query: { optional: ['lamp'] } });
});

it('writers of words that nobody knew find them, all at once', async () => {
  const shop = await openShop('all', ['lamp']);
  const word = (number: number, round: number) =>
    `w${String(number * 1_000 + round).replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))}`;
  const client = async (number: number) => {
    for (let round = 0; round < 25; round++) {
      const document: AnyDocument = { id: `${number}`, name: `${word(number, round)} lamp`, brand: 'Ohm' };
      await shop.writer.put(document);
      const { hits } = await shop.reader.search({ q: `${word(number, round)} lamp`, size: 1 });
      expect(hits[0]?.document).toEqual(document);
    }
  };
  await Promise.all(Array.from({ length: 12 }, (_, number) => client(number + 1)));
});

it('an engine that was emptied and filled anew is not taken for what it was', async () => {
  const connection = await connect();
  const keys = createKeys('emptied');
  const replies = new SearchReplies();
  const definitions = new DefinitionStore(connection, keys, { maxAgeMs: 0 });
  const service = new SearchService({ connection, keys, definitions: definitions.handle('again'), replies });
  const fillWith = async (brand: string) => {
    const { repository } = await createCollection(connection, keys, 'again', { fields: FIELDS });
    await putAll(repository, [{ id: '1', name: 'lamp', brand }]);
    await service.warmUp();
    return service.search({ q: 'lamp', facets: ['brand'] });
  };
  expect(await fillWith('Ohm')).toMatchObject({ hits: [{ document: { brand: 'Ohm' } }] });
  await connection.send(['FLUSHALL']);
  expect(await fillWith('Lumen')).toMatchObject({
    hits: [{ document: { brand: 'Lumen' } }],
    facets: { brand: { values: [{ value: 'Lumen', count: 1 }] } },
  });
  expect(await service.search({ facets: ['brand'] })).toMatchObject({
    hits: [{ document: { brand: 'Lumen' } }],
    facets: { brand: { values: [{ value: 'Lumen', count: 1 }] } },
  });
});
