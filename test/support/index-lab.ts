import type { AnyCollection, AnyDocument } from '../../src/lib/collections/collection.js';
import { fromDefinitionJson } from '../../src/lib/collections/definition-json.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import { CollectionManager } from '../../src/lib/indexes/collection-manager.js';
import type { CollectionManagerOptions } from '../../src/lib/indexes/collection-manager.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { Keys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import type { RedisReply } from '../../src/lib/redis/redis-values.js';
import { SearchService } from '../../src/lib/search/search-service.js';
import { startTestEngine } from './engine.js';

/** What one process knows and can do. */
export interface LabProcess {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly definitions: DefinitionStore;
  readonly manager: CollectionManager;
  repository(name: string): DocumentRepository;
  search(name: string): SearchService;
}

/** An engine with namespaces in which collections can be made and changed. */
export interface IndexLab {
  /** A connection of its own. */
  readonly connect: () => Promise<RedisConnection>;
  /** A namespace that nobody used before. */
  namespace(): Keys;
  process(keys: Keys, connection?: RedisConnection, options?: Partial<CollectionManagerOptions>): LabProcess;
  readonly close: () => Promise<void>;
}

export async function openIndexLab(): Promise<IndexLab> {
  const engine = await startTestEngine();
  const connections: RedisConnection[] = [];
  const connect = async () => {
    const connection = await openConnection({ url: engine.url });
    connections.push(connection);
    return connection;
  };
  const shared = await connect();
  let namespaces = 0;
  return {
    connect,
    namespace: () => createKeys(`lab-${++namespaces}`),
    process: (keys, connection = shared, options = {}) => {
      const definitions = new DefinitionStore(connection, keys);
      const manager = new CollectionManager({ connection, keys, definitions, ...options });
      const access = (name: string) => ({ definitions: definitions.handle(name), connection, keys });
      return {
        connection,
        keys,
        definitions,
        manager,
        repository: (name) => new DocumentRepository(access(name)),
        search: (name) => new SearchService(access(name)),
      };
    },
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
      await engine.close();
    },
  };
}

/** Writes documents. @throws the error of the first that is refused */
export async function fill(process: LabProcess, name: string, documents: readonly AnyDocument[]): Promise<void> {
  for await (const { error } of process.repository(name).putMany(documents)) if (error !== undefined) throw error;
}

/** A reply that must be a string. */
export function textOf(reply: RedisReply): string {
  if (typeof reply !== 'string') throw new Error('The reply is no string');
  return reply;
}

/** The raw envelopes of all documents of a collection that has one partition, by id, and the length of its feed. */
export async function snapshot({ connection, keys }: LabProcess, name: string, ids: readonly string[]) {
  const envelopes = await Promise.all(ids.map((id) => connection.send(['JSON.GET', keys.document(name, null, id)])));
  return {
    documents: envelopes.map((text) => JSON.parse(textOf(text)) as Envelope),
    feed: await connection.send(['XLEN', keys.changes(name, null)]),
  };
}

export interface Envelope {
  readonly doc: Readonly<Record<string, unknown>>;
  readonly idx: Readonly<Record<string, unknown>>;
  readonly meta: { readonly id: string; readonly version: number; readonly shape: string };
}

export const definition = (name: string, fields: object, settings: object = {}): AnyCollection =>
  fromDefinitionJson(name, { fields, ...settings });
