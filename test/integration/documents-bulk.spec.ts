import { IsNumber, IsString, Min } from 'class-validator';
import { defineCollection } from '../../src/lib/collections/define-collection.js';
import { numeric, tag } from '../../src/lib/collections/fields.js';
import type { BulkResult } from '../../src/lib/documents/bulk-writer.js';
import { exportDocuments } from '../../src/lib/documents/export-documents.js';
import { importDocuments } from '../../src/lib/documents/import-documents.js';
import type { ImportResult, ImportSummary } from '../../src/lib/documents/import-documents.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { collect } from '../support/collect.js';
import { openDocumentStore } from '../support/document-store.js';
import type { DocumentStore } from '../support/document-store.js';

class Item {
  @IsString() id!: string;
  @IsNumber() @Min(0) price!: number;
  tags?: string[];
}

const fields = { price: numeric({ sortable: true }), tags: tag({ facet: true }) };
const named = (name: string, partitions = 1) => defineCollection(name, Item, fields, { partitions });
const item = (index: number) => ({ id: `i${index}`, price: index, tags: [`t${index % 7}`] });

let store: DocumentStore;
beforeAll(async () => {
  store = await openDocumentStore();
});
afterAll(() => store.close());

const PARTITIONS = [[1], [3]];

describe.each(PARTITIONS)('putMany into %i partitions', (partitions) => {
  const collection = named(`bulk${partitions}`, partitions);
  const repository = () => store.repository(collection);
  beforeAll(() => store.publish(collection));

  it('creates and replaces, and gives results in order', async () => {
    const items = Array.from({ length: 500 }, (_, index) => item(index));
    const created = await collect(repository().putMany(items));
    expect(created).toEqual(
      items.map(({ id }, index) => ({ index, id, status: 'created', version: expect.any(Number) })),
    );
    const replaced = await collect(repository().putMany(items.slice(100, 110)));
    expect(replaced.map(({ status, id }) => [status, id])).toEqual(
      items.slice(100, 110).map(({ id }) => ['replaced', id]),
    );
    expect(await store.indexed(collection)).toEqual({ documents: 500, failures: 0 });
    expect((await repository().get('i499'))?.document).toEqual(item(499));
  });

  it('tells faults on the documents that have them', async () => {
    const given = [
      item(1),
      { id: 'bad', price: -1 },
      { price: 5 },
      { ...item(2), tags: 5 as never },
      null as never,
      { ...item(3), id: '' },
      { price: -5 } as never,
    ];
    const results = await collect(repository().putMany(given));
    expect(results.map(({ status, id, error }) => [status, id, error?.code])).toEqual([
      ['replaced', 'i1', undefined],
      ['failed', 'bad', 'VALIDATION_FAILED'],
      ['created', expect.stringMatching(/^[0-9a-f-]{36}$/), undefined],
      ['failed', 'i2', 'VALIDATION_FAILED'],
      ['failed', null, 'VALIDATION_FAILED'],
      ['failed', null, 'INVALID_ID'],
      ['failed', null, 'VALIDATION_FAILED'],
    ]);
  });

  it('writes documents of the same id in order', async () => {
    const given = Array.from({ length: 400 }, (_, index) => ({ id: `same ${index % 3}`, price: index }));
    const results = await collect(repository().putMany(given, { concurrency: 8 }));
    expect(results.filter(({ status }) => status === 'created').map(({ index }) => index)).toEqual([0, 1, 2]);
    const last = await repository().getMany(['same 0', 'same 1', 'same 2']);
    expect(last.map((found) => found?.document.price)).toEqual([399, 397, 398]);
  });
});

describe('putMany', () => {
  const collection = named('pressure');
  beforeAll(() => store.publish(collection));

  it('reads its source no further than its results are taken', async () => {
    let read = 0;
    function* source() {
      for (;;) yield item(read++);
    }
    const results = store.repository(collection).putMany(source(), { concurrency: 2 });
    await results.next();
    const ahead = read;
    expect(ahead).toBeLessThanOrEqual(32 * 4);
    for (let taken = 1; taken < 32; taken++) await results.next();
    expect(read).toBe(ahead);
    await results.return();
  });

  it('tells an engine that fails on the documents that it hit, and goes on', async () => {
    let calls = 0;
    const flaky: RedisConnection = {
      ...store.connection,
      run: (...call) => (++calls === 2 ? Promise.reject(new Error('cut off')) : store.connection.run(...call)),
    };
    const items = Array.from({ length: 96 }, (_, index) => item(index));
    const results = await collect(store.repository(collection, { connection: flaky }).putMany(items));
    expect(results.map(({ status }) => status === 'failed')).toEqual(
      items.map((_, index) => index >= 32 && index < 64),
    );
    expect(results[40]?.error).toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('cut off') });
  });

  it('gives no id to what was not stored and had none', async () => {
    const broken: RedisConnection = { ...store.connection, run: () => Promise.reject(new Error('cut off')) };
    const results = await collect(
      store.repository(collection, { connection: broken }).putMany([{ price: 1 }, { ...item(2), id: 'own' }]),
    );
    expect(results.map(({ status, id }) => [status, id])).toEqual([
      ['failed', null],
      ['failed', 'own'],
    ]);
  });

  it('refuses only the document whose key holds something else', async () => {
    await store.connection.send(['SET', 'test:{pressure}:doc:taken', 'x']);
    const results = await collect(
      store.repository(collection).putMany([item(1), { ...item(2), id: 'taken' }, item(3)]),
    );
    expect(results.map(({ status }) => status)).toEqual(['replaced', 'failed', 'replaced']);
    expect(results[1]?.error).toMatchObject({ code: 'ENGINE_ERROR' });
  });

  it('throws what its source throws, after the results of what came before', async () => {
    function* source() {
      yield { ...item(1), id: 'before' };
      throw new Error('no more');
    }
    const results: BulkResult[] = [];
    const take = async () => {
      for await (const result of store.repository(collection).putMany(source())) results.push(result);
    };
    await expect(take()).rejects.toThrow('no more');
    expect(results).toMatchObject([{ id: 'before', status: 'created' }]);
  });

  it.each([0, 65, 1.5])('refuses the concurrency %d', async (concurrency) => {
    await expect(collect(store.repository(collection).putMany([], { concurrency }))).rejects.toMatchObject({
      code: 'INVALID_VALUE',
    });
  });
});

describe.each(PARTITIONS)('import into %i partitions', (partitions) => {
  const collection = named(`import${partitions}`, partitions);
  beforeAll(() => store.publish(collection));

  const LINES = 5_000;
  const lineOf = (index: number) => {
    if (index % 500 === 7) return '{"id": "broken", ';
    if (index % 500 === 8) return JSON.stringify({ ...item(index), price: -1 });
    if (index % 500 === 9) return '[1, 2]';
    if (index % 500 === 10) return JSON.stringify({ ...item(index), id: 1e400 });
    return JSON.stringify(item(index));
  };
  async function* chunks(text: string, size: number) {
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length; start += size) {
      yield bytes.subarray(start, start + size);
      await Promise.resolve();
    }
  }

  it('gives a result for every line, in order, and the summary last; what comes out again is what went in', async () => {
    const text = `\uFEFF${Array.from({ length: LINES }, (_, index) => lineOf(index)).join('\n\n')}\n`;
    const repository = store.repository(collection);
    const lines = await collect(importDocuments(repository, chunks(text, 65_537)));
    const results = lines.slice(0, -1) as ImportResult[];
    const bad = new Map([
      [7, 'INVALID_JSON'],
      [8, 'VALIDATION_FAILED'],
      [9, 'VALIDATION_FAILED'],
      [10, 'INVALID_ID'],
    ]);
    expect(results.map(({ line, status, code }) => [line, status, code])).toEqual(
      Array.from({ length: LINES }, (_, index) => {
        const code = bad.get(index % 500);
        return [2 * index + 1, code === undefined ? 'created' : 'failed', code];
      }),
    );
    expect(results[8]).toMatchObject({ id: 'i8', detail: expect.stringContaining('price must not be less than 0') });
    const failed = (LINES / 500) * bad.size;
    const created = LINES - failed;
    expect((lines.at(-1) as ImportSummary).summary).toEqual({ total: LINES, created, replaced: 0, failed });
    expect(await repository.count()).toBe(created);
    expect(await store.indexed(collection)).toEqual({ documents: created, failures: 0 });

    const exported = (await collect(exportDocuments(repository))).map((line) => JSON.parse(line) as Item);
    const byId = new Map(exported.map((document) => [document.id, document]));
    expect([...byId.values()].sort((a, b) => a.price - b.price)).toEqual(
      Array.from({ length: LINES }, (_, index) => item(index)).filter((_, index) => !bad.has(index % 500)),
    );
  });
});

describe('count', () => {
  it('is exact, with an index and without one', async () => {
    const collection = named('counted', 3);
    await store.publish(collection);
    const repository = store.repository(collection);
    const counts = [await repository.count()];
    await collect(repository.putMany(Array.from({ length: 50 }, (_, index) => item(index))));
    counts.push(await repository.count());
    await repository.delete('i7');
    counts.push(await repository.count());
    await store.dropIndex(collection);
    counts.push(await repository.count());
    expect(counts).toEqual([0, 50, 49, 49]);
  });
});
