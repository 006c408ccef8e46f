import { indexHash } from '../../src/lib/collections/index-hash.js';
import type { AisleError } from '../../src/lib/errors/aisle-error.js';
import { dyingConnection } from '../support/dying-connection.js';
import { definition, fill, openIndexLab } from '../support/index-lab.js';
import type { LabProcess } from '../support/index-lab.js';
import { forAllTests } from '../support/for-all-tests.js';
import { after, before, BOOKS, NEW, OLD, Shelf } from '../support/shelf.js';

const lab = forAllTests(openIndexLab);
let shelf: Shelf;

beforeEach(() => {
  shelf = new Shelf(lab());
});

describe('a change at run time', () => {
  const put = (fields: object, of: LabProcess = shelf.process) => of.manager.put('books', { fields });

  async function stockAtRunTime(): Promise<void> {
    await put(OLD);
    await fill(shelf.process, 'books', BOOKS);
  }

  it('goes on in the background while the former definition serves', async () => {
    await stockAtRunTime();
    expect(await put(NEW)).toEqual({ outcome: 'migrating' });
    await shelf.process.manager.settled();
    expect(await shelf.process.manager.describe('books')).toMatchObject({
      fields: NEW,
      documents: 4,
      index: { state: 'ready', progress: 1 },
      source: 'stored',
    });
    await shelf.expectSettled(after, [1, 2, 3, 4]);
  });

  it('is refused at once when documents do not fit, and leaves nothing behind', async () => {
    await stockAtRunTime();
    await expect(put({ ...OLD, title: { kind: 'numeric' } })).rejects.toMatchObject({
      code: 'DOCUMENTS_DO_NOT_FIT',
      count: 4,
    });
    expect((await shelf.process.manager.describe('books')).index).toEqual({ state: 'ready', progress: 1 });
    expect(await put(OLD)).toEqual({ outcome: 'unchanged' });
  });

  it('shows its failure where the caller did not wait, until another definition is put', async () => {
    await stockAtRunTime();
    const failures: unknown[] = [];
    const hasty = lab().process(shelf.keys, shelf.process.connection, {
      checkWaitMs: 0,
      onFailure: (collection, error) => failures.push([collection, (error as AisleError).code]),
    });
    expect(await put({ ...OLD, title: { kind: 'numeric' } }, hasty)).toEqual({ outcome: 'migrating' });
    await hasty.manager.settled();
    expect(failures).toEqual([['books', 'DOCUMENTS_DO_NOT_FIT']]);
    expect((await shelf.process.manager.describe('books')).index).toEqual({
      state: 'ready',
      progress: 1,
      error: { code: 'DOCUMENTS_DO_NOT_FIT', message: expect.stringContaining('4 documents of "books"') },
    });
    expect(await shelf.process.manager.resume()).toEqual([]);
    expect(await put(OLD)).toEqual({ outcome: 'unchanged' });
    expect((await shelf.process.manager.describe('books')).index).toEqual({ state: 'ready', progress: 1 });
  });

  it('is joined by who wants the same, and stands in the way of who wants another', async () => {
    await stockAtRunTime();
    const hasty = lab().process(shelf.keys, shelf.process.connection, { checkWaitMs: 0 });
    await put(NEW, hasty);
    expect(await put(NEW, hasty)).toEqual({ outcome: 'migrating' });
    await expect(put({ title: { kind: 'text' } }, hasty)).rejects.toMatchObject({ code: 'MIGRATION_RUNNING' });
    expect((await hasty.manager.describe('books')).index.state).toBe('migrating');
    await hasty.manager.settled();
    expect(await put(NEW, hasty)).toEqual({ outcome: 'unchanged' });
  });

  it('stands in the way of another process too', async () => {
    await stockAtRunTime();
    await shelf.holdLock();
    await expect(put(NEW)).rejects.toMatchObject({ code: 'MIGRATION_RUNNING', status: 409 });
  });

  it('is taken up again wherever it stopped', async () => {
    for (let commands = 8; ; commands += 5) {
      shelf = new Shelf(lab());
      await stockAtRunTime();
      const dying = lab().process(shelf.keys, dyingConnection(shelf.process.connection, commands));
      const answer = await put(NEW, dying).catch(() => null);
      await dying.manager.settled();
      await shelf.freeLock();
      const next = lab().process(shelf.keys);
      await next.manager.resume();
      await next.manager.settled();
      const described = await next.manager.describe('books');
      expect(described.index).toEqual({ state: 'ready', progress: 1 });
      if (answer !== null) await shelf.expectSettled(after, [1, 2, 3, 4]);
      else await shelf.expectSettled(definition('books', described.fields), [1, 2, 3, 4]);
      if (answer === null || commands < 100) continue;
      break;
    }
  });

  it('stops when the process does, and the next one goes on', async () => {
    await stockAtRunTime();
    const stopping = lab().process(shelf.keys, shelf.process.connection, { checkWaitMs: 0 });
    expect(await put(NEW, stopping)).toEqual({ outcome: 'migrating' });
    await stopping.manager.close();
    const next = lab().process(shelf.keys);
    await next.manager.resume();
    await next.manager.settled();
    await shelf.expectSettled(after, [1, 2, 3, 4]);
  });

  it('is left to the process that does it', async () => {
    await stockAtRunTime();
    await shelf.holdLock();
    await shelf.process.connection.send(['FT.DROPINDEX', shelf.keys.index('books', indexHash(before))]);
    const failures: unknown[] = [];
    const next = lab().process(shelf.keys, shelf.process.connection, { onFailure: (_, error) => failures.push(error) });
    expect(await next.manager.resume()).toEqual(['books']);
    await next.manager.settled();
    expect(failures).toEqual([]);
    expect((await shelf.process.manager.describe('books')).index.state).toBe('missing');
    await shelf.freeLock();
    await next.manager.resume();
    await next.manager.settled();
    expect((await shelf.process.manager.describe('books')).index.state).toBe('ready');
  });
});
