import { indexHash } from '../../src/lib/collections/index-hash.js';
import { ensureIndex } from '../../src/lib/indexes/ensure-index.js';
import type { IndexProgress } from '../../src/lib/indexes/ensure-index.js';
import { IndexAuditor } from '../../src/lib/indexes/index-audit.js';
import { listIndexes, readIndexInfo } from '../../src/lib/indexes/index-info.js';
import type { Keys } from '../../src/lib/redis/keys.js';
import { definition, fill, openIndexLab } from '../support/index-lab.js';
import type { IndexLab, LabProcess } from '../support/index-lab.js';

const FIELDS = { title: { kind: 'text' }, price: { kind: 'numeric' } };
const books = definition('books', FIELDS);

let lab: IndexLab;
let keys: Keys;
let process: LabProcess;

beforeAll(async () => {
  lab = await openIndexLab();
});

beforeEach(() => {
  keys = lab.namespace();
  process = lab.process(keys);
});

afterAll(() => lab.close());

const send = (...command: string[]) => process.connection.send(command);
const indexOf = (collection = books) => keys.index(collection.name, indexHash(collection));
const ownIndexes = async () =>
  (await listIndexes(process.connection)).filter((name) => name.startsWith(`${keys.namespace}:`));
const found = async (q: string) => {
  const { hits } = await process.search('books').search({ q });
  return hits.map(({ id }) => id);
};

describe('an index', () => {
  it('is created once, with its alias, and stays when it is asked for again', async () => {
    await ensureIndex(process.connection, keys, books);
    await ensureIndex(process.connection, keys, books);
    expect(await ownIndexes()).toEqual([indexOf()]);
    expect((await readIndexInfo(process.connection, keys.indexAlias('books')))?.name).toBe(indexOf());
  });

  it('is ready only when it holds the documents that were there before, and tells its progress', async () => {
    await process.manager.put('books', { fields: FIELDS });
    await fill(
      process,
      'books',
      Array.from({ length: 3_000 }, (_, at) => ({ id: String(at), title: `Volume ${at}`, price: at })),
    );
    await send('FT.DROPINDEX', indexOf());
    const seen: IndexProgress[] = [];
    await ensureIndex(process.connection, keys, books, {
      onProgress: (progress) => {
        seen.push(progress);
        return Promise.resolve();
      },
    });
    expect(await readIndexInfo(process.connection, indexOf())).toMatchObject({
      documents: 3_000,
      isBuilding: false,
      failures: 0,
    });
    expect(seen.at(-1)).toEqual({ state: 'ready', progress: 1 });
    expect(seen.slice(0, -1).every(({ state }) => state === 'building')).toBe(true);
    expect(seen.map(({ progress }) => progress)).toEqual(seen.map(({ progress }) => progress).sort((a, b) => a - b));
  });

  it('lists the prefixes of all partitions', async () => {
    const three = definition('books', FIELDS, { partitions: 3 });
    await process.manager.put('books', { fields: FIELDS, partitions: 3 });
    await fill(
      process,
      'books',
      Array.from({ length: 60 }, (_, at) => ({ id: String(at), title: 'Volume', price: at })),
    );
    expect(await readIndexInfo(process.connection, indexOf(three))).toMatchObject({ documents: 60, failures: 0 });
  });

  it('is not taken for one that another program named like the alias', async () => {
    const alias = keys.indexAlias('books');
    await send('FT.CREATE', alias, 'ON', 'JSON', 'PREFIX', '1', 'elsewhere:', 'SCHEMA', '$.a', 'AS', 'a', 'TAG');
    await expect(process.manager.put('books', { fields: FIELDS })).rejects.toThrow(
      `There is an index named "${alias}", which must be free for the alias of the collection "books"`,
    );
    expect(await process.definitions.load('books')).toBeNull();
    await send('FT.DROPINDEX', alias);
    expect(await process.manager.put('books', { fields: FIELDS })).toEqual({ outcome: 'created' });
  });

  it('is found by its own name where an alias of another program shadows it', async () => {
    await send(
      'FT.CREATE',
      `${keys.namespace}:theirs`,
      'ON',
      'JSON',
      'PREFIX',
      '1',
      'elsewhere:',
      ...['SCHEMA', '$.a', 'AS', 'a', 'TAG'],
    );
    await send('FT.ALIASADD', indexOf(), `${keys.namespace}:theirs`);
    await process.manager.put('books', { fields: FIELDS });
    await fill(process, 'books', [{ id: '1', title: 'Dune' }]);
    expect(await found('dune')).toEqual(['1']);
    expect(await readIndexInfo(process.connection, indexOf())).toMatchObject({ name: indexOf(), documents: 1 });
  });

  it('comes back when it was dropped, before the collection is declared to be ready', async () => {
    await process.manager.declare(books);
    await fill(process, 'books', [{ id: '1', title: 'Dune' }]);
    await send('FT.DROPINDEX', indexOf());
    expect((await process.manager.describe('books')).index).toEqual({ state: 'missing', progress: 0 });
    await lab.process(keys).manager.declare(books);
    expect((await process.manager.describe('books')).index).toEqual({ state: 'ready', progress: 1 });
    expect(await found('dune')).toEqual(['1']);
  });

  it('leaves no other index of its collection behind', async () => {
    const stray = definition('books', { title: { kind: 'tag' } });
    await ensureIndex(process.connection, keys, stray);
    await process.manager.put('books', { fields: FIELDS });
    expect(await ownIndexes()).toEqual([indexOf()]);
  });
});

describe('a collection', () => {
  it('is created, unchanged, updated at once by its order, and described', async () => {
    expect(await process.manager.put('books', { fields: FIELDS })).toEqual({ outcome: 'created' });
    expect(await process.manager.put('books', { fields: FIELDS })).toEqual({ outcome: 'unchanged' });
    await fill(process, 'books', [
      { id: 'a', title: 'Dune' },
      { id: 'b', title: 'Emma' },
    ]);
    const before = (await process.definitions.load('books'))?.epoch ?? 0;
    const sorted = { fields: FIELDS, defaultSort: ['id:desc'] };
    expect(await process.manager.put('books', sorted)).toEqual({ outcome: 'updated' });
    expect((await process.definitions.load('books'))?.epoch).toBe(before + 1);
    expect(await ownIndexes()).toEqual([indexOf()]);
    expect(await process.manager.describe('books')).toEqual({
      name: 'books',
      id: 'id',
      fields: FIELDS,
      defaultSort: ['id:desc'],
      partitions: 1,
      documents: 2,
      index: { state: 'ready', progress: 1 },
      source: 'stored',
    });
    expect((await process.manager.list()).map(({ name }) => name)).toEqual(['books']);
  });

  it('is made once by two who make the same at the same time', async () => {
    const other = lab.process(keys, await lab.connect());
    const outcomes = await Promise.all([
      process.manager.put('books', { fields: FIELDS }),
      other.manager.put('books', { fields: FIELDS }),
    ]);
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['created', 'unchanged']);
  });

  it('is not changed or removed at run time when code declares it', async () => {
    await process.manager.declare(books);
    const refusal = { code: 'DEFINED_IN_CODE', status: 409 };
    await expect(process.manager.put('books', { fields: FIELDS })).rejects.toMatchObject(refusal);
    await expect(process.manager.remove('books')).rejects.toMatchObject(refusal);
    const server = lab.process(keys);
    await expect(server.manager.put('books', { fields: FIELDS })).rejects.toMatchObject(refusal);
    await expect(server.manager.remove('books')).rejects.toMatchObject(refusal);
    expect(await server.manager.describe('books')).toMatchObject({ source: 'code' });
    await server.manager.remove('books', { force: true });
    await expect(server.manager.describe('books')).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
  });

  it('passes into the hands of code that declares it alike', async () => {
    await process.manager.put('books', { fields: FIELDS });
    await process.manager.declare(books);
    expect(await process.manager.describe('books')).toMatchObject({ source: 'code' });
  });

  it('refuses a definition that is none', async () => {
    await expect(process.manager.put('books', { fields: { title: { kind: 'texd' } } })).rejects.toMatchObject({
      code: 'INVALID_DEFINITION',
    });
    expect(await process.manager.list()).toEqual([]);
  });
});

describe('an audit', () => {
  beforeEach(async () => {
    await process.manager.put('books', { fields: FIELDS });
    await fill(process, 'books', [
      { id: '1', title: 'Dune', price: 9 },
      { id: '2', title: 'Emma', price: 7 },
    ]);
  });

  it('finds nothing where repositories alone write', async () => {
    const [audit] = await new IndexAuditor(process).audit();
    expect(audit).toEqual({
      collection: 'books',
      index: indexOf(),
      state: 'ready',
      documents: 2,
      indexed: 2,
      failures: 0,
      memoryBytes: expect.any(Number),
    });
    expect(await process.manager.verify('books')).toEqual({
      collection: 'books',
      documents: 2,
      indexed: 2,
      missing: { count: 0, examples: [] },
      foreign: { count: 0, keys: [] },
    });
  });

  it('finds a document that another program broke, until it is mended', async () => {
    const key = keys.document('books', null, '2');
    expect(await send('JSON.SET', key, '$.doc.price', '"seven"')).toBe('OK');
    const auditor = new IndexAuditor(process, { maxAgeMs: 0, recountMs: 0 });
    expect(await auditor.audit()).toEqual([
      expect.objectContaining({ documents: 2, indexed: 1, failures: 1, lastKey: key, lastError: expect.any(String) }),
    ]);
    expect(await process.manager.verify('books')).toMatchObject({
      documents: 2,
      indexed: 1,
      missing: { count: 1, examples: [{ id: '2', message: 'price must be a number, not "seven"' }] },
    });
    await fill(process, 'books', [{ id: '2', title: 'Emma', price: 7 }]);
    expect(await auditor.audit()).toEqual([expect.objectContaining({ documents: 2, indexed: 2, failures: 1 })]);
    expect(await process.manager.verify('books')).toMatchObject({ missing: { count: 0, examples: [] } });
  });

  it('finds keys among the documents that are none', async () => {
    const hash = keys.document('books', null, 'hash');
    const bare = keys.document('books', null, 'bare');
    await send('HSET', hash, 'title', 'Dune');
    await send('JSON.SET', bare, '$', '{"title": "Dune"}');
    const { documents, missing, foreign } = await process.manager.verify('books');
    expect({ documents, missing }).toEqual({ documents: 2, missing: { count: 0, examples: [] } });
    expect({ count: foreign.count, keys: [...foreign.keys].sort() }).toEqual({ count: 2, keys: [bare, hash].sort() });
  });

  it('names ten of many', async () => {
    const ids = Array.from({ length: 25 }, (_, at) => `broken-${at}`);
    await fill(
      process,
      'books',
      ids.map((id) => ({ id, title: 'x', price: 1 })),
    );
    for (const id of ids) await send('JSON.SET', keys.document('books', null, id), '$.doc.price', 'true');
    const { missing } = await process.manager.verify('books');
    expect(missing.count).toBe(25);
    expect(missing.examples).toHaveLength(10);
    expect(ids).toEqual(expect.arrayContaining(missing.examples.map(({ id }) => id)));
  });

  it('is asked of the engine once in a while', async () => {
    const auditor = new IndexAuditor(process);
    const [first, second] = await Promise.all([auditor.audit(), auditor.audit()]);
    expect(second).toBe(first);
    await fill(process, 'books', [{ id: '3', title: 'Ulysses' }]);
    expect(await auditor.audit()).toBe(first);
  });

  it('tells a missing index', async () => {
    await send('FT.DROPINDEX', indexOf());
    expect(await new IndexAuditor(process).audit()).toEqual([
      expect.objectContaining({ state: 'missing', documents: 2, indexed: 0 }),
    ]);
    await expect(process.manager.verify('books')).rejects.toMatchObject({ code: 'INDEX_NOT_FOUND' });
  });
});
