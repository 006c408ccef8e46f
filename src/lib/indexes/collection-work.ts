import type { AnyCollection } from '../collections/collection.js';
import { definitionHash } from '../collections/definition-json.js';
import { isOutdated } from '../documents/definition-record.js';
import type { DefinitionRecord } from '../documents/definition-record.js';
import type { IndexContext } from './index-context.js';
import { readIndexInfo } from './index-info.js';
import { indexNameOf } from './index-name.js';
import type { MigrationJobs } from './migration-jobs.js';
import type { MigrationJournal } from './migration-journal.js';
import type { MigrationRunner } from './migration-runner.js';
import { planMigration } from './plan-migration.js';
import type { MigrationPlan } from './plan-migration.js';

/** What it takes to work on collections. */
export interface CollectionWork {
  readonly context: IndexContext;
  readonly runner: MigrationRunner;
  readonly journal: MigrationJournal;
  readonly jobs: MigrationJobs;
  /** Milliseconds to wait for another process that works on the same collection. */
  readonly lockWaitMs: number;
  /** Milliseconds in which a change may still be refused, before it is said to be under way. */
  readonly checkWaitMs: number;
}

/** A signal that is never aborted. */
export const NEVER: AbortSignal = new AbortController().signal;

/** @throws INVALID_DEFINITION when `id` or `partitions` differ */
export function planFor({ keys }: IndexContext, record: DefinitionRecord, wanted: AnyCollection): MigrationPlan {
  return planMigration(keys, record.serving, wanted, isOutdated(record));
}

/** Whether a definition serves with a whole index, nothing being left to do. */
export async function isInForce(
  { connection, keys }: IndexContext,
  record: DefinitionRecord,
  wanted: AnyCollection,
): Promise<boolean> {
  if (record.state !== 'ready' || isOutdated(record)) return false;
  if (definitionHash(record.serving) !== definitionHash(wanted)) return false;
  if (!connection.capabilities.searchable) return true;
  const index = indexNameOf(keys, wanted);
  const [own, aliased] = await Promise.all([
    readIndexInfo(connection, index),
    readIndexInfo(connection, keys.indexAlias(wanted.name)),
  ]);
  return own?.isBuilding === false && aliased?.name === index;
}

/** Whether a collection belongs to the code of this program or another one. */
export function isInCode({ definitions }: IndexContext, name: string, record: DefinitionRecord | null): boolean {
  if (definitions.attached(name) !== undefined) return true;
  return record !== null && record.state !== 'deleting' && record.source === 'code';
}
