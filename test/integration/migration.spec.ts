import { indexHash } from '../../src/lib/collections/index-hash.js';
import type { AnyCollection } from '../../src/lib/collections/collection.js';
import type { AisleError } from '../../src/lib/errors/aisle-error.js';
import { isInForce } from '../../src/lib/indexes/collection-work.js';
import { listIndexes } from '../../src/lib/indexes/index-info.js';
import { MigrationJournal } from '../../src/lib/indexes/migration-journal.js';
import type { MigrationProgress } from '../../src/lib/indexes/migration-phase.js';
import type { Keys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { dyingConnection } from '../support/dying-connection.js';
import { definition, fill, openIndexLab, snapshot, textOf } from '../support/index-lab.js';
import type { IndexLab, LabProcess } from '../support/index-lab.js';

const OLD = {
  title: { kind: 'text' },
  genre: { kind: 'tag', facet: true },
  place: { kind: 'vector', dimensions: 2 },
};
const NEW = {
  title: { kind: 'text', sortable: true },
  genre: { kind: 'hierarchy', separator: '/', facet: true },
  pages: { kind: 'numeric', sortable: true },
};
const before = definition('books', OLD);
const after = definition('books', NEW);
const BOOKS = [
  { id: 'dune', title: 'Dune', genre: 'Fiction/Space', pages: 412, place: [0.5, 1.5] },
  { id: 'emma', title: 'Emma', genre: 'Fiction/Love', pages: 474, place: [1, 0] },
  { id: 'bread', title: 'Bread at Home', genre: 'Cooking', pages: 96 },
  { id: 'blank', title: 'Untitled' },
];
const IDS = BOOKS.map(({ id }) => id);

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

async function stock(collection: AnyCollection = before): Promise<void> {
  await lab.process(keys).manager.declare(collection);
  await fill(process, 'books', BOOKS);
}

const auto = { migrations: 'auto' } as const;
const migrate = (wanted: AnyCollection, connection?: RedisConnection) =>
  lab.process(keys, connection).manager.declare(wanted, auto);

const freeLock = () => process.connection.send(['DEL', keys.state('lock', '{migration:books}')]);

/** All that must be so once `wanted` serves, as if it had been there from the beginning. */
async function expectSettled(wanted: AnyCollection, versions: readonly number[]): Promise<void> {
  const reader = lab.process(keys);
  const record = await reader.definitions.inspect('books');
  expect(record).toMatchObject({ state: 'ready', other: null, serving: { fields: wanted.fields } });
  expect(record !== null && (await isInForce(reader, record, wanted))).toBe(true);
  const indexes = await listIndexes(reader.connection);
  expect(indexes.filter((name) => name.startsWith(`${keys.namespace}:`))).toEqual([
    keys.index('books', indexHash(wanted)),
  ]);
  expect(await reader.manager.verify('books')).toMatchObject({
    documents: BOOKS.length,
    indexed: BOOKS.length,
    missing: { count: 0 },
  });
  const fresh = lab.process(lab.namespace());
  await fresh.manager.declare(wanted);
  await fill(fresh, 'books', BOOKS);
  const [made, migrated] = await Promise.all([snapshot(fresh, 'books', IDS), snapshot(reader, 'books', IDS)]);
  expect(migrated.documents.map(({ doc, idx }) => ({ doc, idx }))).toEqual(
    made.documents.map(({ doc, idx }) => ({ doc, idx })),
  );
  expect(migrated.documents.map(({ meta }) => meta.shape)).toEqual(made.documents.map(({ meta }) => meta.shape));
  expect(migrated.documents.map(({ meta }) => meta.version)).toEqual(versions);
  expect(migrated.feed).toBe(BOOKS.length);
}

describe('a migration', () => {
  it('ends as if the new definition had been there from the beginning', async () => {
    await stock();
    const { documents } = await snapshot(process, 'books', IDS);
    const seen: MigrationProgress[] = [];
    await lab.process(keys).manager.declare(after, { ...auto, onProgress: (progress) => seen.push(progress) });
    await expectSettled(
      after,
      documents.map(({ meta }) => meta.version),
    );
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['checking', 'rewriting', 'building', 'cleaning']);
    expect(seen.map(({ progress }) => progress)).toEqual(seen.map(({ progress }) => progress).sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ collection: 'books', phase: 'cleaning', progress: 1 });
  });

  it('gives documents back unchanged all the way, vectors included', async () => {
    await stock();
    await migrate(after);
    const kept = await process.repository('books').getMany(IDS);
    expect(kept.map((found) => found?.document)).toEqual(BOOKS);
    await migrate(before);
    const restored = await process.repository('books').getMany(IDS);
    expect(restored.map((found) => found?.document)).toEqual(BOOKS);
    await expectSettled(before, [1, 2, 3, 4]);
  });

  it('writes no document when a weight alone changes', async () => {
    await stock();
    const untouched = await snapshot(process, 'books', IDS);
    const heavier = definition('books', { ...OLD, title: { kind: 'text', weight: 3 } });
    const writes = counting(process.connection);
    await migrate(heavier, writes.connection);
    expect(await snapshot(process, 'books', IDS)).toEqual(untouched);
    expect(writes.documents()).toBe(0);
    await expectSettled(heavier, [1, 2, 3, 4]);
  });

  it('is refused in check mode, with the plan', async () => {
    await stock();
    const refused = lab.process(keys).manager.declare(after);
    await expect(refused).rejects.toMatchObject({
      code: 'MIGRATION_REQUIRED',
      plan: expect.arrayContaining(['add pages: numeric (sortable)']),
    });
    await expect(refused).rejects.toThrow('change genre: tag (facet) → hierarchy (separator "/", facet)');
    await expectSettled(before, [1, 2, 3, 4]);
  });

  it('is done once by two processes that start at the same time', async () => {
    await stock();
    const [one, two] = await Promise.all([lab.connect(), lab.connect()]);
    await Promise.all([migrate(after, one), migrate(after, two)]);
    await expectSettled(after, [1, 2, 3, 4]);
  });

  it('can be run again wherever it stopped', async () => {
    for (let commands = 0; ; commands++) {
      keys = lab.namespace();
      process = lab.process(keys);
      await stock();
      const outcome = await migrate(after, dyingConnection(process.connection, commands)).then(
        () => 'done',
        () => 'died',
      );
      await freeLock();
      const books = await lab.process(keys).repository('books').getMany(IDS);
      expect(books.map((found) => found?.document)).toEqual(BOOKS);
      await migrate(after);
      await expectSettled(after, [1, 2, 3, 4]);
      if (outcome === 'died') continue;
      expect(commands).toBeGreaterThan(30);
      break;
    }
  });

  it('is taken back, wherever it stopped, when the former definition is wanted again', async () => {
    for (let commands = 0; ; commands += 3) {
      keys = lab.namespace();
      process = lab.process(keys);
      await stock();
      const outcome = await migrate(after, dyingConnection(process.connection, commands)).then(
        () => 'done',
        () => 'died',
      );
      await freeLock();
      await migrate(before);
      await expectSettled(before, [1, 2, 3, 4]);
      if (outcome === 'done') break;
    }
  });

  it('is not said to go on when the process died that was about to begin, or had just ended', async () => {
    await stock();
    const journal = new MigrationJournal(process.connection, keys);
    const state = async () => (await lab.process(keys).manager.describe('books')).index.state;
    await journal.write({ wanted: before, source: 'code', progress: 0.9, failure: null });
    expect(await state()).toBe('ready');
    await journal.write({ wanted: after, source: 'code', progress: 0.1, failure: null });
    expect(await state()).toBe('migrating');
    await migrate(before);
    expect(await state()).toBe('ready');
    expect(await journal.read('books')).toBeNull();
  });

  it('leaves a definition alone that another process is migrating from', async () => {
    await stock();
    const record = await process.definitions.inspect('books');
    await process.definitions.publish({ ...record!, other: after, state: 'migrating' }, record);
    await process.connection.send(['SET', keys.state('lock', '{migration:books}'), 'another process', 'PX', '60000']);
    await migrate(before);
    expect(await process.definitions.inspect('books')).toMatchObject({ state: 'migrating' });
  });
});

describe('documents that do not fit', () => {
  const strict = definition('books', { ...OLD, pages: { kind: 'numeric' } });
  const broken = Array.from({ length: 12 }, (_, at) => ({ id: `broken-${at}`, title: 'x', pages: 'many' }));

  it('stop a migration before anything is changed, with their number and the first ten', async () => {
    await stock();
    await fill(process, 'books', broken);
    const record = await process.definitions.inspect('books');
    const untouched = await snapshot(process, 'books', IDS);
    const refused = migrate(strict);
    await expect(refused).rejects.toMatchObject({
      code: 'DOCUMENTS_DO_NOT_FIT',
      status: 409,
      count: 12,
      message: expect.stringContaining('12 documents of "books" do not fit the new definition, which was not applied'),
    });
    const faults = await refused.then(
      () => [],
      (error: unknown) => (error as AisleError).faults,
    );
    expect(faults).toHaveLength(10);
    expect(faults[0]).toEqual({
      path: expect.stringMatching(/^broken-/),
      message: 'pages must be a number, not "many"',
    });
    expect(await process.definitions.inspect('books')).toEqual(record);
    expect(await snapshot(process, 'books', IDS)).toEqual(untouched);
  });

  it('make it go back when they are written just before writers know of it', async () => {
    await stock();
    const late = interposed(process.connection, () => fill(process, 'books', broken));
    await expect(migrate(strict, late)).rejects.toMatchObject({ code: 'DOCUMENTS_DO_NOT_FIT', count: 12 });
    const repository = process.repository('books');
    for (const { id } of broken) await repository.delete(id);
    expect(await process.definitions.inspect('books')).toMatchObject({ state: 'ready', other: null, serving: before });
    await process.connection.send(['XTRIM', keys.changes('books', null), 'MAXLEN', '4']);
    await expectSettled(before, [1, 2, 3, 4]);
  });

  it('are refused while the migration runs, when they are written', async () => {
    await stock();
    const record = await process.definitions.inspect('books');
    await process.definitions.publish({ ...record!, other: strict, state: 'migrating' }, record);
    await expect(fill(process, 'books', broken)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('do not matter where they break only the definition that goes', async () => {
    await stock(strict);
    await process.connection.send(['JSON.SET', keys.document('books', null, 'dune'), '$.doc.pages', '"many"']);
    await migrate(before);
    const { hits } = await lab.process(keys).search('books').search({ q: 'dune' });
    expect(hits.map(({ id }) => id)).toEqual(['dune']);
  });
});

describe('a migration beside writers and searchers', () => {
  it('fails no search, loses no write and finds every document', async () => {
    const COUNT = 3_000;
    await stock();
    const many = Array.from({ length: COUNT }, (_, at) => ({
      id: `n${at}`,
      title: `Volume ${at}`,
      genre: 'Fiction/Space',
      pages: at,
    }));
    await fill(process, 'books', many);
    const [writing, searching, migrating] = await Promise.all([lab.connect(), lab.connect(), lab.connect()]);
    const writer = lab.process(keys, writing).repository('books');
    const searcher = lab.process(keys, searching).search('books');
    const running = { migration: true };
    const written = new Map<string, number>();
    const totals: number[] = [];
    const write = async (from: number) => {
      for (let at = from; running.migration; at = (at + 7) % COUNT) {
        const pages = 1_000 + written.size;
        await writer.put({ id: `n${at}`, title: `Volume ${at}`, genre: 'Fiction/Space', pages });
        written.set(`n${at}`, pages);
        const id = `new-${from}-${written.size}`;
        await writer.put({ id, title: 'Novelty', genre: 'Fiction/New', pages });
        written.set(id, pages);
      }
    };
    const search = async () => {
      while (running.migration)
        totals.push((await searcher.search({ q: 'volume', where: { genre: ['Fiction/Space'] }, size: 0 })).total);
    };
    const migration = migrate(after, migrating).finally(() => {
      running.migration = false;
    });
    await Promise.all([migration, write(0), write(3), search(), search()]);
    expect(totals.length).toBeGreaterThan(5);
    expect([...new Set(totals)]).toEqual([COUNT]);
    expect(written.size).toBeGreaterThan(20);

    const reader = lab.process(keys);
    const total = BOOKS.length + COUNT + [...written.keys()].filter((id) => id.startsWith('new-')).length;
    expect(await reader.manager.verify('books')).toMatchObject({
      documents: total,
      indexed: total,
      missing: { count: 0 },
      foreign: { count: 0 },
    });
    const ids = [...written.keys()].slice(0, 1_000);
    const stored = await reader.repository('books').getMany(ids);
    expect(stored.map((found) => found?.document['pages'])).toEqual(ids.map((id) => written.get(id)));
    const { documents } = await snapshot(reader, 'books', [...IDS, ...written.keys()]);
    expect(new Set(documents.map(({ meta }) => meta.shape)).size).toBe(1);
    const { total: found } = await reader.search('books').search({ where: { genre: ['Fiction'] }, size: 0 });
    expect(found).toBe(total - 2);
  });
});

describe('a change at run time', () => {
  const put = (fields: object, of: LabProcess = process) => of.manager.put('books', { fields });

  async function stockAtRunTime(): Promise<void> {
    await put(OLD);
    await fill(process, 'books', BOOKS);
  }

  it('goes on in the background while the former definition serves', async () => {
    await stockAtRunTime();
    expect(await put(NEW)).toEqual({ outcome: 'migrating' });
    await process.manager.settled();
    expect(await process.manager.describe('books')).toMatchObject({
      fields: NEW,
      documents: 4,
      index: { state: 'ready', progress: 1 },
      source: 'stored',
    });
    await expectSettled(after, [1, 2, 3, 4]);
  });

  it('is refused at once when documents do not fit, and leaves nothing behind', async () => {
    await stockAtRunTime();
    await expect(put({ ...OLD, title: { kind: 'numeric' } })).rejects.toMatchObject({
      code: 'DOCUMENTS_DO_NOT_FIT',
      count: 4,
    });
    expect((await process.manager.describe('books')).index).toEqual({ state: 'ready', progress: 1 });
    expect(await put(OLD)).toEqual({ outcome: 'unchanged' });
  });

  it('shows its failure where the caller did not wait, until another definition is put', async () => {
    await stockAtRunTime();
    const failures: unknown[] = [];
    const hasty = lab.process(keys, process.connection, {
      checkWaitMs: 0,
      onFailure: (collection, error) => failures.push([collection, (error as AisleError).code]),
    });
    expect(await put({ ...OLD, title: { kind: 'numeric' } }, hasty)).toEqual({ outcome: 'migrating' });
    await hasty.manager.settled();
    expect(failures).toEqual([['books', 'DOCUMENTS_DO_NOT_FIT']]);
    expect((await process.manager.describe('books')).index).toEqual({
      state: 'ready',
      progress: 1,
      error: { code: 'DOCUMENTS_DO_NOT_FIT', message: expect.stringContaining('4 documents of "books"') },
    });
    expect(await process.manager.resume()).toEqual([]);
    expect(await put(OLD)).toEqual({ outcome: 'unchanged' });
    expect((await process.manager.describe('books')).index).toEqual({ state: 'ready', progress: 1 });
  });

  it('is joined by who wants the same, and stands in the way of who wants another', async () => {
    await stockAtRunTime();
    const hasty = lab.process(keys, process.connection, { checkWaitMs: 0 });
    await put(NEW, hasty);
    expect(await put(NEW, hasty)).toEqual({ outcome: 'migrating' });
    await expect(put({ title: { kind: 'text' } }, hasty)).rejects.toMatchObject({ code: 'MIGRATION_RUNNING' });
    expect((await hasty.manager.describe('books')).index.state).toBe('migrating');
    await hasty.manager.settled();
    expect(await put(NEW, hasty)).toEqual({ outcome: 'unchanged' });
  });

  it('stands in the way of another process too', async () => {
    await stockAtRunTime();
    await process.connection.send(['SET', keys.state('lock', '{migration:books}'), 'another process', 'PX', '60000']);
    await expect(put(NEW)).rejects.toMatchObject({ code: 'MIGRATION_RUNNING', status: 409 });
  });

  it('is taken up again wherever it stopped', async () => {
    for (let commands = 8; ; commands += 5) {
      keys = lab.namespace();
      process = lab.process(keys);
      await stockAtRunTime();
      const dying = lab.process(keys, dyingConnection(process.connection, commands));
      const answer = await put(NEW, dying).catch(() => null);
      await dying.manager.settled();
      await freeLock();
      const next = lab.process(keys);
      await next.manager.resume();
      await next.manager.settled();
      const described = await next.manager.describe('books');
      expect(described.index).toEqual({ state: 'ready', progress: 1 });
      if (answer !== null) await expectSettled(after, [1, 2, 3, 4]);
      else await expectSettled(definition('books', described.fields), [1, 2, 3, 4]);
      if (answer === null || commands < 100) continue;
      break;
    }
  });

  it('stops when the process does, and the next one goes on', async () => {
    await stockAtRunTime();
    const stopping = lab.process(keys, process.connection, { checkWaitMs: 0 });
    expect(await put(NEW, stopping)).toEqual({ outcome: 'migrating' });
    await stopping.manager.close();
    const next = lab.process(keys);
    await next.manager.resume();
    await next.manager.settled();
    await expectSettled(after, [1, 2, 3, 4]);
  });

  it('is left to the process that does it', async () => {
    await stockAtRunTime();
    await process.connection.send(['SET', keys.state('lock', '{migration:books}'), 'another process', 'PX', '60000']);
    await process.connection.send(['FT.DROPINDEX', keys.index('books', indexHash(before))]);
    const failures: unknown[] = [];
    const next = lab.process(keys, process.connection, { onFailure: (_, error) => failures.push(error) });
    expect(await next.manager.resume()).toEqual(['books']);
    await next.manager.settled();
    expect(failures).toEqual([]);
    expect((await process.manager.describe('books')).index.state).toBe('missing');
    await freeLock();
    await next.manager.resume();
    await next.manager.settled();
    expect((await process.manager.describe('books')).index.state).toBe('ready');
  });
});

describe('a collection that an older text analysis derived', () => {
  it('is named in the plan, and made anew', async () => {
    await stock();
    const key = keys.definition('books', null);
    const record = JSON.parse(textOf(await process.connection.send(['HGET', key, 'definition']))) as object;
    await process.connection.send(['HSET', key, 'definition', JSON.stringify({ ...record, analysis: 0 })]);
    for (const id of IDS) {
      const document = keys.document('books', null, id);
      await process.connection.send(['JSON.SET', document, '$.idx', '{"has": []}']);
      await process.connection.send(['JSON.SET', document, '$.meta.shape', '"older"']);
    }
    await expect(lab.process(keys).manager.declare(before)).rejects.toMatchObject({
      code: 'MIGRATION_REQUIRED',
      plan: expect.arrayContaining([
        'derive the search data of every document anew, for this version analyses text otherwise',
      ]),
    });
    await migrate(before);
    const { hits } = await lab.process(keys).search('books').search({ q: 'dune' });
    expect(hits.map(({ id }) => id)).toEqual(['dune']);
    expect(await lab.process(keys).definitions.inspect('books')).toMatchObject({ state: 'ready' });
  });

  it('is not touched by this version when a newer one did', async () => {
    await stock();
    const key = keys.definition('books', null);
    const record = JSON.parse(textOf(await process.connection.send(['HGET', key, 'definition']))) as object;
    await process.connection.send(['HSET', key, 'definition', JSON.stringify({ ...record, analysis: 1_000 })]);
    await expect(migrate(before)).rejects.toThrow('Was it written by a newer version? Use that version.');
  });
});

describe('the deletion of a collection', () => {
  const three = { fields: OLD, partitions: 3 };
  const volumes = Array.from({ length: 30 }, (_, at) => ({ id: `v${at}`, title: `Volume ${at}` }));

  async function stockTwo(): Promise<void> {
    await process.manager.put('books', three);
    await process.manager.put('booksellers', { fields: { name: { kind: 'text' } } });
    await fill(process, 'books', volumes);
    await fill(process, 'booksellers', [{ id: 'a', name: 'A & Sons' }]);
  }

  async function expectGone(): Promise<void> {
    const left = await process.connection.send(['KEYS', `${keys.namespace}:{books}*`]);
    const partitioned = await process.connection.send(['KEYS', `${keys.namespace}:{books.*`]);
    expect([left, partitioned]).toEqual([[], []]);
    const indexes = (await listIndexes(process.connection)).filter((name) => name.startsWith(`${keys.namespace}:`));
    expect(indexes).toHaveLength(1);
    expect((await process.manager.list()).map(({ name }) => name)).toEqual(['booksellers']);
    expect(await process.repository('booksellers').get('a')).not.toBeNull();
  }

  it('takes documents, feed, sequence, index and definition of all partitions, and nothing else', async () => {
    await stockTwo();
    const writer = lab.process(keys, await lab.connect()).repository('books');
    await writer.put({ id: 'last', title: 'The Last' });
    await process.manager.remove('books');
    await expect(writer.put({ id: 'late', title: 'Too Late' })).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    await expectGone();
    await expect(process.manager.remove('books')).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    expect(await process.manager.put('books', { fields: NEW })).toEqual({ outcome: 'created' });
  });

  it('loses no race against writers', async () => {
    await stockTwo();
    const writer = lab.process(keys, await lab.connect()).repository('books');
    const write = async () => {
      for (let at = 0; ; at++) await writer.put({ id: `w${at}`, title: 'Written' });
    };
    const refused = expect(write()).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    await process.manager.remove('books');
    await refused;
    await expectGone();
  });

  it('refuses writes from the first step on, and can be resumed wherever it stopped', async () => {
    for (let commands = 0; ; commands++) {
      keys = lab.namespace();
      process = lab.process(keys);
      await stockTwo();
      const dying = lab.process(keys, dyingConnection(process.connection, commands));
      const outcome = await dying.manager.remove('books').then(
        () => 'done',
        () => 'died',
      );
      await freeLock();
      const next = lab.process(keys);
      const isDeleting = (await next.definitions.load('books')) === null;
      if (isDeleting) {
        await expect(next.repository('books').put({ id: 'x', title: 'x' })).rejects.toMatchObject({
          code: 'COLLECTION_NOT_FOUND',
        });
        await next.manager.resume();
        await next.manager.settled();
      } else {
        await next.manager.remove('books');
      }
      await expectGone();
      if (outcome === 'died') continue;
      expect(commands).toBeGreaterThan(15);
      break;
    }
  });
});

/** Counts the documents that scripts write through a connection. */
function counting(connection: RedisConnection): { connection: RedisConnection; documents: () => number } {
  let documents = 0;
  return {
    documents: () => documents,
    connection: {
      ...dyingConnection(connection, Number.POSITIVE_INFINITY),
      run: (script, scriptKeys, args, options) => {
        documents += scriptKeys.filter((key) => key.includes(':doc:')).length;
        return connection.run(script, scriptKeys, args, options);
      },
    },
  };
}

/** Does something just before a migration is published. */
function interposed(connection: RedisConnection, act: () => Promise<void>): RedisConnection {
  let isDone = false;
  return {
    ...dyingConnection(connection, Number.POSITIVE_INFINITY),
    run: async (script, scriptKeys, args, options) => {
      if (!isDone && args.some((argument) => String(argument).includes('"migrating"'))) {
        isDone = true;
        await act();
      }
      return connection.run(script, scriptKeys, args, options);
    },
  };
}
