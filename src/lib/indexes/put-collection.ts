import { setTimeout as delay } from 'node:timers/promises';
import type { AnyCollection } from '../collections/collection.js';
import { definitionHash, fromDefinitionJson } from '../collections/definition-json.js';
import type { DefinitionRecord } from '../documents/definition-record.js';
import { DefinedInCodeError, MigrationRunningError } from '../errors/collection-errors.js';
import { isInCode, isInForce, NEVER, planFor } from './collection-work.js';
import type { CollectionWork } from './collection-work.js';
import type { Job, JobOutcome } from './migration-jobs.js';
import { isPassing } from './migration-journal.js';

/** What became of a definition: `updated`: in force already; `migrating`: the former one serves meanwhile. */
export type PutOutcome = 'created' | 'unchanged' | 'updated' | 'migrating';

/** Makes or changes a collection at run time, see `CollectionManager.put`. */
export async function putCollection(work: CollectionWork, name: string, json: unknown): Promise<PutOutcome> {
  const { context, runner, lockWaitMs } = work;
  const wanted = fromDefinitionJson(name, json);
  for (;;) {
    const record = await context.definitions.inspect(name);
    if (isInCode(context, name, record)) throw new DefinedInCodeError(name);
    if (record !== null && record.state !== 'deleting') return change(work, record, wanted);
    if (await runner.create({ wanted, source: 'stored', waitMs: lockWaitMs, signal: NEVER })) return 'created';
  }
}

async function change(work: CollectionWork, record: DefinitionRecord, wanted: AnyCollection): Promise<PutOutcome> {
  const { context, journal, jobs, lockWaitMs, checkWaitMs } = work;
  const { name } = wanted;
  const running = jobs.get(name);
  if (running !== undefined) return join(running, wanted);
  const plan = planFor(context, record, wanted);
  const entry = await journal.read(name);
  const isWaited = entry !== null && entry.failure === null;
  if (plan.status === 'unchanged' && !isWaited && (await isInForce(context, record, wanted))) {
    if (entry !== null) await journal.remove(name);
    return 'unchanged';
  }
  const isQuick = record.state === 'ready' && plan.index.from === plan.index.to;
  const outcome = await waitFor(
    jobs.migrate({ wanted, source: 'stored', waitMs: 0 }),
    isQuick ? lockWaitMs : checkWaitMs,
  );
  if (outcome?.status === 'failed') {
    if (!(outcome.error instanceof MigrationRunningError)) await forgetRefusal(work, name);
    else if (isWaited && definitionHash(entry.wanted) === definitionHash(wanted)) return 'migrating';
    throw outcome.error;
  }
  if (!isQuick) return 'migrating';
  return plan.status === 'unchanged' ? 'unchanged' : 'updated';
}

function join({ hash }: Job, wanted: AnyCollection): PutOutcome {
  if (hash === definitionHash(wanted)) return 'migrating';
  throw new MigrationRunningError(wanted.name);
}

/** Waits for a job so long that its failure can be told; null when it goes on. */
async function waitFor(job: Job, waitMs: number): Promise<JobOutcome | null> {
  const timer = new AbortController();
  job.isAwaited = true;
  const timeUp = delay(waitMs, null, { signal: timer.signal }).catch(() => null);
  const outcome = await Promise.race([job.outcome, job.checked.then(() => null), timeUp]);
  job.isAwaited = false;
  timer.abort();
  return outcome;
}

/** A refusal that the caller was told of is not shown to others. */
async function forgetRefusal({ journal }: CollectionWork, name: string): Promise<void> {
  const failure = (await journal.read(name))?.failure ?? null;
  if (failure !== null && !isPassing(failure)) await journal.remove(name);
}
