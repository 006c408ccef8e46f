import { fromDefinitionJson } from '../../../src/lib/collections/definition-json.js';
import { indexHash } from '../../../src/lib/collections/index-hash.js';
import { partitionOf } from '../../../src/lib/collections/partition.js';
import type { RedisConnection } from '../../../src/lib/redis/redis-connection.js';
import { Stock } from '../../../src/lib/stock/stock.js';
import { DefinitionStore } from '../../../src/lib/documents/definition-store.js';
import {
  columnProcess,
  expectColumns,
  expectSame,
  expectSameValues,
  lamp,
  LAMPS,
  lamps,
  leap,
  openLamps,
  warmAgain,
} from '../../support/column-lab.js';
import type { ColumnProcess, Lamps } from '../../support/column-lab.js';
import { startTestEngine } from '../../support/engine.js';
import type { TestEngine } from '../../support/engine.js';
import { until } from '../../support/processes.js';
import { putAll } from '../../support/test-shop.js';

let engine: TestEngine;
let shop: Lamps;

beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.close());
afterEach(() => shop.close());

/** The same connection, but for its scripts. */
const withRun = (connection: RedisConnection, run: RedisConnection['run']): RedisConnection => ({
  capabilities: connection.capabilities,
  subscriber: connection.subscriber,
  send: (...call) => connection.send(...call),
  pipeline: (...call) => connection.pipeline(...call),
  exclusive: (use) => connection.exclusive(use),
  primaries: () => connection.primaries(),
  isReady: () => connection.isReady(),
  losses: () => connection.losses(),
  close: () => connection.close(),
  run,
});

describe.each([1, 3])('columns over %i partitions', (partitions) => {
  const collection = fromDefinitionJson('lamps', { ...LAMPS, partitions });
  const keyOf = (id: unknown) =>
    shop.keys.document('lamps', partitionOf(String(id), collection.partitions), String(id));
  const each = partitions === 1 ? [null] : [0, 1, 2];

  beforeEach(async () => {
    shop = await openLamps(engine.url, partitions);
  });

  type Write = (writer: ColumnProcess) => Promise<unknown>;
  const writes: Record<string, Write> = {
    'a new document': ({ repository }) => repository.put(lamp(100)),
    'a document put anew': ({ repository }) => repository.put({ ...lamp(8), brand: 'Clavis', price: 3 }),
    'other words': ({ repository }) => repository.patch('l1', { name: 'torch' }),
    'a value taken away': ({ repository }) => repository.patch('l1', { price: null, brand: null, tags: ['x'] }),
    'a number counted up': ({ repository }) => repository.increment('l1', 'price', 4),
    'a member set': ({ repository }) => repository.setPath('l1', 'path', 'Light/Wall'),
    'a value appended': ({ repository }) => repository.append('l1', 'tags', ['zzz']),
    'a deletion': ({ repository }) => repository.delete('l1'),
    'a document that went and came back': async ({ repository }) => {
      await repository.delete('l1');
      await repository.put({ ...lamp(1), brand: 'New' });
    },
    'many documents': ({ repository }) => putAll(repository, lamps(450, 100)),
    'stock that is sold out': async ({ connection }) => {
      const definitions = new DefinitionStore(connection, shop.keys).handle('lamps');
      const { id } = await new Stock({ definitions, connection, keys: shop.keys }).reserve([{ id: 'l2', quantity: 5 }]);
      expect(id).toBeDefined();
    },
  };

  it.each(Object.entries(writes))('see %s at once, and are kept', async (_, write) => {
    const process = await shop.openWarm();
    await expectColumns(process);
    await write(shop.writer);
    await expectColumns(process);
  });

  it('are as good after each write when searches run all the time', async () => {
    const process = await shop.openWarm();
    for (let round = 0; round < 40; round++) {
      const number = round % 7;
      const { id } = lamp(number);
      await shop.writer.repository.put({ ...lamp(number), price: round, brand: `b${round % 3}` });
      const { hits, facets } = await process.search.search({ where: { id: [String(id)] }, facets: ['brand'] });
      expect(hits[0]?.document).toMatchObject({ price: round });
      expect(facets).toMatchObject({ brand: { values: [{ value: `b${round % 3}`, count: 1 }] } });
    }
    await expectColumns(process);
  });

  const foreign: Record<string, Write> = {
    'a member set past Aisle': ({ connection }) => connection.send(['JSON.SET', keyOf('l1'), '$.doc.inStock', 'true']),
    'a deletion past Aisle': ({ connection }) => connection.send(['DEL', keyOf('l1')]),
    'a copy past Aisle': async ({ connection }) => {
      const copy = keyOf('l1').replace(/l1$/, 'l1b');
      await connection.send(['COPY', keyOf('l1'), copy]);
      await connection.send(['JSON.MERGE', copy, '$', '{"meta":{"id":"l1b"}}']);
    },
    'a document that expires': async ({ connection }) => {
      await connection.send(['PEXPIRE', keyOf('l1'), '1']);
      await until('expiry', async () => (await connection.send(['EXISTS', keyOf('l1')])) === 0);
    },
    'a document that the index cannot take': ({ connection }) =>
      connection.send(['JSON.SET', keyOf('l1'), '$.doc.price', '"dear"']),
  };

  it.each(Object.entries(foreign))('are given up for %s, and read anew', async (_, write) => {
    const process = await shop.openWarm();
    await expectColumns(process);
    await write(shop.writer);
    await expectSame(process);
    expect(process.search.columnBytes).toBe(0);
    await warmAgain(process);
    await expectSame(process);
  });

  it('are not read of documents that the index refused', async () => {
    await shop.writer.connection.send(['JSON.SET', keyOf('l1'), '$.doc.price', '"dear"']);
    const process = await shop.open();
    await process.search.warmUp();
    expect(process.search.columnBytes).toBe(0);
    await expectSame(process);
  });

  it('see what another program writes only when they are old', async () => {
    const process = await shop.openWarm({ maxAgeMs: 60_000 });
    const prices = async () => (await process.search.search({ size: 0, facets: ['price'] })).facets?.['price'];
    const before = await prices();
    await shop.writer.connection.send(['JSON.SET', keyOf('l1'), '$.doc.price', '77']);
    expect(await prices()).toEqual(before);
    const goOn = leap(61_000);
    await prices();
    goOn();
    expect(process.search.columnBytes).toBe(0);
  });

  it.each(['XTRIM', 'DEL'])('are given up when the feed lost writes that they lack (%s)', async (command) => {
    const process = await shop.openWarm();
    await putAll(shop.writer.repository, lamps(20, 200));
    for (const partition of each) {
      const feed = shop.keys.changes('lamps', partition);
      await shop.writer.connection.send(command === 'DEL' ? ['DEL', feed] : ['XTRIM', feed, 'MAXLEN', '1']);
    }
    await expectSame(process);
    expect(process.search.columnBytes).toBe(0);
  });

  it('are given up when the engine was emptied and filled again with as many writes', async () => {
    const process = await shop.openWarm({ maxAgeMs: 60_000 });
    await expectColumns(process);
    const { connection, manager, repository } = shop.writer;
    await connection.send(['FLUSHALL']);
    await manager.put('lamps', { ...LAMPS, partitions });
    await putAll(
      repository,
      lamps(60).map((document) => ({ ...document, brand: 'Other' })),
    );
    await expectSame(process);
  });

  it('are given up when the collection was deleted and made again with as many writes', async () => {
    const process = await shop.openWarm({ maxAgeMs: 60_000 });
    const { manager, repository } = shop.writer;
    await manager.remove('lamps');
    await expect(process.search.search({})).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    await manager.put('lamps', { ...LAMPS, partitions });
    await putAll(
      repository,
      lamps(60).map((document) => ({ ...document, brand: 'Other' })),
    );
    await expectSame(process);
    await warmAgain(process);
    await expectColumns(process);
  });

  it('are not read where there is no index', async () => {
    const process = await shop.open();
    await shop.writer.connection.send(['FT.DROPINDEX', shop.keys.index('lamps', indexHash(collection))]);
    await expect(process.search.search({})).rejects.toMatchObject({ code: 'INDEX_NOT_FOUND' });
    expect(process.search.columnBytes).toBe(0);
  });

  it('are those of the definition that serves, through changes and back', async () => {
    const process = await shop.openWarm();
    const next = { ...LAMPS, fields: { ...LAMPS.fields, brand: { kind: 'hierarchy', separator: 'm', facet: true } } };
    for (const definition of [next, LAMPS]) {
      await shop.writer.manager.put('lamps', { ...definition, partitions });
      await shop.writer.repository.patch('l2', { brand: 'Ohm' });
      expect(
        (await process.search.search({ where: { brand: ['ohm', 'oh'] }, facets: ['price'] })).total,
      ).toBeGreaterThan(0);
      await shop.writer.manager.settled();
      await process.search.search({});
      await warmAgain(process);
      await expectColumns(process);
    }
  });

  it('are given up when they grow too large', async () => {
    const small = await shop.openWarm({ bytes: 250_000 });
    await putAll(shop.writer.repository, lamps(1_500, 1_000));
    await until('end of the columns', async () => {
      await small.search.search({ size: 0 });
      return small.search.columnBytes === 0;
    });
    await expectSame(small);
    await warmAgain(small);
    expect(small.search.columnBytes).toBe(0);
    await expectSame(small);
  });

  it('are not waited for where they are far behind', async () => {
    const process = await shop.openWarm({ maxAgeMs: 60_000 });
    await putAll(shop.writer.repository, lamps(1_200 * partitions, 1_000));
    expect((await process.search.search({ size: 0 })).total).toBe(60 + 1_200 * partitions);
    await expectColumns(process);
  });

  it('fail nobody who does not wait for them', async () => {
    const { connection } = await shop.open();
    let isCut = false;
    const cut = withRun(connection, (...call) =>
      isCut ? Promise.reject(new Error('The connection was cut by the test.')) : connection.run(...call),
    );
    const process = columnProcess(cut, shop.keys, 'lamps');
    await process.search.warmUp();
    expect(process.search.columnBytes).toBeGreaterThan(0);
    await putAll(shop.writer.repository, lamps(1_100, 1_000));
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    globalThis.process.on('unhandledRejection', note);
    isCut = true;
    expect((await process.search.search({ size: 0 })).total).toBe(1_160);
    await until('end of the columns', async () => {
      await process.search.search({ size: 0 });
      return process.search.columnBytes === 0;
    });
    globalThis.process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('give the values of a facet, too, after each write', async () => {
    const process = await shop.openWarm();
    await expectSameValues(process);
    await shop.writer.repository.patch('l1', { brand: 'Lumen', tags: ['l'] });
    const asked = process.search.cacheStats.misses;
    await expectSameValues(process);
    expect(process.search.cacheStats.misses).toBe(asked);
  });

  it('stay right when slots of former words are taken out', async () => {
    const process = await shop.openWarm();
    for (let round = 0; round < 4; round++) {
      const documents = lamps(600).map((document) => ({
        ...document,
        name: `lamp round${round} ${String(document['id'])}`,
      }));
      await putAll(shop.writer.repository, documents);
      await expectColumns(process);
    }
  });
});
