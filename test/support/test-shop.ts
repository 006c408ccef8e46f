import type { AnyCollection, AnyDocument } from '../../src/lib/collections/collection.js';
import { fromDefinitionJson } from '../../src/lib/collections/definition-json.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import { ensureIndex } from '../../src/lib/indexes/ensure-index.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { Keys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { SearchService } from '../../src/lib/search/search-service.js';
import type { SearchServiceOptions } from '../../src/lib/search/search-service.js';
import { startTestEngine } from './engine.js';

/** A collection with its documents and its search. */
export interface TestCollection {
  readonly collection: AnyCollection;
  readonly repository: DocumentRepository;
  readonly search: SearchService;
}

export type TestSearchOptions = Pick<SearchServiceOptions, 'columns'>;

export interface TestShop {
  /** Makes a collection of a definition, and writes its documents. @throws the error of the first that is refused */
  create(
    name: string,
    definition: object,
    documents?: readonly AnyDocument[],
    options?: TestSearchOptions,
  ): Promise<TestCollection>;
  close(): Promise<void>;
}

/** Collections made at run time, on an engine of their own. */
export async function openTestShop(): Promise<TestShop> {
  const engine = await startTestEngine();
  const connection = await openConnection({ url: engine.url });
  const keys = createKeys('shop');
  return {
    async create(name, definition, documents = [], options = {}) {
      const created = await createCollection(connection, keys, name, definition, options);
      await putAll(created.repository, documents);
      return created;
    },
    async close() {
      await connection.close();
      await engine.close();
    },
  };
}

/** Makes a collection of a definition. */
export async function createCollection(
  connection: RedisConnection,
  keys: Keys,
  name: string,
  definition: object,
  searchOptions: TestSearchOptions = {},
): Promise<TestCollection> {
  const store = new DefinitionStore(connection, keys);
  const collection = fromDefinitionJson(name, definition);
  await store.publish({ serving: collection, other: null, source: 'stored', state: 'ready' }, null);
  await ensureIndex(connection, keys, collection);
  const options = { definitions: store.handle(name), connection, keys };
  const search = new SearchService({ ...options, ...searchOptions });
  return { collection, repository: new DocumentRepository(options), search };
}

/** Writes documents. @throws the error of the first that is refused */
export async function putAll(repository: DocumentRepository, documents: readonly AnyDocument[]): Promise<void> {
  for await (const { error } of repository.putMany(documents)) if (error !== undefined) throw error;
}
