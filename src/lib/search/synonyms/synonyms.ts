import { randomUUID } from 'node:crypto';
import type { AnyCollection } from '../../collections/collection.js';
import { partitionsOf } from '../../collections/partition.js';
import type { DefinitionStore } from '../../documents/definition-store.js';
import { AisleError } from '../../errors/aisle-error.js';
import { CollectionNotFoundError } from '../../errors/collection-errors.js';
import { EngineError } from '../../errors/engine-errors.js';
import { SynonymNotFoundError } from '../../errors/synonym-errors.js';
import { EventBus } from '../../messaging/events/event-bus.js';
import { inputError } from '../../query/input.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { Script } from '../../redis/script.js';
import { readSynonyms, SynonymCache, synonymsKey } from './synonym-cache.js';
import { SYNONYMS_CHANGED } from './synonym-events.js';
import { PUT_SYNONYM, REMOVE_SYNONYM } from './synonym-scripts.js';
import { checkSynonymId, parseSynonym, SYNONYM_LIMITS } from './synonym.js';
import type { StoredSynonym, Synonym } from './synonym.js';

export interface SynonymsOptions {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly definitions: DefinitionStore;
}

/**
 * The synonyms of collections. A change is in force at once in this process, and within moments, a second at most, in
 * others; neither documents nor index have part in it. They go with their collection.
 */
export class Synonyms {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  readonly #definitions: DefinitionStore;
  readonly #events: EventBus;
  /** What searches of this process read. */
  readonly cache: SynonymCache;

  constructor({ connection, keys, definitions }: SynonymsOptions) {
    this.#connection = connection;
    this.#keys = keys;
    this.#definitions = definitions;
    this.#events = new EventBus(connection, keys);
    this.cache = new SynonymCache(connection, keys);
  }

  /**
   * Listens for what other processes change, so that it is in force within moments.
   * @throws ENGINE_UNAVAILABLE, ENGINE_PERMISSION_DENIED; searches then see changes within a second
   */
  async watch(): Promise<void> {
    await this.#events.on(SYNONYMS_CHANGED, ({ collection }) => {
      this.cache.forget(collection);
    });
    this.#events.onGap(() => {
      this.cache.forgetAll();
    });
  }

  /** All of a collection, by id. @throws COLLECTION_NOT_FOUND */
  async list(collection: string): Promise<readonly StoredSynonym[]> {
    return readSynonyms(this.#connection, this.#keys, await this.#serving(collection));
  }

  /** @throws COLLECTION_NOT_FOUND, SYNONYM_NOT_FOUND, INVALID_ID */
  async get(collection: string, id: string): Promise<StoredSynonym> {
    const key = synonymsKey(this.#keys, await this.#serving(collection));
    const text = await this.#connection.send(['HGET', key, checkSynonymId(id)]);
    if (typeof text !== 'string') throw new SynonymNotFoundError(collection, id);
    return { id, ...parseSynonym(JSON.parse(text)) };
  }

  /**
   * Makes a synonym, or puts it in the place of the one of that id.
   * @param input a {@link Synonym}, checked
   * @throws COLLECTION_NOT_FOUND, INVALID_ID, INVALID_VALUE, UNKNOWN_PARAMETER, LIMIT_EXCEEDED
   */
  async put(
    collection: string,
    id: string,
    input: Synonym,
  ): Promise<{ readonly created: boolean; readonly synonym: StoredSynonym }> {
    const synonym = parseSynonym(withoutId(input, id));
    const args = [checkSynonymId(id), JSON.stringify(synonym), randomUUID(), String(SYNONYM_LIMITS.count)];
    const reply = await this.#change(collection, PUT_SYNONYM, args);
    if (reply === 'FULL') {
      throw new AisleError(
        'LIMIT_EXCEEDED',
        `The collection "${collection}" has ${SYNONYM_LIMITS.count} synonyms, the most that are allowed. Delete some, or put more words into one.`,
      );
    }
    return { created: reply === 1, synonym: { id, ...synonym } };
  }

  /** @throws COLLECTION_NOT_FOUND, SYNONYM_NOT_FOUND, INVALID_ID */
  async delete(collection: string, id: string): Promise<void> {
    const reply = await this.#change(collection, REMOVE_SYNONYM, [checkSynonymId(id), randomUUID()]);
    if (reply !== 1) throw new SynonymNotFoundError(collection, id);
  }

  async #change(name: string, script: Script, args: readonly string[]): Promise<unknown> {
    const collection = await this.#serving(name);
    const definition = this.#keys.definition(name, partitionsOf(collection.partitions)[0] ?? null);
    const reply = await this.#connection.run(script, [definition, synonymsKey(this.#keys, collection)], args);
    if (reply === 'GONE') throw new CollectionNotFoundError(name, await this.#definitions.names());
    this.cache.forget(name);
    await this.#announce(name);
    return reply;
  }

  /** Only makes others faster: those whom it does not reach look by themselves. */
  async #announce(collection: string): Promise<void> {
    try {
      await this.#events.publish(SYNONYMS_CHANGED, { collection });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  async #serving(name: string): Promise<AnyCollection> {
    return (await this.#definitions.handle(name).current()).serving;
  }
}

/** What is read can be put again: an id in it has to be the same. */
function withoutId(input: unknown, id: string): unknown {
  if (typeof input !== 'object' || input === null || !('id' in input)) return input;
  const { id: own, ...synonym } = input;
  if (own !== id) throw inputError('INVALID_VALUE', 'id', `must be "${id}", as in the address, or left out`);
  return synonym;
}
