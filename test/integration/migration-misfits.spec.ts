import type { AisleError } from '../../src/lib/errors/aisle-error.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { dyingConnection } from '../support/dying-connection.js';
import { definition, fill, openIndexLab, snapshot } from '../support/index-lab.js';
import { forAllTests } from '../support/for-all-tests.js';
import { before, IDS, OLD, Shelf } from '../support/shelf.js';

const lab = forAllTests(openIndexLab);
let shelf: Shelf;

beforeEach(() => {
  shelf = new Shelf(lab());
});

describe('documents that do not fit', () => {
  const strict = definition('books', { ...OLD, pages: { kind: 'numeric' } });
  const broken = Array.from({ length: 12 }, (_, at) => ({ id: `broken-${at}`, title: 'x', pages: 'many' }));

  it('stop a migration before anything is changed, with their number and the first ten', async () => {
    await shelf.stock();
    await fill(shelf.process, 'books', broken);
    const record = await shelf.process.definitions.inspect('books');
    const untouched = await snapshot(shelf.process, 'books', IDS);
    const refused = shelf.migrate(strict);
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
    expect(await shelf.process.definitions.inspect('books')).toEqual(record);
    expect(await snapshot(shelf.process, 'books', IDS)).toEqual(untouched);
  });

  it('make it go back when they are written just before writers know of it', async () => {
    await shelf.stock();
    const late = interposed(shelf.process.connection, () => fill(shelf.process, 'books', broken));
    await expect(shelf.migrate(strict, late)).rejects.toMatchObject({ code: 'DOCUMENTS_DO_NOT_FIT', count: 12 });
    const repository = shelf.process.repository('books');
    for (const { id } of broken) await repository.delete(id);
    expect(await shelf.process.definitions.inspect('books')).toMatchObject({
      state: 'ready',
      other: null,
      serving: before,
    });
    await shelf.process.connection.send(['XTRIM', shelf.keys.changes('books', null), 'MAXLEN', '4']);
    await shelf.expectSettled(before, [1, 2, 3, 4]);
  });

  it('are refused while the migration runs, when they are written', async () => {
    await shelf.stock();
    const record = await shelf.process.definitions.inspect('books');
    await shelf.process.definitions.publish({ ...record!, other: strict, state: 'migrating' }, record);
    await expect(fill(shelf.process, 'books', broken)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('do not matter where they break only the definition that goes', async () => {
    await shelf.stock(strict);
    await shelf.process.connection.send([
      'JSON.SET',
      shelf.keys.document('books', null, 'dune'),
      '$.doc.pages',
      '"many"',
    ]);
    await shelf.migrate(before);
    const { hits } = await lab().process(shelf.keys).search('books').search({ q: 'dune' });
    expect(hits.map(({ id }) => id)).toEqual(['dune']);
  });
});

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
