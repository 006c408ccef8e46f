import { createCollection } from '../../src/lib/collections/create-collection.js';
import { partitionOf } from '../../src/lib/collections/partition.js';
import { numeric } from '../../src/lib/collections/fields.js';
import type { Change } from '../../src/lib/documents/change-feed.js';
import { changeStream } from '../../src/lib/documents/change-stream.js';
import { Streams } from '../../src/lib/messaging/streams/streams.js';
import { collect } from '../support/collect.js';
import { openDocumentStore } from '../support/document-store.js';
import type { DocumentStore } from '../support/document-store.js';
import { until } from '../support/processes.js';

let store: DocumentStore;
beforeAll(async () => {
  store = await openDocumentStore();
});
afterAll(() => store.close());

describe.each([[1], [3]])('the feed of a collection in %i partitions', (partitions) => {
  const collection = createCollection(`fed${partitions}`, null, { price: numeric() }, { partitions });
  const repository = () => store.repository(collection);
  beforeAll(() => store.publish(collection));

  it('tells every write in order, and none that was refused', async () => {
    const expected: Omit<Change, 'cursor'>[] = [];
    const note = (op: Change['op'], { id, version }: { id: string; version: number }) =>
      expected.push({ op, id, version });
    for (const id of ['a', 'b"\n'.trim(), 'ü', 'd', 'e']) {
      note('create', await repository().create({ id, price: 1 }));
      note('replace', await repository().put({ id, price: 2 }));
    }
    note('replace', await repository().patch('a', { price: 3 }));
    note('replace', await repository().increment('d', 'price'));
    await expect(repository().create({ id: 'a' })).rejects.toMatchObject({ code: 'DOCUMENT_EXISTS' });
    await expect(repository().put({ id: 'a' }, { ifMatch: 999 })).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    await expect(repository().put({ id: 'a', price: 'x' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(repository().delete('none')).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
    note('delete', await repository().delete('ü'));
    for (const { id, version } of await collect(repository().putMany([{ id: 'ü' }, { id: 'a' }]))) {
      note(id === 'a' ? 'replace' : 'create', { id: id!, version: version! });
    }

    for (const partition of partitions === 1 ? [null] : [0, 1, 2]) {
      const changes = await repository().changes({ partition });
      expect(changes.map(({ op, id, version }) => ({ op, id, version }))).toEqual(
        expected.filter(({ id }) => partitionOf(id, partitions) === partition),
      );
      expect(changes.map(({ version }) => version)).toEqual(changes.map((_, index) => index + 1));
    }
  });

  it('is read on from a cursor', async () => {
    const first = await repository().changes({ limit: 2 });
    const rest = await repository().changes({ after: first.at(-1)!.cursor });
    expect([...first, ...rest]).toEqual(await repository().changes());
    expect(first).toHaveLength(2);
    expect(await repository().changes({ after: rest.at(-1)!.cursor })).toEqual([]);
  });

  it.each([[{ after: 'x' }], [{ limit: 0 }], [{ limit: 10_001 }], [{ partition: 3 }]])(
    'refuses %j',
    async (options) => {
      await expect(repository().changes(options)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    },
  );
});

describe('the feed', () => {
  it('keeps about ten thousand changes', async () => {
    const collection = createCollection('long', null, {}, {});
    await store.publish(collection);
    const repository = store.repository(collection);
    for await (const { status } of repository.putMany(Array.from({ length: 12_000 }, () => ({ id: 'a' })))) {
      expect(status).not.toBe('failed');
    }
    const kept = Number(await store.connection.send(['XLEN', 'test:{long}:changes']));
    expect(kept).toBeGreaterThanOrEqual(10_000);
    expect(kept).toBeLessThan(10_500);
  });
});

describe('an engine without memory', () => {
  const collection = createCollection('full', null, { price: numeric() }, {});

  it('writes nothing of a document, neither version nor change', async () => {
    await store.publish(collection);
    const repository = store.repository(collection);
    await repository.put({ id: 'a', price: 1 });
    const before = [await repository.get('a'), await repository.changes(), await store.indexed(collection)];
    await store.connection.send(['CONFIG', 'SET', 'maxmemory', '1mb', 'maxmemory-policy', 'noeviction']);
    try {
      const refusal = { code: 'ENGINE_OUT_OF_MEMORY', status: 503 };
      await expect(repository.put({ id: 'a', price: 2 })).rejects.toMatchObject(refusal);
      await expect(repository.create({ id: 'b', price: 2 })).rejects.toMatchObject(refusal);
      await expect(repository.increment('a', 'price')).rejects.toMatchObject(refusal);
      const results = await collect(
        repository.putMany([
          { id: 'a', price: 3 },
          { id: 'c', price: 3 },
        ]),
      );
      expect(results.map(({ status, error }) => [status, error?.code])).toEqual([
        ['failed', 'ENGINE_OUT_OF_MEMORY'],
        ['failed', 'ENGINE_OUT_OF_MEMORY'],
      ]);
      expect([await repository.get('a'), await repository.changes(), await store.indexed(collection)]).toEqual(before);
      expect(await store.connection.send(['GET', 'test:{full}:seq'])).toBe('1');
    } finally {
      await store.connection.send(['CONFIG', 'SET', 'maxmemory', '0']);
    }
    await expect(repository.put({ id: 'a', price: 2 })).resolves.toMatchObject({ version: 2 });
  });
});

describe('the feed as a stream', () => {
  it('is consumed by groups, one of them beside the other', async () => {
    const collection = createCollection('consumed', null, { price: numeric() }, { partitions: 2 });
    await store.publish(collection);
    const repository = store.repository(collection);
    const streams = new Streams(store.connection, store.keys, { onError: () => undefined });
    const seen: string[] = [];
    for (const partition of [0, 1]) {
      streams.consume(changeStream('consumed', partition), { group: 'mail', maxTries: 1 }, ({ payload }) => {
        if (payload.id === 'bad') throw new Error('cannot');
        seen.push(`${payload.op} ${payload.id}`);
      });
    }
    for (const id of ['a', 'b', 'c', 'd', 'bad']) await repository.put({ id, price: 1 });
    await repository.delete('a');
    await until('all changes', () => seen.length === 5);
    expect(seen.toSorted()).toEqual(['create a', 'create b', 'create c', 'create d', 'delete a']);
    const letters = async () =>
      (
        await Promise.all([0, 1].map((partition) => streams.deadLetters(changeStream('consumed', partition), 'mail')))
      ).flat();
    await until('the dead letter', async () => (await letters()).length === 1);
    expect((await letters())[0]).toMatchObject({ payload: { op: 'create', id: 'bad' } });
    // What others fill takes no entries, not even those that come back.
    await expect(streams.revive(changeStream('consumed', 0), 'mail')).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    await expect(
      streams.add(changeStream('consumed', 0), { cursor: '', op: 'create', id: 'x', version: 1 }),
    ).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
    await streams.close();
  });
});
