import { MigrationJournal } from '../../src/lib/indexes/migration-journal.js';
import type { MigrationProgress } from '../../src/lib/indexes/migration-phase.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { dyingConnection } from '../support/dying-connection.js';
import { definition, fill, openIndexLab, snapshot, textOf } from '../support/index-lab.js';
import { forAllTests } from '../support/for-all-tests.js';
import { after, before, BOOKS, IDS, OLD, Shelf } from '../support/shelf.js';

const lab = forAllTests(openIndexLab);
let shelf: Shelf;

beforeEach(() => {
  shelf = new Shelf(lab());
});

describe('a migration', () => {
  it('ends as if the new definition had been there from the beginning', async () => {
    await shelf.stock();
    const { documents } = await snapshot(shelf.process, 'books', IDS);
    const seen: MigrationProgress[] = [];
    await lab()
      .process(shelf.keys)
      .manager.declare(after, { migrations: 'auto', onProgress: (progress) => seen.push(progress) });
    await shelf.expectSettled(
      after,
      documents.map(({ meta }) => meta.version),
    );
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['checking', 'rewriting', 'building', 'cleaning']);
    expect(seen.map(({ progress }) => progress)).toEqual(seen.map(({ progress }) => progress).sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ collection: 'books', phase: 'cleaning', progress: 1 });
  });

  it('gives documents back unchanged all the way, vectors included', async () => {
    await shelf.stock();
    await shelf.migrate(after);
    const kept = await shelf.process.repository('books').getMany(IDS);
    expect(kept.map((found) => found?.document)).toEqual(BOOKS);
    await shelf.migrate(before);
    const restored = await shelf.process.repository('books').getMany(IDS);
    expect(restored.map((found) => found?.document)).toEqual(BOOKS);
    await shelf.expectSettled(before, [1, 2, 3, 4]);
  });

  it('writes no document when a weight alone changes', async () => {
    await shelf.stock();
    const untouched = await snapshot(shelf.process, 'books', IDS);
    const heavier = definition('books', { ...OLD, title: { kind: 'text', weight: 3 } });
    const writes = counting(shelf.process.connection);
    await shelf.migrate(heavier, writes.connection);
    expect(await snapshot(shelf.process, 'books', IDS)).toEqual(untouched);
    expect(writes.documents()).toBe(0);
    await shelf.expectSettled(heavier, [1, 2, 3, 4]);
  });

  it('is refused in check mode, with the plan', async () => {
    await shelf.stock();
    const refused = lab().process(shelf.keys).manager.declare(after);
    await expect(refused).rejects.toMatchObject({
      code: 'MIGRATION_REQUIRED',
      plan: expect.arrayContaining(['add pages: numeric (sortable)']),
    });
    await expect(refused).rejects.toThrow('change genre: tag (facet) → hierarchy (separator "/", facet)');
    await shelf.expectSettled(before, [1, 2, 3, 4]);
  });

  it('is done once by two processes that start at the same time', async () => {
    await shelf.stock();
    const [one, two] = await Promise.all([lab().connect(), lab().connect()]);
    await Promise.all([shelf.migrate(after, one), shelf.migrate(after, two)]);
    await shelf.expectSettled(after, [1, 2, 3, 4]);
  });

  it('can be run again wherever it stopped', async () => {
    for (let commands = 0; ; commands++) {
      shelf = new Shelf(lab());
      await shelf.stock();
      const isDone = await shelf.migrateUntilDead(after, commands);
      const books = await lab().process(shelf.keys).repository('books').getMany(IDS);
      expect(books.map((found) => found?.document)).toEqual(BOOKS);
      await shelf.migrate(after);
      await shelf.expectSettled(after, [1, 2, 3, 4]);
      if (!isDone) continue;
      expect(commands).toBeGreaterThan(30);
      break;
    }
  });

  it('is taken back, wherever it stopped, when the former definition is wanted again', async () => {
    for (let commands = 0; ; commands += 3) {
      shelf = new Shelf(lab());
      await shelf.stock();
      const isDone = await shelf.migrateUntilDead(after, commands);
      await shelf.migrate(before);
      await shelf.expectSettled(before, [1, 2, 3, 4]);
      if (isDone) break;
    }
  });

  it('is not said to go on when the process died that was about to begin, or had just ended', async () => {
    await shelf.stock();
    const journal = new MigrationJournal(shelf.process.connection, shelf.keys);
    const state = async () => (await lab().process(shelf.keys).manager.describe('books')).index.state;
    await journal.write({ wanted: before, source: 'code', progress: 0.9, failure: null });
    expect(await state()).toBe('ready');
    await journal.write({ wanted: after, source: 'code', progress: 0.1, failure: null });
    expect(await state()).toBe('migrating');
    await shelf.migrate(before);
    expect(await state()).toBe('ready');
    expect(await journal.read('books')).toBeNull();
  });

  it('leaves a definition alone that another process is migrating from', async () => {
    await shelf.stock();
    const record = await shelf.process.definitions.inspect('books');
    await shelf.process.definitions.publish({ ...record!, other: after, state: 'migrating' }, record);
    await shelf.process.connection.send([
      'SET',
      shelf.keys.state('lock', '{migration:books}'),
      'another process',
      'PX',
      '60000',
    ]);
    await shelf.migrate(before);
    expect(await shelf.process.definitions.inspect('books')).toMatchObject({ state: 'migrating' });
  });
});

describe('a migration beside writers and searchers', () => {
  it('fails no search, loses no write and finds every document', async () => {
    const COUNT = 3_000;
    await shelf.stock();
    const many = Array.from({ length: COUNT }, (_, at) => ({
      id: `n${at}`,
      title: `Volume ${at}`,
      genre: 'Fiction/Space',
      pages: at,
    }));
    await fill(shelf.process, 'books', many);
    const [writing, searching, migrating] = await Promise.all([lab().connect(), lab().connect(), lab().connect()]);
    const writer = lab().process(shelf.keys, writing).repository('books');
    const searcher = lab().process(shelf.keys, searching).search('books');
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
    const migration = shelf.migrate(after, migrating).finally(() => {
      running.migration = false;
    });
    await Promise.all([migration, write(0), write(3), search(), search()]);
    expect(totals.length).toBeGreaterThan(5);
    expect([...new Set(totals)]).toEqual([COUNT]);
    expect(written.size).toBeGreaterThan(20);

    const reader = lab().process(shelf.keys);
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

describe('a collection that an older text analysis derived', () => {
  it('is named in the plan, and made anew', async () => {
    await shelf.stock();
    const key = shelf.keys.definition('books', null);
    const record = JSON.parse(textOf(await shelf.process.connection.send(['HGET', key, 'definition']))) as object;
    await shelf.process.connection.send(['HSET', key, 'definition', JSON.stringify({ ...record, analysis: 0 })]);
    for (const id of IDS) {
      const document = shelf.keys.document('books', null, id);
      await shelf.process.connection.send(['JSON.SET', document, '$.idx', '{"has": []}']);
      await shelf.process.connection.send(['JSON.SET', document, '$.meta.shape', '"older"']);
    }
    await expect(lab().process(shelf.keys).manager.declare(before)).rejects.toMatchObject({
      code: 'MIGRATION_REQUIRED',
      plan: expect.arrayContaining([
        'derive the search data of every document anew, for this version analyses text otherwise',
      ]),
    });
    await shelf.migrate(before);
    const { hits } = await lab().process(shelf.keys).search('books').search({ q: 'dune' });
    expect(hits.map(({ id }) => id)).toEqual(['dune']);
    expect(await lab().process(shelf.keys).definitions.inspect('books')).toMatchObject({ state: 'ready' });
  });

  it('is not touched by this version when a newer one did', async () => {
    await shelf.stock();
    const key = shelf.keys.definition('books', null);
    const record = JSON.parse(textOf(await shelf.process.connection.send(['HGET', key, 'definition']))) as object;
    await shelf.process.connection.send(['HSET', key, 'definition', JSON.stringify({ ...record, analysis: 1_000 })]);
    await expect(shelf.migrate(before)).rejects.toThrow('Was it written by a newer version? Use that version.');
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
