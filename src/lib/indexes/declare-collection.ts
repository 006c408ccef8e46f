import type { AnyCollection } from '../collections/collection.js';
import { MigrationRequiredError, MigrationRunningError } from '../errors/collection-errors.js';
import { isInForce, NEVER, planFor } from './collection-work.js';
import type { CollectionWork } from './collection-work.js';
import { describePlan } from './describe-plan.js';
import { ensureIndex } from './ensure-index.js';
import type { OnMigrationProgress } from './migration-phase.js';
import type { MigrationRequest } from './migration-runner.js';

export interface DeclareOptions {
  /** `auto`: change the stored collection where it differs; `check`: fail with the plan. @default 'check' */
  readonly migrations?: 'auto' | 'check';
  readonly onProgress?: OnMigrationProgress | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Brings the stored collection in line with its declaration in code, see `CollectionManager.declare`. */
export async function declareCollection(
  work: CollectionWork,
  collection: AnyCollection,
  { migrations = 'check', onProgress, signal = NEVER }: DeclareOptions,
): Promise<void> {
  const { context, runner, lockWaitMs } = work;
  const { name } = collection;
  context.definitions.attach(collection);
  const record = await context.definitions.inspect(name);
  const request: MigrationRequest = { wanted: collection, source: 'code', waitMs: lockWaitMs, signal, onProgress };
  if (record === null || record.state === 'deleting') {
    await runner.run(request);
    return;
  }
  if (record.source === 'code' && (await isInForce(context, record, collection))) {
    await tidyJournal(work, name);
    return;
  }
  const plan = planFor(context, record, collection);
  if (plan.status === 'changed' && migrations === 'check') throw new MigrationRequiredError(name, describePlan(plan));
  if (plan.status === 'unchanged' && record.state === 'migrating') await takeBack(work, request, migrations);
  else await runner.run(request);
}

/** Another version of the program is migrating, which goes on; or it died at that, which is taken back. */
async function takeBack(
  { context, runner }: CollectionWork,
  request: MigrationRequest,
  migrations: 'auto' | 'check',
): Promise<void> {
  const { wanted, signal } = request;
  try {
    if (migrations === 'auto') await runner.run({ ...request, waitMs: 0 });
    else await ensureIndex(context.connection, context.keys, wanted, { signal });
  } catch (error) {
    if (!(error instanceof MigrationRunningError)) throw error;
    await ensureIndex(context.connection, context.keys, wanted, { signal });
  }
}

/** What a process left in the journal that failed or died says nothing any more. */
async function tidyJournal({ journal, runner }: CollectionWork, name: string): Promise<void> {
  if ((await journal.read(name)) === null) return;
  try {
    await runner.exclusively(name, { waitMs: 0, signal: NEVER }, () => journal.remove(name));
  } catch (error) {
    if (!(error instanceof MigrationRunningError)) throw error;
  }
}
