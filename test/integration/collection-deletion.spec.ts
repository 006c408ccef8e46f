import { listIndexes } from '../../src/lib/indexes/index-info.js';
import { dyingConnection } from '../support/dying-connection.js';
import { fill, openIndexLab } from '../support/index-lab.js';
import { forAllTests } from '../support/for-all-tests.js';
import { NEW, OLD, Shelf } from '../support/shelf.js';

const lab = forAllTests(openIndexLab);
let shelf: Shelf;

beforeEach(() => {
  shelf = new Shelf(lab());
});

describe('the deletion of a collection', () => {
  const three = { fields: OLD, partitions: 3 };
  const volumes = Array.from({ length: 30 }, (_, at) => ({ id: `v${at}`, title: `Volume ${at}` }));

  async function stockTwo(): Promise<void> {
    await shelf.process.manager.put('books', three);
    await shelf.process.manager.put('booksellers', { fields: { name: { kind: 'text' } } });
    await fill(shelf.process, 'books', volumes);
    await fill(shelf.process, 'booksellers', [{ id: 'a', name: 'A & Sons' }]);
  }

  async function expectGone(): Promise<void> {
    const left = await shelf.process.connection.send(['KEYS', `${shelf.keys.namespace}:{books}*`]);
    const partitioned = await shelf.process.connection.send(['KEYS', `${shelf.keys.namespace}:{books.*`]);
    expect([left, partitioned]).toEqual([[], []]);
    const indexes = (await listIndexes(shelf.process.connection)).filter((name) =>
      name.startsWith(`${shelf.keys.namespace}:`),
    );
    expect(indexes).toHaveLength(1);
    expect((await shelf.process.manager.list()).map(({ name }) => name)).toEqual(['booksellers']);
    expect(await shelf.process.repository('booksellers').get('a')).not.toBeNull();
  }

  it('takes documents, feed, sequence, index and definition of all partitions, and nothing else', async () => {
    await stockTwo();
    const writer = lab()
      .process(shelf.keys, await lab().connect())
      .repository('books');
    await writer.put({ id: 'last', title: 'The Last' });
    await shelf.process.manager.remove('books');
    await expect(writer.put({ id: 'late', title: 'Too Late' })).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    await expectGone();
    await expect(shelf.process.manager.remove('books')).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    expect(await shelf.process.manager.put('books', { fields: NEW })).toEqual({ outcome: 'created' });
  });

  it('loses no race against writers', async () => {
    await stockTwo();
    const writer = lab()
      .process(shelf.keys, await lab().connect())
      .repository('books');
    const write = async () => {
      for (let at = 0; ; at++) await writer.put({ id: `w${at}`, title: 'Written' });
    };
    const refused = expect(write()).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
    await shelf.process.manager.remove('books');
    await refused;
    await expectGone();
  });

  it('refuses writes from the first step on, and can be resumed wherever it stopped', async () => {
    for (let commands = 0; ; commands++) {
      shelf = new Shelf(lab());
      await stockTwo();
      const dying = lab().process(shelf.keys, dyingConnection(shelf.process.connection, commands));
      const outcome = await dying.manager.remove('books').then(
        () => 'done',
        () => 'died',
      );
      await shelf.freeLock();
      const next = lab().process(shelf.keys);
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
