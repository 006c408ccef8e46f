import { createCollection } from '../../src/lib/collections/create-collection.js';
import { membersOf } from '../../src/lib/collections/members.js';
import { numeric, tag, text } from '../../src/lib/collections/fields.js';
import type { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import type { AisleError } from '../../src/lib/errors/aisle-error.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { openDocumentStore } from '../support/document-store.js';
import type { DocumentStore, StoreClient } from '../support/document-store.js';

const counters = createCollection('counters', null, { hits: numeric({ sortable: true }) }, {});
const spread = createCollection('spread', null, { hits: numeric() }, { partitions: 3 });

let store: DocumentStore;
let other: StoreClient;
beforeAll(async () => {
  store = await openDocumentStore();
  other = await store.connect();
  await store.publish(counters, spread);
});
afterAll(() => store.close());

const WRITERS = 50;
const each = (run: (writer: number, repository: DocumentRepository) => Promise<unknown>) => {
  const repositories = [store.repository(counters), other.repository(counters)];
  return Promise.all(Array.from({ length: WRITERS }, (_, writer) => run(writer, repositories[writer % 2]!)));
};

describe('fifty writers in two processes', () => {
  it('lose no increment', async () => {
    await store.repository(counters).put({ id: 'hits', hits: 0 });
    const results = await each(async (_, repository) => {
      const values: number[] = [];
      for (let turn = 0; turn < 10; turn++) values.push((await repository.increment('hits', 'hits')).value);
      return values;
    });
    expect((await store.repository(counters).get('hits'))?.document).toEqual({ id: 'hits', hits: 10 * WRITERS });
    const values = (results as number[][]).flat().sort((a, b) => a - b);
    expect(values).toEqual(Array.from({ length: 10 * WRITERS }, (_, index) => index + 1));
  });

  it('lose no patch and no element', async () => {
    await store.repository(counters).put({ id: 'mixed', hits: 0, writers: [], by: {} });
    await each(async (writer, repository) => {
      await repository.patch('mixed', { by: { [`writer ${writer}`]: writer } });
      await repository.append('mixed', 'writers', [writer]);
    });
    const { writers, by } = (await store.repository(counters).get('mixed'))!.document as never as {
      writers: number[];
      by: Record<string, number>;
    };
    const all = Array.from({ length: WRITERS }, (_, writer) => writer);
    expect(writers.sort((a, b) => a - b)).toEqual(all);
    expect(by).toEqual(Object.fromEntries(all.map((writer) => [`writer ${writer}`, writer])));
  });

  it('agree on one that creates', async () => {
    const results = await Promise.allSettled(
      Array.from({ length: WRITERS }, (_, writer) => {
        const repository = (writer % 2 === 0 ? store : other).repository(counters);
        return repository.create({ id: 'once', hits: writer });
      }),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(
      results.filter((result) => result.status === 'rejected').map(({ reason }) => (reason as AisleError).code),
    ).toEqual(Array(WRITERS - 1).fill('DOCUMENT_EXISTS'));
  });
});

describe('a change that others always forestall', () => {
  it('is given up at the deadline', async () => {
    await store.repository(counters).put({ id: 'busy', hits: 0 });
    const forestalled: RedisConnection = {
      ...store.connection,
      run: async (...call) => {
        await other.repository(counters).increment('busy', 'hits');
        return store.connection.run(...call);
      },
    };
    const repository = store.repository(counters, { connection: forestalled, changeDeadlineMs: 100 });
    await expect(repository.increment('busy', 'hits')).rejects.toMatchObject({
      code: 'WRITE_CONTENDED',
      status: 503,
      retryAfter: 1,
    });
    await expect(repository.increment('busy', 'hits', 1, { ifMatch: 1 })).rejects.toMatchObject({ status: 412 });
  });

  it('tells a deletion in between', async () => {
    await store.repository(counters).put({ id: 'gone', hits: 0 });
    const deleting: RedisConnection = {
      ...store.connection,
      run: async (...call) => {
        await other.repository(counters).delete('gone');
        return store.connection.run(...call);
      },
    };
    const repository = store.repository(counters, { connection: deleting });
    await expect(repository.increment('gone', 'hits')).rejects.toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
  });
});

describe('definitions that change between preparation and writing', () => {
  const first = (name: string) => createCollection(name, null, { name: tag() }, {});
  const second = (name: string) => createCollection(name, null, { name: tag(), info: text() }, {});

  const publish = async (name: string) => {
    const record = await other.definitions.inspect(name);
    const next = { source: 'code', serving: first(name), other: second(name), state: 'migrating' } as const;
    await other.definitions.publish(next, record);
  };
  const words = membersOf('info', text()).words;
  const derived = async (name: string, id: string) => {
    const reply = await store.connection.send(['JSON.GET', `test:{${name}}:doc:${id}`, `$.idx.${words}`]);
    return JSON.parse(reply as string) as unknown[];
  };

  it.each([
    ['put', (repository: DocumentRepository) => repository.put({ id: 'a', name: 'x', info: 'Some words' })],
    ['create', (repository: DocumentRepository) => repository.create({ id: 'a', name: 'x', info: 'Some words' })],
    ['patch', (repository: DocumentRepository) => repository.patch('kept', { info: 'Some words' })],
    [
      'putMany',
      async (repository: DocumentRepository) => {
        for await (const { status } of repository.putMany([{ id: 'a', name: 'x', info: 'Some words' }])) {
          expect(status).toBe('created');
        }
      },
    ],
  ])('make %s derive for the new ones', async (what, write) => {
    const name = `stale-${what.toLowerCase()}`;
    await store.publish(first(name));
    const repository = store.repository(first(name));
    await repository.put({ id: 'kept', name: 'y' });
    await publish(name);
    await write(repository);
    expect(await derived(name, what === 'patch' ? 'kept' : 'a')).toEqual(['\uF8F0some some words']);
  });

  it('refuse a document that fits the old ones alone', async () => {
    await store.publish(first('stale-unfit'));
    const repository = store.repository(first('stale-unfit'));
    await repository.put({ id: 'a', name: 'x', info: 3 });
    await publish('stale-unfit');
    await expect(repository.put({ id: 'b', name: 'x', info: 3 })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(await repository.get('b')).toBeNull();
  });

  it('stop a write into a collection that was deleted', async () => {
    await store.publish(first('stale-deleted'));
    const repository = store.repository(first('stale-deleted'));
    await repository.put({ id: 'a', name: 'x' });
    const record = await other.definitions.inspect('stale-deleted');
    await other.definitions.erase(record!);
    await expect(repository.put({ id: 'b', name: 'x' })).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    await expect(repository.increment('a', 'hits')).rejects.toMatchObject({ status: expect.any(Number) });
    expect(await store.connection.send(['EXISTS', 'test:{stale-deleted}:doc:b'])).toBe(0);
  });

  it('are given up on when they do not come to rest', async () => {
    const restless: RedisConnection = { ...store.connection, run: () => Promise.resolve('STALE') };
    const repository = store.repository(counters, { connection: restless });
    await expect(repository.put({ id: 'a', hits: 1 })).rejects.toMatchObject({ code: 'WRITE_CONTENDED', status: 503 });
  });

  it('may reach the partitions one after the other: a bulk writes each document once', async () => {
    const documents = Array.from({ length: 60 }, (_, index) => ({ id: `d${index}`, hits: index }));
    const epoch = (await store.definitions.handle('spread').current()).epoch;
    await store.connection.send(['HSET', 'test:{spread.1}:definition', 'epoch', String(epoch - 1)]);
    const statuses: string[] = [];
    for await (const { status } of store.repository(spread).putMany(documents)) statuses.push(status);
    expect(statuses).toEqual(documents.map(() => 'created'));
    expect(await store.repository(spread).count()).toBe(60);
    const versions = await Promise.all(
      [0, 1, 2].map((partition) => store.connection.send(['GET', `test:{spread.${partition}}:seq`])),
    );
    expect(versions.map(Number).reduce((a, b) => a + b)).toBe(60);
  });
});
