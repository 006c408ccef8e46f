import { Logger } from '@nestjs/common';
import type { FactoryProvider, Provider } from '@nestjs/common';
import { resolveOptions } from './aisle-options.js';
import type { AisleModuleAsyncOptions, AisleModuleOptions, AisleRuntimeOptions } from './aisle-options.js';
import { AISLE_OPTIONS, getCollectionToken, getRepositoryToken, getSearchToken } from './aisle.tokens.js';
import { CollectionAccess } from './collection-access.js';
import type { AnyCollection } from './collections/collection.js';
import { DefinitionStore } from './documents/definition-store.js';
import { EngineError } from './errors/engine-errors.js';
import { CollectionManager } from './indexes/collection-manager.js';
import { IndexAuditor } from './indexes/index-audit.js';
import { StreamBell } from './messaging/streams/stream-bell.js';
import { EngineCircuit } from './redis/circuit/engine-circuit.js';
import { guardConnection } from './redis/circuit/guard-connection.js';
import { createKeys } from './redis/keys.js';
import type { Keys } from './redis/keys.js';
import { openConnection } from './redis/open-connection.js';
import type { RedisConnection } from './redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from './redis/redis.tokens.js';
import { Synonyms } from './search/synonyms/synonyms.js';

/** What the whole application shares, whatever the source of the options. */
export function createCoreProviders(options: Provider): Provider[] {
  return [
    options,
    {
      provide: EngineCircuit,
      inject: [AISLE_OPTIONS],
      useFactory: ({ circuit }: AisleRuntimeOptions) => new EngineCircuit(circuit === false ? {} : circuit),
    },
    {
      provide: AISLE_CONNECTION,
      inject: [AISLE_OPTIONS, EngineCircuit],
      useFactory: async ({ redis, connectionHooks, circuit }: AisleRuntimeOptions, engineCircuit: EngineCircuit) => {
        const connection = await openConnection(redis, connectionHooks);
        return circuit === false ? connection : guardConnection(connection, engineCircuit);
      },
    },
    {
      provide: AISLE_KEYS,
      inject: [AISLE_OPTIONS],
      useFactory: ({ namespace }: AisleRuntimeOptions) => createKeys(namespace),
    },
    {
      provide: DefinitionStore,
      inject: [AISLE_CONNECTION, AISLE_KEYS],
      useFactory: openDefinitionStore,
    },
    {
      provide: CollectionManager,
      inject: [AISLE_CONNECTION, AISLE_KEYS, DefinitionStore],
      useFactory: (connection: RedisConnection, keys: Keys, definitions: DefinitionStore) =>
        new CollectionManager({ connection, keys, definitions, onFailure: logFailure }),
    },
    {
      provide: IndexAuditor,
      inject: [AISLE_CONNECTION, AISLE_KEYS, DefinitionStore],
      useFactory: (connection: RedisConnection, keys: Keys, definitions: DefinitionStore) =>
        new IndexAuditor({ connection, keys, definitions }),
    },
    {
      provide: StreamBell,
      inject: [AISLE_CONNECTION],
      useFactory: (connection: RedisConnection) => new StreamBell(connection),
    },
    {
      provide: Synonyms,
      inject: [AISLE_CONNECTION, AISLE_KEYS, DefinitionStore],
      useFactory: openSynonyms,
    },
    CollectionAccess,
  ];
}

async function openDefinitionStore(connection: RedisConnection, keys: Keys): Promise<DefinitionStore> {
  const store = new DefinitionStore(connection, keys);
  await watchIfAllowed(store, 'Changes of collections made by other processes');
  return store;
}

async function openSynonyms(connection: RedisConnection, keys: Keys, definitions: DefinitionStore): Promise<Synonyms> {
  const synonyms = new Synonyms({ connection, keys, definitions });
  await watchIfAllowed(synonyms, 'Synonyms changed by other processes');
  return synonyms;
}

/** Hears of changes at once where the engine's user may listen, else within a second or two. */
async function watchIfAllowed(store: { watch(): Promise<void> }, what: string): Promise<void> {
  try {
    await store.watch();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    new Logger('Aisle').warn(`${what} are seen a little later. ${error.message}`);
  }
}

/** Nobody waits for a migration in the background, so its failure goes to the log; `describe` shows it too. */
function logFailure(collection: string, error: unknown): void {
  new Logger('Aisle').error(`The migration of the collection "${collection}" failed. ${String(error)}`);
}

/** The tokens that {@link createCoreProviders} offers to other modules. */
export const CORE_EXPORTS = [
  AISLE_OPTIONS,
  AISLE_CONNECTION,
  EngineCircuit,
  AISLE_KEYS,
  DefinitionStore,
  CollectionManager,
  IndexAuditor,
  StreamBell,
  Synonyms,
  CollectionAccess,
];

export function createOptionsProvider(options: AisleModuleOptions): Provider {
  return { provide: AISLE_OPTIONS, useValue: resolveOptions(options) };
}

export function createAsyncOptionsProvider({ inject = [], useFactory }: AisleModuleAsyncOptions): FactoryProvider {
  return {
    provide: AISLE_OPTIONS,
    inject: [...inject],
    useFactory: async (...args: never[]) => resolveOptions(await useFactory(...args)),
  };
}

/** A collection's declaration, repository and search service. */
export function createCollectionProviders(collection: AnyCollection): FactoryProvider[] {
  const { name } = collection;
  return [
    {
      provide: getCollectionToken(collection),
      inject: [CollectionManager, AISLE_OPTIONS],
      useFactory: async (manager: CollectionManager, { migrations }: AisleRuntimeOptions) => {
        await manager.declare(collection, { migrations });
        return collection;
      },
    },
    {
      provide: getRepositoryToken(collection),
      inject: [CollectionAccess, getCollectionToken(collection)],
      useFactory: (access: CollectionAccess) => access.repository(name),
    },
    {
      provide: getSearchToken(collection),
      inject: [CollectionAccess, getCollectionToken(collection)],
      useFactory: (access: CollectionAccess) => access.search(name),
    },
  ];
}
