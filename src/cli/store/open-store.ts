import {
  CollectionManager,
  createKeys,
  DefinitionStore,
  DocumentRepository,
  openConnection,
  SearchService,
  Synonyms,
} from '../../lib/index.js';
import type { AnyCollection, Keys, RedisConnection } from '../../lib/index.js';
import type { Terminal } from '../terminal/terminal.js';
import { showEngineProgress } from './engine-progress.js';
import type { StoreSettings } from './store-settings.js';

/** What commands work on. */
export interface Store {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly manager: CollectionManager;
  readonly synonyms: Synonyms;
  /** The documents of a collection that is stored. */
  repository(name: string): DocumentRepository;
  /** Searches in a collection that is stored. */
  search(name: string): SearchService;
  /** The documents of a collection of the catalogue, checked by their class; the collection is made where it is missing. */
  declared<C extends AnyCollection>(collection: C, signal: AbortSignal): Promise<DocumentRepository<C>>;
}

export interface OpenStoreOptions {
  /** Work with a server that lacks modules, to tell so. @default true */
  readonly requireModules?: boolean;
}

/**
 * Connects, does some work, and gives connection and engine back, however the work ended.
 * @throws errors of the engine, and those of the work
 */
export async function withStore<T>(
  terminal: Terminal,
  settings: StoreSettings,
  work: (store: Store) => Promise<T>,
  options: OpenStoreOptions = {},
): Promise<T> {
  const connection = await connect(terminal, settings, options);
  const keys = createKeys(settings.namespace);
  const definitions = new DefinitionStore(connection, keys);
  const manager = new CollectionManager({ connection, keys, definitions });
  const synonyms = new Synonyms({ connection, keys, definitions });
  const repository = (name: string) =>
    new DocumentRepository({ connection, keys, definitions: definitions.handle(name) });
  try {
    return await work({
      connection,
      keys,
      manager,
      synonyms,
      repository,
      search: (name) =>
        new SearchService({ connection, keys, definitions: definitions.handle(name), synonyms: synonyms.cache }),
      declared: async (collection, signal) => {
        await manager.declare(collection, { signal });
        return new DocumentRepository({
          connection,
          keys,
          definitions: definitions.handle(collection.name),
          collection,
        });
      },
    });
  } finally {
    await manager.close();
    await connection.close();
  }
}

async function connect(
  terminal: Terminal,
  { redisUrl, home }: StoreSettings,
  { requireModules = true }: OpenStoreOptions,
): Promise<RedisConnection> {
  if (redisUrl !== null) return openConnection({ url: redisUrl, requireModules, clientName: 'aisle-cli' });
  const progress = showEngineProgress(terminal);
  try {
    return await openConnection({ embedded: { home }, clientName: 'aisle-cli' }, { onProgress: progress.update });
  } finally {
    progress.end();
  }
}
