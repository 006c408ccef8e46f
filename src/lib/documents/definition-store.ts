import { ANALYSIS_VERSION } from '../analysis/analysis-version.js';
import type { AnyCollection } from '../collections/collection.js';
import { definitionHash, fromDefinitionJson } from '../collections/definition-json.js';
import { partitionsOf } from '../collections/partition.js';
import { CollectionNotFoundError, MigrationRunningError } from '../errors/collection-errors.js';
import { InvalidDefinitionError } from '../errors/input-errors.js';
import { EngineError } from '../errors/engine-errors.js';
import { EventBus } from '../messaging/events/event-bus.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { scriptCommand } from '../redis/script.js';
import type { ActiveDefinitions, DefinitionHandle } from './active-definitions.js';
import { DefinitionCache } from './definition-cache.js';
import { DEFINITION_CHANGED } from './definition-events.js';
import { decodeDefinition, encodeDefinition } from './definition-record.js';
import type { DefinitionRecord, NextDefinition } from './definition-record.js';
import { COPY_DEFINITION, ERASE_DEFINITION, PUBLISH_DEFINITION } from './definition-scripts.js';

export interface DefinitionStoreOptions {
  /** Milliseconds after which a definition is read anew before it is used; writes notice a change at once. @default 2000 */
  readonly maxAgeMs?: number;
}

/**
 * The definitions in force, stored in Redis. Each partition of a collection has a copy, for the scripts that write there.
 * The copy of the first partition decides: it is written first, and whoever reads brings the others up to it. When a
 * collection is made it is written last, when one is deleted it goes last.
 */
export class DefinitionStore {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  readonly #cache: DefinitionCache;
  readonly #events: EventBus;
  readonly #declared = new Map<string, AnyCollection>();

  constructor(connection: RedisConnection, keys: Keys, { maxAgeMs = 2_000 }: DefinitionStoreOptions = {}) {
    this.#connection = connection;
    this.#keys = keys;
    this.#events = new EventBus(connection, keys);
    this.#cache = new DefinitionCache((name) => this.#loadOrFail(name), maxAgeMs);
  }

  /**
   * Makes a collection of the program's code known, so that its documents are checked by their class, and handles give
   * back this very value where the stored definition equals it.
   * @throws INVALID_DEFINITION when another one of that name is known already
   */
  attach(collection: AnyCollection): void {
    const { name } = collection;
    const known = this.#declared.get(name);
    if (known !== undefined && known !== collection) {
      throw new InvalidDefinitionError(`The collection "${name}" is declared twice. Declare it once and import it.`);
    }
    this.#declared.set(name, collection);
    this.#cache.forget(name);
  }

  /** The collection of that name in the program's code. */
  attached(name: string): AnyCollection | undefined {
    return this.#declared.get(name);
  }

  /**
   * Listens for what other processes change, so that it is read anew at its next use instead of after `maxAgeMs`. Where
   * the connection is lost for a while, everything is read anew after it.
   * @throws ENGINE_UNAVAILABLE, ENGINE_PERMISSION_DENIED; the store works without it
   */
  async watch(): Promise<void> {
    await this.#events.on(DEFINITION_CHANGED, ({ collection, epoch }) => {
      this.#cache.outdate(collection, epoch);
    });
    this.#events.onGap(() => {
      this.#cache.forgetAll();
    });
  }

  /** The definitions in force; null when there is no such collection or it is being deleted. */
  async load(name: string): Promise<ActiveDefinitions | null> {
    const record = await this.inspect(name);
    return record === null || record.state === 'deleting' ? null : record;
  }

  /** The stored record with its state; null when there is none. */
  async inspect(name: string): Promise<DefinitionRecord | null> {
    const record = await this.#read(name);
    if (record !== null && record.state !== 'deleting') await this.#bringUp(name, record);
    return record;
  }

  /** The names of all collections, sorted; one that is just being made or deleted may be among them. */
  async names(): Promise<readonly string[]> {
    const names = await this.#connection.send(['SMEMBERS', this.#keys.collections()]);
    return Array.isArray(names) ? names.map(String).sort() : [];
  }

  /** The definitions of all collections, by name. */
  async list(): Promise<readonly ActiveDefinitions[]> {
    const names = await this.names();
    const loaded = await Promise.all(names.map((name) => this.load(name)));
    return loaded.filter((definitions) => definitions !== null);
  }

  /** The definitions of one collection as repositories and searches see them. */
  handle(name: string): DefinitionHandle {
    return {
      name,
      current: () => this.#cache.current(name),
      reload: () => this.#cache.reload(name),
    };
  }

  /**
   * Puts `next` in force in the place of `previous`; null makes a collection.
   * @throws MIGRATION_RUNNING when somebody else changed the collection since `previous` was read
   */
  async publish(next: NextDefinition, previous: DefinitionRecord | null): Promise<DefinitionRecord> {
    const { name } = next.serving;
    const epoch = await this.#nextEpoch(previous?.epoch ?? 0);
    const { serving, other, source, state } = next;
    const record = Object.freeze({ epoch, source, serving, other, state, analysis: ANALYSIS_VERSION });
    if (previous === null) {
      await this.#connection.send(['SADD', this.#keys.collections(), name]);
      await this.#copy(name, record, 'create');
    }
    const published = await this.#connection.run(
      PUBLISH_DEFINITION,
      [this.#firstKey(name, record)],
      [previous === null ? '' : String(previous.epoch), String(epoch), encodeDefinition(record)],
    );
    if (published !== 1) throw new MigrationRunningError(name);
    if (previous !== null) await this.#copy(name, record, 'update');
    if (record.state === 'deleting') this.#cache.forget(name);
    else this.#cache.set(name, record);
    await this.#announce(name, epoch);
    return record;
  }

  /** Brings all partitions up to a record, also those whose copy is missing. */
  async repair(record: DefinitionRecord): Promise<void> {
    await this.#connection.send(['SADD', this.#keys.collections(), record.serving.name]);
    await this.#copy(record.serving.name, record, 'create');
  }

  /**
   * Forgets a collection: the last step of its deletion.
   * @throws MIGRATION_RUNNING when somebody else changed the collection since the record was read
   */
  async erase(record: DefinitionRecord): Promise<void> {
    const { name, partitions } = record.serving;
    this.#cache.forget(name);
    const others = partitionsOf(partitions).slice(1);
    for (const partition of others) await this.#connection.send(['DEL', this.#keys.definition(name, partition)]);
    const erased = await this.#connection.run(ERASE_DEFINITION, [this.#firstKey(name, record)], [String(record.epoch)]);
    if (erased !== 1) throw new MigrationRunningError(name);
    await this.#connection.send(['SREM', this.#keys.collections(), name]);
    await this.#announce(name, null);
  }

  async #loadOrFail(name: string): Promise<ActiveDefinitions> {
    const definitions = await this.load(name);
    if (definitions === null) throw new CollectionNotFoundError(name, await this.names());
    return definitions;
  }

  async #read(name: string): Promise<DefinitionRecord | null> {
    const fields = await Promise.all(
      [null, 0].map((partition) =>
        this.#connection.send(['HMGET', this.#keys.definition(name, partition), 'epoch', 'definition']),
      ),
    );
    const records = fields
      .map((reply): unknown[] => (Array.isArray(reply) ? reply : []))
      .flatMap(([epoch, text]) =>
        typeof epoch === 'string' && typeof text === 'string' ? [{ epoch: Number(epoch), text }] : [],
      )
      .sort((a, b) => b.epoch - a.epoch);
    const [newest] = records;
    if (newest === undefined) return null;
    return decodeDefinition(name, newest.epoch, newest.text, (json) => this.#toCollection(name, json));
  }

  #toCollection(name: string, json: unknown): AnyCollection {
    const declared = this.#declared.get(name);
    const stored = fromDefinitionJson(name, json, declared?.document ?? null);
    return declared !== undefined && definitionHash(declared) === definitionHash(stored) ? declared : stored;
  }

  /** Only makes others faster: those whom it does not reach look by themselves, and every write compares the epoch. */
  async #announce(collection: string, epoch: number | null): Promise<void> {
    try {
      await this.#events.publish(DEFINITION_CHANGED, { collection, epoch });
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
    }
  }

  /** Ends a publication that a crash cut short. */
  async #bringUp(name: string, record: DefinitionRecord): Promise<void> {
    const others = partitionsOf(record.serving.partitions).slice(1);
    if (others.length === 0) return;
    const epochs = await Promise.all(
      others.map((partition) => this.#connection.send(['HGET', this.#keys.definition(name, partition), 'epoch'])),
    );
    if (epochs.some((epoch) => Number(epoch) < record.epoch)) await this.#copy(name, record, 'update');
  }

  async #copy(name: string, record: DefinitionRecord, mode: 'create' | 'update'): Promise<void> {
    const others = partitionsOf(record.serving.partitions).slice(1);
    const args = [String(record.epoch), encodeDefinition(record), mode];
    const replies = await this.#connection.pipeline(
      others.map((partition) => scriptCommand(COPY_DEFINITION, [this.#keys.definition(name, partition)], args)),
    );
    const failed = replies.find((reply) => reply instanceof Error);
    if (failed !== undefined) throw failed;
  }

  /** One counter over all collections, so that an epoch never comes again. */
  async #nextEpoch(above: number): Promise<number> {
    const counter = this.#keys.state('definitions', 'epoch');
    const epoch = Number(await this.#connection.send(['INCR', counter]));
    if (epoch > above) return epoch;
    return Number(await this.#connection.send(['INCRBY', counter, String(above - epoch + 1)]));
  }

  #firstKey(name: string, record: DefinitionRecord): string {
    return this.#keys.definition(name, partitionsOf(record.serving.partitions)[0] ?? null);
  }
}
