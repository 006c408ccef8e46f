import type { AnyCollection } from '../collections/collection.js';
import { definitionHash } from '../collections/definition-json.js';
import { isOutdated } from '../documents/definition-record.js';
import type { DefinitionRecord } from '../documents/definition-record.js';
import { shapeOf } from '../documents/derive/derive-document.js';
import { DocumentsDoNotFitError } from '../errors/collection-errors.js';
import { checkDocuments } from './check-documents.js';
import { createIndex, dropOtherIndexes, pointAlias } from './create-index.js';
import { dropCollection } from './drop-collection.js';
import { ensureIndex, waitUntilBuilt } from './ensure-index.js';
import type { IndexProgress } from './ensure-index.js';
import type { IndexContext } from './index-context.js';
import { indexNameOf } from './index-name.js';
import type { MigrationPhase } from './migration-phase.js';
import { planMigration } from './plan-migration.js';
import type { MigrationPlan } from './plan-migration.js';
import { rewriteDocuments } from './rewrite-documents.js';
import { assertComplete } from './verify-index.js';

/** One go at a migration, under the lock of its collection. */
export interface MigrationRun extends IndexContext {
  /** Stops it between two steps; it can be run again. */
  readonly signal: AbortSignal | undefined;
  /** About how many documents there are. */
  readonly documents: number;
  readonly report: (phase: MigrationPhase, done: number, total: number) => Promise<void>;
}

/**
 * Puts a definition in force: makes the collection, or changes it while searches and writes go on. A former go that was
 * cut short is first brought to an end, or taken back where another definition is wanted now.
 * @throws INVALID_DEFINITION, DOCUMENTS_DO_NOT_FIT (nothing is changed then), MIGRATION_RUNNING, errors of the engine
 */
export async function applyMigration(
  run: MigrationRun,
  wanted: AnyCollection,
  source: DefinitionRecord['source'],
): Promise<DefinitionRecord> {
  const settled = await settle(run, wanted);
  if (settled === null) return create(run, wanted, source);
  const plan = planMigration(run.keys, settled.serving, wanted);
  if (plan.status === 'unchanged') return adopt(run, settled, wanted, source);
  if (plan.index.from === plan.index.to) {
    return run.definitions.publish({ serving: wanted, other: null, source, state: 'ready' }, settled);
  }
  const migrating = settled.state === 'migrating' ? settled : await begin(run, settled, wanted, plan);
  const swapped = await build(run, migrating, { wanted, source });
  return finishSwap(run, swapped);
}

/** Ends what an earlier go left behind. */
async function settle(run: MigrationRun, wanted: AnyCollection): Promise<DefinitionRecord | null> {
  const record = await run.definitions.inspect(wanted.name);
  if (record === null) return null;
  if (record.state === 'deleting') {
    await dropCollection(run, record, run.signal);
    return null;
  }
  if (isOutdated(record) || record.state === 'rebuilding') return rebuild(run, record);
  switch (record.state) {
    case 'ready':
      return record;
    case 'swapped':
      return finishSwap(run, record);
    case 'cleaning':
      return clean(run, record);
    case 'migrating':
      return isWanted(record, wanted) ? record : rollBack(run, record);
  }
}

const isWanted = ({ other }: DefinitionRecord, wanted: AnyCollection) =>
  other !== null && definitionHash(other) === definitionHash(wanted);

async function create(
  run: MigrationRun,
  wanted: AnyCollection,
  source: DefinitionRecord['source'],
): Promise<DefinitionRecord> {
  await dropOtherIndexes(run.connection, run.keys, wanted.name, [indexNameOf(run.keys, wanted)]);
  await ensureIndex(run.connection, run.keys, wanted, { signal: run.signal, onProgress: reportBuilding(run) });
  return run.definitions.publish({ serving: wanted, other: null, source, state: 'ready' }, null);
}

/** Takes a collection over as it is. */
async function adopt(
  run: MigrationRun,
  record: DefinitionRecord,
  wanted: AnyCollection,
  source: DefinitionRecord['source'],
): Promise<DefinitionRecord> {
  await ensureIndex(run.connection, run.keys, wanted, { signal: run.signal, onProgress: reportBuilding(run) });
  await run.definitions.repair(record);
  if (record.source === source) return record;
  return run.definitions.publish({ serving: wanted, other: null, source, state: 'ready' }, record);
}

async function begin(
  run: MigrationRun,
  record: DefinitionRecord,
  wanted: AnyCollection,
  plan: MigrationPlan,
): Promise<DefinitionRecord> {
  await ensureIndex(run.connection, run.keys, record.serving, run);
  if (plan.checks)
    await checkDocuments(run, record, wanted, { signal: run.signal, onChecked: reportDocuments(run, 'checking') });
  return run.definitions.publish({ ...record, other: wanted, state: 'migrating' }, record);
}

/** Makes documents and index ready for the new definition, then lets it serve. */
async function build(
  run: MigrationRun,
  record: DefinitionRecord,
  { wanted, source }: { readonly wanted: AnyCollection; readonly source: DefinitionRecord['source'] },
): Promise<DefinitionRecord> {
  try {
    if (shapeOf(record) !== shapeOf({ serving: record.serving, other: null })) {
      await rewriteDocuments(run, record, { signal: run.signal, onRewritten: reportDocuments(run, 'rewriting') });
    }
    await createIndex(run.connection, run.keys, wanted);
    await waitUntilBuilt(run.connection, indexNameOf(run.keys, wanted), {
      signal: run.signal,
      onProgress: reportBuilding(run),
    });
    await assertComplete(run, record, wanted);
  } catch (error) {
    if (error instanceof DocumentsDoNotFitError) await rollBack(run, record);
    throw error;
  }
  run.signal?.throwIfAborted();
  return run.definitions.publish({ serving: wanted, other: record.serving, source, state: 'swapped' }, record);
}

async function finishSwap(run: MigrationRun, record: DefinitionRecord): Promise<DefinitionRecord> {
  const { serving, source } = record;
  await pointAlias(run.connection, run.keys, serving);
  await dropOtherIndexes(run.connection, run.keys, serving.name, [indexNameOf(run.keys, serving)]);
  const needsCleaning = shapeOf(record) !== shapeOf({ serving, other: null });
  const state = needsCleaning ? 'cleaning' : 'ready';
  const alone = await run.definitions.publish({ serving, other: null, source, state }, record);
  return needsCleaning ? clean(run, alone) : alone;
}

/** Takes out of the documents what no definition in force needs. */
async function clean(run: MigrationRun, record: DefinitionRecord): Promise<DefinitionRecord> {
  await rewriteDocuments(run, record, { signal: run.signal, onRewritten: reportDocuments(run, 'cleaning') });
  return run.definitions.publish({ ...record, state: 'ready' }, record);
}

async function rollBack(run: MigrationRun, record: DefinitionRecord): Promise<DefinitionRecord> {
  const { serving } = record;
  const alone = await run.definitions.publish({ ...record, other: null, state: 'cleaning' }, record);
  await ensureIndex(run.connection, run.keys, serving, run);
  await dropOtherIndexes(run.connection, run.keys, serving.name, [indexNameOf(run.keys, serving)]);
  return clean(run, alone);
}

const reportDocuments = (run: MigrationRun, phase: MigrationPhase) => (count: number) =>
  run.report(phase, count, run.documents);

const reportBuilding =
  (run: MigrationRun) =>
  ({ progress }: IndexProgress) =>
    run.report('building', progress, 1);

async function rebuild(run: MigrationRun, record: DefinitionRecord): Promise<DefinitionRecord> {
  const { serving } = record;
  const rebuilding = await run.definitions.publish({ ...record, other: null, state: 'rebuilding' }, record);
  await rewriteDocuments(run, rebuilding, { signal: run.signal, onRewritten: reportDocuments(run, 'rewriting') });
  await ensureIndex(run.connection, run.keys, serving, { signal: run.signal, onProgress: reportBuilding(run) });
  await dropOtherIndexes(run.connection, run.keys, serving.name, [indexNameOf(run.keys, serving)]);
  return run.definitions.publish({ ...rebuilding, state: 'ready' }, rebuilding);
}
