import type { AnyCollection } from '../../src/lib/collections/collection.js';
import { indexHash } from '../../src/lib/collections/index-hash.js';
import { indexSchema } from '../../src/lib/collections/index-schema.js';
import { partitionsOf } from '../../src/lib/collections/partition.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import type { DocumentRepositoryOptions } from '../../src/lib/documents/document-repository.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { Keys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { startTestEngine } from './engine.js';
import type { TestEngine } from './engine.js';

/** What one process has: a connection of its own, and what it knows of definitions. */
export interface StoreClient {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly definitions: DefinitionStore;
  repository<C extends AnyCollection>(
    collection: C,
    options?: Partial<DocumentRepositoryOptions<C>>,
  ): DocumentRepository<C>;
}

/** An engine for one test file. */
export interface DocumentStore extends StoreClient {
  /** Where the engine listens. */
  readonly url: string;
  /** Another process, as far as the engine can tell. */
  connect(): Promise<StoreClient>;
  /** Puts a collection in force, and creates its index. */
  publish(...collections: readonly AnyCollection[]): Promise<void>;
  indexed(collection: AnyCollection): Promise<{ readonly documents: number; readonly failures: number }>;
  dropIndex(collection: AnyCollection): Promise<void>;
  close(): Promise<void>;
}

export async function openDocumentStore(): Promise<DocumentStore> {
  const engine = await startTestEngine();
  const keys = createKeys('test');
  const opened: RedisConnection[] = [];
  const connect = async () => {
    const client = await openClient(engine, keys);
    opened.push(client.connection);
    return client;
  };
  const client = await connect();
  return {
    ...client,
    url: engine.url,
    connect,
    publish: async (...collections) => {
      for (const collection of collections) {
        client.definitions.attach(collection);
        await client.definitions.publish({ source: 'code', serving: collection, other: null, state: 'ready' }, null);
        await createIndex(client, collection);
      }
    },
    indexed: async (collection) => {
      const info = await client.connection.send(['FT.INFO', keys.index(collection.name, indexHash(collection))]);
      const { num_docs, hash_indexing_failures } = info as Readonly<Record<string, unknown>>;
      return { documents: Number(num_docs), failures: Number(hash_indexing_failures) };
    },
    dropIndex: async (collection) => {
      await client.connection.send(['FT.DROPINDEX', keys.index(collection.name, indexHash(collection))]);
    },
    close: async () => {
      await Promise.all(opened.map((connection) => connection.close()));
      await engine.close();
    },
  };
}

async function openClient(engine: TestEngine, keys: Keys): Promise<StoreClient> {
  const connection = await openConnection({ url: engine.url });
  const definitions = new DefinitionStore(connection, keys);
  return {
    connection,
    keys,
    definitions,
    repository: (collection, options = {}) =>
      new DocumentRepository({
        definitions: definitions.handle(collection.name),
        connection,
        keys,
        collection,
        ...options,
      }),
  };
}

async function createIndex({ connection, keys }: StoreClient, collection: AnyCollection): Promise<void> {
  const { name, partitions } = collection;
  const prefixes = partitionsOf(partitions).map((partition) => keys.documentPrefix(name, partition));
  await connection.send([
    ...['FT.CREATE', keys.index(name, indexHash(collection)), 'ON', 'JSON'],
    ...['PREFIX', String(prefixes.length), ...prefixes],
    ...['STOPWORDS', '0'],
    ...['SCHEMA', ...indexSchema(collection)],
  ]);
}
