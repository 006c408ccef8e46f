import { IsString } from 'class-validator';
import { ANALYSIS_VERSION } from '../../src/lib/analysis/analysis-version.js';
import { defineCollection } from '../../src/lib/collections/define-collection.js';
import { fromDefinitionJson } from '../../src/lib/collections/definition-json.js';
import { tag, text } from '../../src/lib/collections/fields.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { Keys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import type { ConnectedEngine } from '../support/connected-engine.js';
import { dyingConnection } from '../support/dying-connection.js';

class Book {
  @IsString() id!: string;
  @IsString() title!: string;
}

const books = defineCollection('books', Book, { title: text() });
const stored = (fields: object, partitions = 1) => fromDefinitionJson('books', { fields, partitions });
const first = stored({ title: { kind: 'text' } });
const second = stored({ title: { kind: 'text', weight: 2 } });
const ready = { other: null, source: 'stored', state: 'ready' } as const;

let engine: ConnectedEngine;
let connection: RedisConnection;
let keys: Keys;
let store: DefinitionStore;
let namespaces = 0;

beforeAll(async () => {
  engine = await startConnectedEngine();
  ({ connection } = engine);
});

beforeEach(() => {
  keys = createKeys(`definitions-${++namespaces}`);
  store = new DefinitionStore(connection, keys);
});

afterAll(() => engine.close());

const epochsOf = (partitions: readonly (number | null)[]) =>
  Promise.all(partitions.map((partition) => connection.send(['HGET', keys.definition('books', partition), 'epoch'])));

describe('the definition store', () => {
  it('gives back what was published, with a growing epoch', async () => {
    const created = await store.publish({ ...ready, serving: first }, null);
    expect(created).toEqual({ ...ready, serving: first, epoch: 1, analysis: ANALYSIS_VERSION });
    expect(await store.load('books')).toEqual(created);
    const next = { serving: first, other: second, source: 'stored', state: 'migrating' } as const;
    const migrating = await store.publish(next, created);
    expect(migrating.epoch).toBe(2);
    expect(await new DefinitionStore(connection, keys).inspect('books')).toEqual({
      ...next,
      epoch: 2,
      analysis: ANALYSIS_VERSION,
    });
    expect(await store.names()).toEqual(['books']);
    expect(await store.list()).toEqual([migrating]);
  });

  it('knows nothing of a collection that was never made', async () => {
    expect(await store.load('books')).toBeNull();
    await store.publish({ ...ready, serving: first }, null);
    await expect(store.handle('boks').current()).rejects.toMatchObject({
      code: 'COLLECTION_NOT_FOUND',
      message:
        'There is no collection "boks". Make it with PUT /v1/collections/boks, or declare it in code with defineCollection. Or use one of: books.',
    });
  });

  it('lets one of two win who change the same definition', async () => {
    const created = await store.publish({ ...ready, serving: first }, null);
    const outcomes = await Promise.allSettled([
      store.publish({ ...ready, serving: second }, created),
      store.publish({ ...ready, serving: second }, created),
    ]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'MIGRATION_RUNNING' },
    });
    await expect(store.publish({ ...ready, serving: first }, null)).rejects.toMatchObject({
      code: 'MIGRATION_RUNNING',
    });
  });

  it('never repeats an epoch, also when its counter was lost', async () => {
    const created = await store.publish({ ...ready, serving: first }, null);
    const changed = await store.publish({ ...ready, serving: second }, created);
    await connection.send(['DEL', keys.state('definitions', 'epoch')]);
    expect((await store.publish({ ...ready, serving: first }, changed)).epoch).toBe(3);
  });

  it('hides a collection that is being deleted, and forgets it in the end', async () => {
    const created = await store.publish({ ...ready, serving: first }, null);
    const deleting = await store.publish({ ...ready, serving: first, state: 'deleting' }, created);
    expect(await store.load('books')).toBeNull();
    expect(await store.inspect('books')).toEqual(deleting);
    await expect(store.handle('books').current()).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    await store.erase(deleting);
    expect(await store.inspect('books')).toBeNull();
    expect(await store.names()).toEqual([]);
  });

  it('says so when a stored definition cannot be read', async () => {
    await connection.send(['HSET', keys.definition('books', null), 'epoch', '1', 'definition', '{"kind": "hologram"}']);
    await expect(store.load('books')).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('The stored definition of the collection "books" cannot be read'),
    });
  });

  describe('with a collection of the program', () => {
    it('gives back that very value where the stored definition equals it', async () => {
      store.attach(books);
      await store.publish({ ...ready, serving: first }, null);
      expect((await store.load('books'))?.serving).toBe(books);
    });

    it('gives back the stored definition with the class of the documents where it does not', async () => {
      store.attach(books);
      await store.publish({ ...ready, serving: second }, null);
      expect((await store.load('books'))?.serving).toEqual({ ...second, document: Book });
    });

    it('refuses a second one of the same name', () => {
      store.attach(books);
      store.attach(books);
      const twin = defineCollection('books', Book, { title: tag() });
      expect(() => {
        store.attach(twin);
      }).toThrow('The collection "books" is declared twice');
    });

    it('is known to handles that had loaded it before', async () => {
      await store.publish({ ...ready, serving: first }, null);
      const handle = store.handle('books');
      expect((await handle.current()).serving.document).toBeNull();
      store.attach(books);
      expect((await handle.current()).serving.document).toBe(Book);
    });
  });

  describe('a handle', () => {
    it('keeps what it knows, value for value, until it is told or too old', async () => {
      await store.publish({ ...ready, serving: first }, null);
      const other = new DefinitionStore(connection, keys, { maxAgeMs: 3_600_000 });
      const handle = other.handle('books');
      const known = await handle.current();
      expect(await handle.reload()).toBe(known);
      await store.publish({ ...ready, serving: second }, await store.inspect('books'));
      expect(await handle.current()).toBe(known);
      expect((await handle.reload()).serving).toEqual(second);
      const impatient = new DefinitionStore(connection, keys, { maxAgeMs: 0 }).handle('books');
      expect((await impatient.current()).serving).toEqual(second);
      await store.publish({ ...ready, serving: first }, await store.inspect('books'));
      expect((await impatient.current()).serving).toEqual(first);
    });

    it('knows at once what its own store published', async () => {
      const created = await store.publish({ ...ready, serving: first }, null);
      const handle = store.handle('books');
      expect(await handle.current()).toBe(created);
      const changed = await store.publish({ ...ready, serving: second }, created);
      expect(await handle.current()).toBe(changed);
    });

    it('loads once for all who ask at the same time', async () => {
      await store.publish({ ...ready, serving: first }, null);
      const handle = new DefinitionStore(connection, keys).handle('books');
      const [one, ...others] = await Promise.all(Array.from({ length: 50 }, () => handle.reload()));
      for (const another of others) expect(another).toBe(one);
    });
  });

  describe('with three partitions', () => {
    const three = stored({ title: { kind: 'text' } }, 3);
    const changed = stored({ title: { kind: 'tag' } }, 3);

    it('gives each its copy', async () => {
      const created = await store.publish({ ...ready, serving: three }, null);
      await store.publish({ ...ready, serving: changed }, created);
      expect(await epochsOf([null, 0, 1, 2])).toEqual([null, '2', '2', '2']);
    });

    it('can be read and made wherever the making stopped', async () => {
      for (let commands = 0; ; commands++) {
        keys = createKeys(`making-${++namespaces}`);
        const dying = new DefinitionStore(dyingConnection(connection, commands), keys);
        const made = await dying.publish({ ...ready, serving: three }, null).catch(() => null);
        const survivor = new DefinitionStore(connection, keys);
        const found = await survivor.inspect('books');
        const record = found ?? (await survivor.publish({ ...ready, serving: three }, null));
        expect(await epochsOf([0, 1, 2])).toEqual(Array(3).fill(String(record.epoch)));
        expect(await survivor.load('books')).toEqual(record);
        if (made === null) continue;
        expect(commands).toBeGreaterThan(3);
        break;
      }
    });

    it('can be read wherever a change stopped, and all partitions agree then', async () => {
      for (let commands = 0; ; commands++) {
        keys = createKeys(`change-${++namespaces}`);
        const survivor = new DefinitionStore(connection, keys);
        const created = await survivor.publish({ ...ready, serving: three }, null);
        const dying = new DefinitionStore(dyingConnection(connection, commands), keys);
        const published = await dying.publish({ ...ready, serving: changed }, created).catch(() => null);
        const record = await survivor.inspect('books');
        expect([three, changed]).toContainEqual(record?.serving);
        expect(await epochsOf([0, 1, 2])).toEqual(Array(3).fill(String(record?.epoch)));
        if (published === null) continue;
        expect(record?.serving).toEqual(changed);
        expect(commands).toBeGreaterThan(2);
        break;
      }
    });

    it('stays hidden wherever its deletion stopped', async () => {
      for (let commands = 0; ; commands++) {
        keys = createKeys(`deletion-${++namespaces}`);
        const survivor = new DefinitionStore(connection, keys);
        const created = await survivor.publish({ ...ready, serving: three }, null);
        const deleting = await survivor.publish({ ...ready, serving: three, state: 'deleting' }, created);
        const dying = new DefinitionStore(dyingConnection(connection, commands), keys);
        const erased = await dying.erase(deleting).then(
          () => true,
          () => false,
        );
        expect(await survivor.load('books')).toBeNull();
        const left = await survivor.inspect('books');
        if (left !== null) await survivor.erase(left);
        expect(await epochsOf([0, 1, 2])).toEqual([null, null, null]);
        if (!erased) continue;
        expect(commands).toBeGreaterThan(3);
        break;
      }
    });
  });
});
