import { isOutdated } from '../documents/definition-record.js';
import { MigrationRunningError } from '../errors/collection-errors.js';
import type { AnyCollection } from '../collections/collection.js';
import { definitionHash } from '../collections/definition-json.js';
import { isInForce } from './collection-work.js';
import type { CollectionWork } from './collection-work.js';
import { removeCollection } from './remove-collection.js';
import { isPassing } from './migration-journal.js';

/** Takes up what processes left undone that are gone, see `CollectionManager.resume`. */
export async function resumeCollections(work: CollectionWork): Promise<readonly string[]> {
  const names = await work.context.definitions.names();
  const resumed = await Promise.all(names.map((name) => resumeCollection(work, name)));
  return names.filter((_, at) => resumed[at]);
}

async function resumeCollection(work: CollectionWork, name: string): Promise<boolean> {
  const { context, journal, jobs } = work;
  if (jobs.get(name) !== undefined) return false;
  const record = await context.definitions.inspect(name);
  if (record === null) return false;
  if (record.state === 'deleting') {
    jobs.start(name, null, (signal) => unlessBusy(removeCollection(work, name, { waitMs: 0, signal })));
    return true;
  }
  const entry = await journal.read(name);
  const isWaiting = entry !== null && (entry.failure === null || isPassing(entry.failure));
  if (isWaiting && entry.source === 'stored') return migrate(work, entry.wanted);
  if (record.source === 'code') return false;
  const wanted = (record.state === 'migrating' && entry === null ? record.other : null) ?? record.serving;
  if (!isOutdated(record) && (await isInForce(context, record, wanted))) return false;
  return migrate(work, wanted);
}

function migrate({ jobs, runner }: CollectionWork, wanted: AnyCollection): boolean {
  jobs.start(wanted.name, definitionHash(wanted), (signal) =>
    unlessBusy(runner.run({ wanted, source: 'stored', waitMs: 0, signal })),
  );
  return true;
}

/** What another process is doing is left to it. */
async function unlessBusy(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof MigrationRunningError)) throw error;
  }
}
