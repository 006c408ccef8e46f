import type { AnyCollection } from '../collections/collection.js';
import type { DefinitionStore } from '../documents/definition-store.js';
import { CollectionNotFoundError, DefinedInCodeError } from '../errors/collection-errors.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { Locks } from '../state/locks/locks.js';
import { describeCollection } from './collection-description.js';
import type { CollectionDescription } from './collection-description.js';
import { isInCode, NEVER, planFor } from './collection-work.js';
import type { CollectionWork } from './collection-work.js';
import { declareCollection } from './declare-collection.js';
import type { DeclareOptions } from './declare-collection.js';
import { MigrationJobs } from './migration-jobs.js';
import { MigrationJournal } from './migration-journal.js';
import { MigrationRunner } from './migration-runner.js';
import { planMigration } from './plan-migration.js';
import type { MigrationPlan } from './plan-migration.js';
import { putCollection } from './put-collection.js';
import type { PutOutcome } from './put-collection.js';
import { removeCollection } from './remove-collection.js';
import { resumeCollections } from './resume-collections.js';
import { verifyIndex } from './verify-index.js';
import type { IndexVerification } from './verify-index.js';

export interface CollectionManagerOptions {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  readonly definitions: DefinitionStore;
  /** Milliseconds to wait for another process that works on the same collection. @default 600000 */
  readonly lockWaitMs?: number;
  /** Milliseconds after which the work of a process that died can be taken over. @default 10000 */
  readonly lockTtlMs?: number;
  /** Milliseconds that `put` waits for the check of the documents, so that it can refuse at once. @default 2000 */
  readonly checkWaitMs?: number;
  /** Is told of work that failed in the background; `describe` shows a failed migration too. */
  readonly onFailure?: (collection: string, error: unknown) => void;
}

export interface RemoveOptions {
  /** Also a collection that the code of an application declares; it is made anew when that starts. @default false */
  readonly force?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** How long a deletion waits for a migration, in milliseconds. */
const REMOVE_WAIT_MS = 5_000;

/** Makes, changes, describes and removes collections. */
export class CollectionManager {
  readonly #work: CollectionWork;

  constructor(options: CollectionManagerOptions) {
    const { connection, keys, definitions, onFailure } = options;
    const { lockWaitMs = 600_000, lockTtlMs = 10_000, checkWaitMs = 2_000 } = options;
    const context = { connection, keys, definitions };
    const journal = new MigrationJournal(connection, keys);
    const runner = new MigrationRunner(context, new Locks(connection, keys), journal, lockTtlMs);
    const jobs = new MigrationJobs(runner, onFailure);
    this.#work = { context, journal, runner, jobs, lockWaitMs, checkWaitMs };
  }

  /**
   * Brings the stored collection in line with its declaration in code. Resolves when the index holds all documents.
   * Processes that start at the same time wait for the one that does the work.
   * @throws MIGRATION_REQUIRED with the plan when it differs and `migrations` is `check`; INVALID_DEFINITION when `id` or
   * `partitions` differ; DOCUMENTS_DO_NOT_FIT; MIGRATION_RUNNING
   */
  declare(collection: AnyCollection, options: DeclareOptions = {}): Promise<void> {
    return declareCollection(this.#work, collection, options);
  }

  /**
   * Makes or changes a collection at run time, of its JSON form. A change whose documents fit goes on in the background,
   * the former definition serving meanwhile; after a crash {@link CollectionManager.resume} takes it up again.
   * @throws INVALID_DEFINITION, DEFINED_IN_CODE; MIGRATION_RUNNING while another change is under way; DOCUMENTS_DO_NOT_FIT
   * when that turns out within `checkWaitMs`, otherwise `describe` shows it
   */
  async put(name: string, json: unknown): Promise<{ readonly outcome: PutOutcome }> {
    return { outcome: await putCollection(this.#work, name, json) };
  }

  /** What `declare` or `put` would do. @throws INVALID_DEFINITION when `id` or `partitions` differ */
  async plan(wanted: AnyCollection): Promise<MigrationPlan> {
    const { context } = this.#work;
    const record = await context.definitions.inspect(wanted.name);
    if (record === null || record.state === 'deleting') return planMigration(context.keys, null, wanted);
    return planFor(context, record, wanted);
  }

  /** @throws COLLECTION_NOT_FOUND */
  async describe(name: string): Promise<CollectionDescription> {
    const description = await this.#describe(name);
    if (description === null) throw await this.#notFound(name);
    return description;
  }

  /** All collections, by name. */
  async list(): Promise<readonly CollectionDescription[]> {
    const names = await this.#work.context.definitions.names();
    const descriptions = await Promise.all(names.map((name) => this.#describe(name)));
    return descriptions.filter((description) => description !== null);
  }

  /**
   * Compares the documents of a collection with its index, key by key. Takes its time.
   * @throws COLLECTION_NOT_FOUND, INDEX_NOT_FOUND
   */
  async verify(name: string, options: { readonly signal?: AbortSignal } = {}): Promise<IndexVerification> {
    const { context } = this.#work;
    return verifyIndex(context, await context.definitions.handle(name).reload(), options);
  }

  /**
   * Deletes a collection with its documents and its index. Writes are refused at once, the rest takes its time; after a
   * crash {@link CollectionManager.resume} takes it up again.
   * @throws COLLECTION_NOT_FOUND, DEFINED_IN_CODE, MIGRATION_RUNNING
   */
  async remove(name: string, { force = false, signal = NEVER }: RemoveOptions = {}): Promise<void> {
    const { context, jobs } = this.#work;
    const record = await context.definitions.inspect(name);
    if (record === null) throw await this.#notFound(name);
    if (!force && isInCode(context, name, record)) throw new DefinedInCodeError(name);
    await jobs.cancel(name);
    await removeCollection(this.#work, name, { waitMs: REMOVE_WAIT_MS, signal });
  }

  /**
   * Takes up in the background what processes left undone that are gone: changes of run-time collections, deletions,
   * missing indexes. What another process is doing is left to it.
   * @returns the names of the collections that are worked on
   */
  resume(): Promise<readonly string[]> {
    return resumeCollections(this.#work);
  }

  /** Resolves when nothing goes on in the background of this process. */
  settled(): Promise<void> {
    return this.#work.jobs.settled();
  }

  /** Stops what goes on in the background; it can be resumed. */
  close(): Promise<void> {
    return this.#work.jobs.close();
  }

  async #describe(name: string): Promise<CollectionDescription | null> {
    const { context, journal } = this.#work;
    const [record, entry] = await Promise.all([context.definitions.inspect(name), journal.read(name)]);
    if (record === null || record.state === 'deleting') return null;
    return describeCollection(context, record, entry);
  }

  async #notFound(name: string): Promise<CollectionNotFoundError> {
    return new CollectionNotFoundError(name, await this.#work.context.definitions.names());
  }
}
