import type { AnyCollection } from '../collections/collection.js';
import type { DefinitionRecord } from '../documents/definition-record.js';
import { MigrationRunningError } from '../errors/collection-errors.js';
import { EngineError } from '../errors/engine-errors.js';
import { LockNotAcquiredError } from '../errors/lock-errors.js';
import type { Locks } from '../state/locks/locks.js';
import { applyMigration } from './apply-migration.js';
import type { IndexContext } from './index-context.js';
import { readIndexInfo } from './index-info.js';
import { indexNameOf } from './index-name.js';
import { toFailure } from './migration-journal.js';
import type { MigrationEntry, MigrationJournal } from './migration-journal.js';
import { overallProgress } from './migration-phase.js';
import type { MigrationPhase, OnMigrationProgress } from './migration-phase.js';

export interface LockedOptions {
  /** Milliseconds to wait while another process works on the collection. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

export interface MigrationRequest extends LockedOptions {
  readonly wanted: AnyCollection;
  readonly source: DefinitionRecord['source'];
  readonly onProgress?: OnMigrationProgress | undefined;
}

const REPORT_EVERY_MS = 500;

/** Runs migrations, one at a time for each collection over all processes, and keeps the journal of them. */
export class MigrationRunner {
  readonly #context: IndexContext;
  readonly #locks: Locks;
  readonly #journal: MigrationJournal;
  readonly #lockTtlMs: number;

  constructor(context: IndexContext, locks: Locks, journal: MigrationJournal, lockTtlMs: number) {
    this.#context = context;
    this.#locks = locks;
    this.#journal = journal;
    this.#lockTtlMs = lockTtlMs;
  }

  /** Puts a definition in force. @throws MIGRATION_RUNNING, and what `applyMigration` throws */
  run(request: MigrationRequest): Promise<DefinitionRecord> {
    return this.exclusively(request.wanted.name, request, (signal) => this.#apply(request, signal));
  }

  /** The same where there is no such collection. False when there is one. */
  create(request: MigrationRequest): Promise<boolean> {
    const { name } = request.wanted;
    return this.exclusively(name, request, async (signal) => {
      if ((await this.#context.definitions.load(name)) !== null) return false;
      await this.#apply(request, signal);
      return true;
    });
  }

  /**
   * Does something to a collection that no other process does something to meanwhile.
   * @throws MIGRATION_RUNNING after `waitMs`
   */
  async exclusively<T>(
    name: string,
    { waitMs, signal }: LockedOptions,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#locks.withLock(`migration:${name}`, { ttlMs: this.#lockTtlMs, waitMs, signal }, (lock) =>
        work(AbortSignal.any([lock.signal, signal])),
      );
    } catch (error) {
      if (error instanceof LockNotAcquiredError) throw new MigrationRunningError(name, { cause: error });
      throw error;
    }
  }

  async #apply({ wanted, source, onProgress }: MigrationRequest, signal: AbortSignal): Promise<DefinitionRecord> {
    const entry: MigrationEntry = { wanted, source, progress: 0, failure: null };
    await this.#journal.write(entry);
    try {
      const documents = await this.#countDocuments(wanted.name);
      const report = this.#reporter(entry, onProgress);
      const record = await applyMigration({ ...this.#context, signal, documents, report }, wanted, source);
      await this.#journal.remove(wanted.name);
      return record;
    } catch (error) {
      if (!signal.aborted) await this.#noteFailure(entry, error);
      throw error;
    }
  }

  #reporter(entry: MigrationEntry, onProgress: OnMigrationProgress | undefined) {
    let reportedAt = performance.now();
    return async (phase: MigrationPhase, done: number, total: number): Promise<void> => {
      const progress = overallProgress(phase, done, total);
      onProgress?.({ collection: entry.wanted.name, phase, progress });
      if (performance.now() - reportedAt < REPORT_EVERY_MS) return;
      reportedAt = performance.now();
      await this.#journal.write({ ...entry, progress });
    };
  }

  async #countDocuments(name: string): Promise<number> {
    const { connection, keys, definitions } = this.#context;
    const record = await definitions.inspect(name);
    if (record === null) return 0;
    return (await readIndexInfo(connection, indexNameOf(keys, record.serving)))?.documents ?? 0;
  }

  /** Without the engine nothing can be noted: the entry stays, and the migration is taken up again. */
  async #noteFailure(entry: MigrationEntry, error: unknown): Promise<void> {
    try {
      await this.#journal.write({ ...entry, failure: toFailure(error) });
    } catch (noted) {
      if (!(noted instanceof EngineError)) throw noted;
    }
  }
}
