import type { RedisConnection } from '../../redis/redis-connection.js';
import { listOf, textOf } from '../read-reply.js';
import type { QueueKeys } from './queue-keys.js';
import { COMPLETE_JOB, FAIL_JOB, KEEP_JOBS, RELEASE_JOB, TAKE_JOBS } from './queue-scripts.js';
import type { WorkerRuntimeOptions } from './worker-options.js';

/** A job that a worker took. */
export interface TakenJob {
  readonly id: string;
  /** JSON of the payload. */
  readonly text: string;
  /** How often it was taken, this time included. */
  readonly tries: number;
}

const MAX_DEAD_LETTERS = 10_000;
const LONGEST_REASON = 1_000;

/** What one worker asks of the engine. */
export class JobLease {
  readonly #connection: RedisConnection;
  readonly #keys: QueueKeys;
  readonly #worker: string;

  constructor(connection: RedisConnection, keys: QueueKeys, worker: string) {
    this.#connection = connection;
    this.#keys = keys;
    this.#worker = worker;
  }

  /** Takes jobs; `restMs` is how long it takes until more are due, null when none are. */
  async take(
    count: number,
    { visibilityMs, maxTries }: Pick<WorkerRuntimeOptions, 'visibilityMs' | 'maxTries'>,
  ): Promise<{ readonly jobs: readonly TakenJob[]; readonly restMs: number | null }> {
    const { waiting, delayed, leases, jobs, tries, owners, dead, errors } = this.#keys;
    const reply = await this.#connection.run(
      TAKE_JOBS,
      [waiting, delayed, leases, jobs, tries, owners, dead, errors, this.#processing],
      [
        ...[this.#keys.processingPrefix, this.#keys.channel, this.#worker],
        ...[visibilityMs, count, maxTries, MAX_DEAD_LETTERS].map(String),
      ],
    );
    const [taken, rest] = listOf(reply);
    return {
      jobs: listOf(taken).map((job) => {
        const [id, text, count] = listOf(job);
        return { id: textOf(id), text: textOf(text), tries: Number(count) };
      }),
      restMs: Number(rest) < 0 ? null : Number(rest),
    };
  }

  async complete({ id, tries }: TakenJob): Promise<void> {
    const { leases, owners, tries: counts, jobs } = this.#keys;
    const keys = [this.#processing, leases, owners, counts, jobs];
    await this.#connection.run(COMPLETE_JOB, keys, [this.#worker, id, String(tries)]);
  }

  /** Null puts the job aside. */
  async fail({ id, tries }: TakenJob, delayMs: number | null, reason: string): Promise<void> {
    const { leases, owners, tries: counts, delayed, dead, errors, jobs, channel } = this.#keys;
    await this.#connection.run(
      FAIL_JOB,
      [this.#processing, leases, owners, counts, delayed, dead, errors, jobs],
      [
        ...[this.#worker, id, String(tries), String(delayMs ?? -1)],
        ...[reason.slice(0, LONGEST_REASON), String(MAX_DEAD_LETTERS), channel],
      ],
    );
  }

  async release({ id, tries }: TakenJob): Promise<void> {
    const { leases, owners, tries: counts, waiting, channel } = this.#keys;
    const keys = [this.#processing, leases, owners, counts, waiting];
    await this.#connection.run(RELEASE_JOB, keys, [this.#worker, id, String(tries), channel]);
  }

  /** Gives a sign of life for jobs; gives the ids of those that are no longer this worker's. */
  async keep(jobs: readonly TakenJob[], visibilityMs: number): Promise<readonly string[]> {
    if (jobs.length === 0) return [];
    const { leases, owners, tries } = this.#keys;
    const args = [this.#worker, String(visibilityMs), ...jobs.flatMap((job) => [job.id, String(job.tries)])];
    return listOf(await this.#connection.run(KEEP_JOBS, [leases, owners, tries], args)).map(textOf);
  }

  get #processing(): string {
    return this.#keys.processing(this.#worker);
  }
}
