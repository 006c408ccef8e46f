import { indexHash } from '../../src/lib/collections/index-hash.js';
import type { AnyCollection } from '../../src/lib/collections/collection.js';
import { isInForce } from '../../src/lib/indexes/collection-work.js';
import { listIndexes } from '../../src/lib/indexes/index-info.js';
import type { Keys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { dyingConnection } from './dying-connection.js';
import { definition, fill, snapshot } from './index-lab.js';
import type { IndexLab, LabProcess } from './index-lab.js';

export const OLD = {
  title: { kind: 'text' },
  genre: { kind: 'tag', facet: true },
  place: { kind: 'vector', dimensions: 2 },
};
export const NEW = {
  title: { kind: 'text', sortable: true },
  genre: { kind: 'hierarchy', separator: '/', facet: true },
  pages: { kind: 'numeric', sortable: true },
};
export const before = definition('books', OLD);
export const after = definition('books', NEW);
export const BOOKS = [
  { id: 'dune', title: 'Dune', genre: 'Fiction/Space', pages: 412, place: [0.5, 1.5] },
  { id: 'emma', title: 'Emma', genre: 'Fiction/Love', pages: 474, place: [1, 0] },
  { id: 'bread', title: 'Bread at Home', genre: 'Cooking', pages: 96 },
  { id: 'blank', title: 'Untitled' },
];
export const IDS = BOOKS.map(({ id }) => id);

/** A namespace of its own, in which a collection of books is made and changed. */
export class Shelf {
  readonly keys: Keys;
  /** A process that makes no migration. */
  readonly process: LabProcess;

  constructor(private readonly lab: IndexLab) {
    this.keys = lab.namespace();
    this.process = lab.process(this.keys);
  }

  async stock(collection: AnyCollection = before): Promise<void> {
    await this.lab.process(this.keys).manager.declare(collection);
    await fill(this.process, 'books', BOOKS);
  }

  async migrate(wanted: AnyCollection, connection?: RedisConnection): Promise<void> {
    await this.lab.process(this.keys, connection).manager.declare(wanted, { migrations: 'auto' });
  }

  /** Migrates in a process that dies after so many commands, and leaves no lock. True when it came to its end. */
  async migrateUntilDead(wanted: AnyCollection, commands: number): Promise<boolean> {
    const isDone = await this.migrate(wanted, dyingConnection(this.process.connection, commands)).then(
      () => true,
      () => false,
    );
    await this.freeLock();
    return isDone;
  }

  /** Holds the lock of migrations, as another process would. */
  async holdLock(): Promise<void> {
    await this.process.connection.send(['SET', this.#lock, 'another process', 'PX', '60000']);
  }

  /** Takes the lock away that a process held when it died. */
  async freeLock(): Promise<void> {
    await this.process.connection.send(['DEL', this.#lock]);
  }

  get #lock(): string {
    return this.keys.state('lock', '{migration:books}');
  }

  /** All that must be so once `wanted` serves, as if it had been there from the beginning. */
  async expectSettled(wanted: AnyCollection, versions: readonly number[]): Promise<void> {
    const reader = this.lab.process(this.keys);
    const record = await reader.definitions.inspect('books');
    expect(record).toMatchObject({ state: 'ready', other: null, serving: { fields: wanted.fields } });
    expect(record !== null && (await isInForce(reader, record, wanted))).toBe(true);
    const indexes = await listIndexes(reader.connection);
    expect(indexes.filter((name) => name.startsWith(`${this.keys.namespace}:`))).toEqual([
      this.keys.index('books', indexHash(wanted)),
    ]);
    expect(await reader.manager.verify('books')).toMatchObject({
      documents: BOOKS.length,
      indexed: BOOKS.length,
      missing: { count: 0 },
    });
    const fresh = this.lab.process(this.lab.namespace());
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
}
