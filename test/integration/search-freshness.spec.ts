import type { AnyDocument } from '../../src/lib/collections/collection.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import type { ValuesFacet } from '../../src/lib/query/search-result.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import type { SearchColumnOptions } from '../../src/lib/search/columns/column-options.js';
import type { SearchCacheOptions } from '../../src/lib/search/replies/reply-cache-options.js';
import { SearchReplies } from '../../src/lib/search/replies/search-replies.js';
import { SearchService } from '../../src/lib/search/search-service.js';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';
import { createCollection, putAll } from '../support/test-shop.js';

const KEYS = createKeys('fresh');
const FIELDS = {
  name: { kind: 'text' },
  brand: { kind: 'tag', facet: true },
  price: { kind: 'numeric', facet: true, sortable: true },
  owner: { kind: 'tag' },
};
const NO_COLUMNS = { bytes: 0 };
const BRANDS = ['Ohm', 'Clavis', 'Lumen'];

let engine: TestEngine;
const connections: RedisConnection[] = [];

/** What one process has: a connection, definitions and kept replies of its own. */
interface Process {
  readonly connection: RedisConnection;
  readonly repository: DocumentRepository;
  readonly search: SearchService;
}

async function connect(): Promise<RedisConnection> {
  const connection = await openConnection({ url: engine.url });
  connections.push(connection);
  return connection;
}

/** @param columns for the search */
async function openProcess(
  name: string,
  cache: SearchCacheOptions = {},
  columns: SearchColumnOptions = {},
): Promise<Process> {
  const connection = await connect();
  const access = { connection, keys: KEYS, definitions: new DefinitionStore(connection, KEYS).handle(name) };
  return {
    connection,
    repository: new DocumentRepository(access),
    search: new SearchService({ ...access, replies: new SearchReplies(cache), columns }),
  };
}

/** A collection with documents, as two processes see it. */
async function openShop(
  name: string,
  documents: readonly AnyDocument[],
  partitions = 1,
  columns: SearchColumnOptions = {},
): Promise<[Process, Process]> {
  const { repository } = await createCollection(await connect(), KEYS, name, { fields: FIELDS, partitions });
  await putAll(repository, documents);
  return [await openProcess(name, {}, columns), await openProcess(name, {}, columns)];
}

const lamp = (id: number): AnyDocument => ({
  id: String(id),
  name: `lamp number${id}`,
  brand: BRANDS[id % BRANDS.length],
  price: id,
  owner: `o${id}`,
});
const lamps = (count: number) => Array.from({ length: count }, (_, index) => lamp(index));

const countsOf = (facet: unknown) =>
  Object.fromEntries((facet as ValuesFacet).values.map(({ value, count }) => [value, count]));
const sum = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((total, count) => total + count, 0);

beforeAll(async () => {
  engine = await startTestEngine();
});

afterAll(async () => {
  for (const connection of connections) await connection.close();
  await engine.close();
});

describe.each([1, 3])('kept replies, %i partitions', (partitions) => {
  it('answer the same page again without the engine, until something is written', async () => {
    const [shop] = await openShop(`again${partitions}`, lamps(9), partitions, NO_COLUMNS);
    const page = () => shop.search.search({ q: 'lamp', facets: ['brand', 'price'], where: { price: { gte: 0 } } });
    const first = await page();
    const asked = shop.search.cacheStats.misses;
    expect({ ...(await page()), tookMs: 0 }).toEqual({ ...first, tookMs: 0 });
    expect(shop.search.cacheStats).toMatchObject({ misses: asked });
    await shop.repository.delete('3');
    expect((await page()).total).toBe(8);
  });

  it('are not used after a write of another process that changes what they depend on, and are after others', async () => {
    const [reader, writer] = await openShop(`fields${partitions}`, lamps(9), partitions, NO_COLUMNS);
    const facets = async (input: object, name: string) =>
      (await reader.search.search({ ...input, size: 0, facets: [name] })).facets?.[name];
    expect(countsOf(await facets({ q: 'lamp' }, 'brand'))).toEqual({ Ohm: 3, Clavis: 3, Lumen: 3 });
    expect(await facets({}, 'price')).toMatchObject({ min: 0, max: 8 });

    await writer.repository.patch('0', { price: 100, name: 'lamp numberless' });
    const before = reader.search.cacheStats.misses;
    expect(countsOf(await facets({ q: 'lamp' }, 'brand'))).toEqual({ Ohm: 3, Clavis: 3, Lumen: 3 });
    expect(reader.search.cacheStats.misses).toBe(before);
    expect(await facets({}, 'price')).toMatchObject({ min: 1, max: 100 });

    await writer.repository.patch('0', { brand: 'Clavis' });
    expect(countsOf(await facets({ q: 'lamp' }, 'brand'))).toEqual({ Ohm: 2, Clavis: 4, Lumen: 3 });
    await writer.repository.patch('0', { name: 'torch' });
    expect(countsOf(await facets({ q: 'lamp' }, 'brand'))).toEqual({ Ohm: 2, Clavis: 3, Lumen: 3 });
    expect(countsOf(await facets({ q: 'to' }, 'brand'))).toEqual({ Clavis: 1 });
    await writer.repository.patch('1', { name: 'tolerant lamp' });
    expect(countsOf(await facets({ q: 'to' }, 'brand'))).toEqual({ Clavis: 2 });
  });
});

it('what another program writes is seen once the replies are old', async () => {
  await openShop('foreign', lamps(3));
  const shop = await openProcess('foreign', { maxAgeMs: 500 });
  await shop.search.warmUp();
  const brands = async () => countsOf((await shop.search.search({ size: 0, facets: ['brand'] })).facets?.['brand']);
  expect(await brands()).toEqual({ Ohm: 1, Clavis: 1, Lumen: 1 });
  await shop.connection.send(['DEL', KEYS.document('foreign', null, '0')]);
  const started = performance.now();
  while ((await brands())['Ohm'] !== undefined && performance.now() - started < 30_000) {
    await new Promise(setImmediate);
  }
  expect(await brands()).toEqual({ Clavis: 1, Lumen: 1 });
}, 60_000);

it('every search sees the writes that returned before it began, whoever wrote them', async () => {
  const clients = 12;
  const rounds = 15;
  const [one, other] = await openShop('race', lamps(clients));
  await Promise.all([one, other].map(({ search }) => search.warmUp()));
  const page = (search: SearchService) => search.search({ q: 'lamp', size: 0, facets: ['brand'] });
  const client = async (number: number) => {
    for (let round = 0; round < rounds; round++) {
      const brand = `${BRANDS[(number + round) % BRANDS.length]}`;
      const [writer, reader] = round % 2 === 0 ? [one, other] : [other, one];
      await writer.repository.patch(String(number), { brand, price: round });
      const own = await reader.search.search({ where: { owner: `o${number}` }, facets: ['brand', 'price'] });
      expect(own.hits[0]?.document).toMatchObject({ brand, price: round });
      expect(own.facets).toMatchObject({
        brand: { values: [{ value: brand, count: 1 }] },
        price: { min: round, max: round },
      });
      expect(sum(countsOf((await page(reader.search)).facets?.['brand']))).toBe(clients);
    }
  };
  await Promise.all(lamps(clients).map((_, number) => client(number)));
  expect((await page(one.search)).facets).toEqual((await page(other.search)).facets);
});

it('an import while searching gives no count that no state had', async () => {
  const documents = 600;
  const [one, other] = await openShop('import', []);
  await one.search.warmUp();
  let isOver = false;
  const search = async ({ search: service }: Process) => {
    const seen: number[][] = [];
    while (!isOver) {
      const { total, facets } = await service.search({ facets: ['brand', 'price'] });
      const price = facets?.['price'] as { count: number };
      seen.push([total, sum(countsOf(facets?.['brand'])), price.count]);
    }
    return seen;
  };
  const searches = [one, other, one].map(search);
  await putAll(one.repository, lamps(documents));
  isOver = true;
  for (const seen of await Promise.all(searches)) {
    for (const count of [0, 1, 2].map((at) => seen.map((counts) => counts[at] ?? 0))) {
      expect(count).toEqual([...count].sort((a, b) => a - b));
      expect(count.at(-1)).toBeLessThanOrEqual(documents);
    }
  }
  expect((await other.search.search({})).total).toBe(documents);
});
