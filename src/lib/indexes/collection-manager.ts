import { setImmediate as immediate, setTimeout as delay } from 'node:timers/promises';
import type { AnyCollection } from '../collections/collection.js';
import { definitionHash, fromDefinitionJson } from '../collections/definition-json.js';
import { isOutdated } from '../documents/definition-record.js';
import type { DefinitionRecord } from '../documents/definition-record.js';
import type { DefinitionStore } from '../documents/definition-store.js';
import {
  CollectionNotFoundError,
  DefinedInCodeError,
  MigrationRequiredError,
  MigrationRunningError,
} from '../errors/collection-errors.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { Locks } from '../state/locks/locks.js';
import { describeCollection } from './collection-description.js';
import type { CollectionDescription } from './collection-description.js';
import { describePlan } from './describe-plan.js';
import { dropCollection } from './drop-collection.js';
import { ensureIndex } from './ensure-index.js';
import type { IndexContext } from './index-context.js';
import { readIndexInfo } from './index-info.js';
import { indexNameOf } from './index-name.js';
import { isPassing, MigrationJournal } from './migration-journal.js';
import { MigrationJobs } from './migration-jobs.js';
import type { Job, JobOutcome } from './migration-jobs.js';
import type { OnMigrationProgress } from './migration-phase.js';
import { MigrationRunner } from './migration-runner.js';
import { planMigration } from './plan-migration.js';
import type { MigrationPlan } from './plan-migration.js';
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
  /** Is told of migrations that failed in the background; `describe` shows the failure too. */
  readonly onFailure?: (collection: string, error: unknown) => void;
}

export interface DeclareOptions {
  /** `auto`: change the stored collection where it differs; `check`: fail with the plan. @default 'check' */
  readonly migrations?: 'auto' | 'check';
  readonly onProgress?: OnMigrationProgress;
  readonly signal?: AbortSignal;
}

export interface RemoveOptions {
  /** Also a collection that an application's code declares. It is made anew when that application starts. @default false */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
}

/** What became of a definition: `updated`: in force already; `migrating`: the former one serves meanwhile. */
export type PutOutcome = 'created' | 'unchanged' | 'updated' | 'migrating';

const NEVER = new AbortController().signal;

/** Makes, changes, describes and removes collections. */
export class CollectionManager {
  readonly #context: IndexContext;
  readonly #runner: MigrationRunner;
  readonly #journal: MigrationJournal;
  readonly #jobs: MigrationJobs;
  readonly #lockWaitMs: number;
  readonly #checkWaitMs: number;

  constructor(options: CollectionManagerOptions) {
    const { connection, keys, definitions, onFailure } = options;
    const { lockWaitMs = 600_000, lockTtlMs = 10_000, checkWaitMs = 2_000 } = options;
    this.#context = { connection, keys, definitions };
    this.#journal = new MigrationJournal(connection, keys);
    this.#runner = new MigrationRunner(this.#context, new Locks(connection, keys), this.#journal, lockTtlMs);
    this.#jobs = new MigrationJobs(this.#runner, onFailure);
    this.#lockWaitMs = lockWaitMs;
    this.#checkWaitMs = checkWaitMs;
  }

  /**
   * Brings the stored collection in line with its declaration in code. Resolves when the index holds all documents.
   * Processes that start at the same time wait for the one that does the work.
   * @throws MIGRATION_REQUIRED with the plan when it differs and `migrations` is `check`; INVALID_DEFINITION when `id` or
   * `partitions` differ; DOCUMENTS_DO_NOT_FIT; MIGRATION_RUNNING
   */
  async declare(
    collection: AnyCollection,
    { migrations = 'check', onProgress, signal = NEVER }: DeclareOptions = {},
  ): Promise<void> {
    const { definitions } = this.#context;
    const { name } = collection;
    definitions.attach(collection);
    const record = await definitions.inspect(name);
    if (record !== null && (await this.#isInForce(record, collection))) return;
    const plan = record === null ? null : this.#plan(record, collection);
    if (plan?.status === 'changed' && migrations === 'check')
      throw new MigrationRequiredError(name, describePlan(plan));
    const request = { wanted: collection, source: 'code', signal, onProgress } as const;
    if (plan?.status !== 'unchanged' || record?.state !== 'migrating') {
      await this.#runner.run({ ...request, waitMs: this.#lockWaitMs });
      return;
    }
    // Another version of the program is migrating, or died at it: only in the latter case it is taken back.
    const isTakenBack =
      migrations === 'auto' && (await this.#tryNow(() => this.#runner.run({ ...request, waitMs: 0 })));
    if (!isTakenBack) await ensureIndex(this.#context.connection, this.#context.keys, collection, { signal });
  }

  /**
   * Makes or changes a collection at run time, of its JSON form. A change whose documents fit goes on in the background,
   * the former definition serving meanwhile, and is taken up again by {@link CollectionManager.resume} after a crash.
   * @throws INVALID_DEFINITION, DEFINED_IN_CODE; MIGRATION_RUNNING while another change is under way; DOCUMENTS_DO_NOT_FIT
   * when that turns out within `checkWaitMs`, otherwise `describe` shows it
   */
  async put(name: string, json: unknown): Promise<{ readonly outcome: PutOutcome }> {
    const wanted = fromDefinitionJson(name, json);
    for (;;) {
      const record = await this.#context.definitions.inspect(name);
      if (this.#isInCode(name, record)) throw new DefinedInCodeError(name);
      if (record !== null && record.state !== 'deleting') return { outcome: await this.#change(record, wanted) };
      if (await this.#create(wanted)) return { outcome: 'created' };
    }
  }

  /** What `declare` or `put` would do. @throws INVALID_DEFINITION when `id` or `partitions` differ */
  async plan(wanted: AnyCollection): Promise<MigrationPlan> {
    const record = await this.#context.definitions.inspect(wanted.name);
    return record === null ? planMigration(this.#context.keys, null, wanted) : this.#plan(record, wanted);
  }

  /** @throws COLLECTION_NOT_FOUND */
  async describe(name: string): Promise<CollectionDescription> {
    const description = await this.#describe(name);
    if (description === null) throw new CollectionNotFoundError(name, await this.#context.definitions.names());
    return description;
  }

  /** All collections by name. */
  async list(): Promise<readonly CollectionDescription[]> {
    const names = await this.#context.definitions.names();
    const descriptions = await Promise.all(names.map((name) => this.#describe(name)));
    return descriptions.filter((description) => description !== null);
  }

  /**
   * Compares the documents of a collection with its index, key by key. Takes its time.
   * @throws COLLECTION_NOT_FOUND, INDEX_NOT_FOUND
   */
  async verify(name: string, options: { readonly signal?: AbortSignal } = {}): Promise<IndexVerification> {
    return verifyIndex(this.#context, await this.#context.definitions.handle(name).reload(), options);
  }

  /**
   * Deletes a collection with its documents and its index. Writes are refused at once; the rest takes its time, and is
   * taken up again by {@link CollectionManager.resume} after a crash.
   * @throws COLLECTION_NOT_FOUND, DEFINED_IN_CODE, MIGRATION_RUNNING
   */
  async remove(name: string, { force = false, signal = NEVER }: RemoveOptions = {}): Promise<void> {
    const { definitions } = this.#context;
    const record = await definitions.inspect(name);
    if (record === null) throw new CollectionNotFoundError(name, await definitions.names());
    if (!force && record.state !== 'deleting' && this.#isInCode(name, record)) throw new DefinedInCodeError(name);
    await this.#jobs.cancel(name);
    await this.#drop(name, signal, this.#lockWaitMs);
  }

  /**
   * Takes up in the background what processes left undone that are gone: migrations of run-time collections, deletions,
   * missing indexes. What other processes are doing is left to them.
   * @returns the names of the collections that are worked on
   */
  async resume(): Promise<readonly string[]> {
    const names = await this.#context.definitions.names();
    const resumed = await Promise.all(names.map(async (name) => ((await this.#resume(name)) ? [name] : [])));
    return resumed.flat();
  }

  /** Resolves when nothing goes on in the background of this process. */
  settled(): Promise<void> {
    return this.#jobs.settled();
  }

  /** Stops what goes on in the background; it can be resumed. */
  close(): Promise<void> {
    return this.#jobs.close();
  }

  async #create(wanted: AnyCollection): Promise<boolean> {
    const limits = { waitMs: this.#lockWaitMs, signal: NEVER };
    await this.#journal.remove(wanted.name);
    return this.#runner.create({ ...limits, wanted, source: 'stored' });
  }

  async #change(record: DefinitionRecord, wanted: AnyCollection): Promise<PutOutcome> {
    const { name } = wanted;
    const running = this.#jobs.get(name);
    if (running !== undefined) {
      if (running.hash === definitionHash(wanted)) return 'migrating';
      throw new MigrationRunningError(name);
    }
    const plan = this.#plan(record, wanted);
    const entry = await this.#journal.read(name);
    if (plan.status === 'unchanged' && record.state === 'ready' && (entry === null || entry.failure !== null)) {
      if (entry !== null) await this.#journal.remove(name);
      if (await this.#isInForce(record, wanted)) return 'unchanged';
    }
    const job = this.#jobs.migrate({ wanted, source: 'stored', waitMs: 0 });
    const isSettingsOnly = record.state === 'ready' && plan.status === 'changed' && plan.index.from === plan.index.to;
    const outcome = await this.#await(job, isSettingsOnly ? this.#lockWaitMs : this.#checkWaitMs);
    if (outcome?.status === 'failed') {
      const isUnderWay = outcome.error instanceof MigrationRunningError && entry !== null;
      if (isUnderWay && definitionHash(entry.wanted) === definitionHash(wanted)) return 'migrating';
      if (!(outcome.error instanceof MigrationRunningError)) await this.#forgetFailure(name);
      throw outcome.error;
    }
    if (plan.status === 'unchanged' && outcome !== null) return 'unchanged';
    return isSettingsOnly ? 'updated' : 'migrating';
  }
  /** Waits until a job is done, or its documents are known to fit, or the time is over; null while it goes on. */
  async #await(job: Job, waitMs: number): Promise<JobOutcome | null> {
    const timer = new AbortController();
    job.isAwaited = true;
    const timeOver = delay(waitMs, null, { signal: timer.signal, ref: false }).catch(() => null);
    // A job that ends tells that it is checked a moment before its outcome, which is what counts then.
    const checked = job.checked.then(() => immediate(null));
    const outcome = await Promise.race([job.outcome, checked, timeOver]);
    timer.abort();
    job.isAwaited = outcome !== null;
    return outcome;
  }

  async #resume(name: string): Promise<boolean> {
    if (this.#jobs.get(name) !== undefined) return false;
    const record = await this.#context.definitions.inspect(name);
    if (record?.state === 'deleting') {
      this.#jobs.start(name, null, async (signal) => {
        await this.#tryNow(() => this.#drop(name, signal, 0));
      });
      return true;
    }
    if (this.#isInCode(name, record)) return false;
    const wanted = await this.#unfinished(name, record);
    if (wanted === null) return false;
    this.#jobs.start(name, definitionHash(wanted), async (signal) => {
      await this.#tryNow(() => this.#runner.run({ wanted, source: 'stored', waitMs: 0, signal }));
    });
    return true;
  }

  /** The definition that somebody began to put in force, or whose index is gone; null when all is well. */
  async #unfinished(name: string, record: DefinitionRecord | null): Promise<AnyCollection | null> {
    const entry = await this.#journal.read(name);
    if (entry !== null && (entry.failure === null || isPassing(entry.failure))) return entry.wanted;
    if (record === null || (await this.#isInForce(record, record.serving))) return null;
    return record.state === 'migrating' ? (record.other ?? record.serving) : record.serving;
  }

  async #drop(name: string, signal: AbortSignal, waitMs: number): Promise<void> {
    await this.#runner.exclusively(name, { waitMs, signal }, async (lockSignal) => {
      const record = await this.#context.definitions.inspect(name);
      if (record !== null) await dropCollection(this.#context, record, lockSignal);
      await this.#journal.remove(name);
    });
  }

  /** False when another process works on the collection. */
  async #tryNow(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof MigrationRunningError) return false;
      throw error;
    }
  }

  async #describe(name: string): Promise<CollectionDescription | null> {
    const record = await this.#context.definitions.inspect(name);
    if (record === null || record.state === 'deleting') return null;
    return describeCollection(this.#context, record, await this.#journal.read(name));
  }

  /** Whether a definition serves, with an index that is complete. */
  async #isInForce(record: DefinitionRecord, wanted: AnyCollection): Promise<boolean> {
    const { connection, keys, definitions } = this.#context;
    const isDeclared = definitions.attached(wanted.name) !== undefined;
    if (record.state !== 'ready' || isOutdated(record) || (isDeclared && record.source !== 'code')) return false;
    if (definitionHash(record.serving) !== definitionHash(wanted)) return false;
    const info = await readIndexInfo(connection, indexNameOf(keys, record.serving));
    return info !== null && !info.isBuilding;
  }

  #isInCode(name: string, record: DefinitionRecord | null): boolean {
    const isStoredSo = record !== null && record.state !== 'deleting' && record.source === 'code';
    return isStoredSo || this.#context.definitions.attached(name) !== undefined;
  }

  #plan(record: DefinitionRecord, wanted: AnyCollection): MigrationPlan {
    return planMigration(this.#context.keys, record.serving, wanted);
  }

  /** The caller was told of it. */
  #forgetFailure(name: string): Promise<void> {
    return this.#journal.remove(name);
  }
}
