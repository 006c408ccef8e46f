import { randomUUID } from 'node:crypto';
import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { encodeJson } from '../payloads.js';
import { listOf, textOf } from '../read-reply.js';
import { warn } from '../report.js';
import type { ReportError } from '../report.js';
import type { Queue, QueueName } from './define-queue.js';
import { queueKeys } from './queue-keys.js';
import { ADD_JOB, REMOVE_JOB, REVIVE_JOBS } from './queue-scripts.js';
import { QueueWorker } from './queue-worker.js';
import type { JobHandler } from './queue-worker.js';
import { resolveWorkerOptions } from './worker-options.js';
import type { WorkerOptions } from './worker-options.js';

export interface QueuesOptions {
  /** Told what handlers throw, and what else goes wrong where nobody waits. @default a warning of the process */
  readonly onError?: ReportError;
}

export interface JobOptions {
  /** Milliseconds until it may be worked on, up to ten years. @default 0 */
  readonly delayMs?: number;
  /** 1 to 256 bytes: a job of an id that is there, or was added within `rememberMs`, is not added again. @default a random one */
  readonly id?: string;
  /** Milliseconds that an id you gave is remembered, 1,000 to a year, so that adding can be repeated. @default 86400000, a day */
  readonly rememberMs?: number;
}

/** What became of adding a job. */
export interface AddedJob {
  readonly id: string;
  /** False when a job of that id was added before. */
  readonly added: boolean;
}

/** How many jobs are where. */
export interface QueueState {
  readonly waiting: number;
  readonly delayed: number;
  /** Those that workers have. */
  readonly active: number;
  readonly dead: number;
}

/** A job that was given up. */
export interface DeadJob<Payload> {
  readonly id: string;
  readonly payload: Payload;
  readonly tries: number;
  readonly error: string;
  readonly at: Date;
}

const DAY_MS = 86_400_000;

/**
 * Queues of jobs, each for one worker, at least once: a job is in a list or a sorted set of the engine at every moment, and
 * goes to another worker when its own gives no sign of life.
 */
export class Queues {
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  readonly #onError: ReportError;
  readonly #workers = new Set<Pick<QueueWorker<unknown>, 'stop'>>();

  constructor(connection: RedisConnection, keys: Keys, { onError = warn }: QueuesOptions = {}) {
    this.#connection = connection;
    this.#keys = keys;
    this.#onError = onError;
  }

  /** Adds a job. @throws INVALID_VALUE */
  async add<Payload>(queue: Queue<Payload>, payload: NoInfer<Payload>, options: JobOptions = {}): Promise<AddedJob> {
    const { delayMs = 0, id = randomUUID(), rememberMs = DAY_MS } = options;
    assertWithin('job option "delayMs"', delayMs, { min: 0, max: 3_660 * DAY_MS });
    assertWithin('job option "rememberMs"', rememberMs, { min: 1_000, max: 366 * DAY_MS });
    assertJobId(id);
    const text = encodeJson(payload, `A job of the queue "${queue.name}"`);
    const { waiting, delayed, jobs, channel, seen } = queueKeys(this.#keys, queue);
    const added = await this.#connection.run(
      ADD_JOB,
      [waiting, delayed, jobs, ...(options.id === undefined ? [] : [seen(id)])],
      [channel, id, text, String(delayMs), String(rememberMs)],
    );
    return { id, added: added === 1 };
  }

  /** Works on jobs until it is stopped, whatever the engine does meanwhile. @throws INVALID_VALUE */
  work<Payload>(queue: Queue<Payload>, options: WorkerOptions, handler: JobHandler<Payload>): QueueWorker<Payload> {
    const worker = new QueueWorker({
      connection: this.#connection,
      queue: queue.name,
      keys: queueKeys(this.#keys, queue),
      options: resolveWorkerOptions(options),
      handler,
      onError: this.#onError,
    });
    this.#workers.add(worker);
    return worker;
  }

  async state(queue: QueueName): Promise<QueueState> {
    const { waiting, delayed, leases, dead } = queueKeys(this.#keys, queue);
    const counts = await Promise.all([
      this.#connection.send(['LLEN', waiting]),
      ...[delayed, leases, dead].map((key) => this.#connection.send(['ZCARD', key])),
    ]);
    const [waits = 0, later = 0, active = 0, lost = 0] = counts.map(Number);
    return { waiting: waits, delayed: later, active, dead: lost };
  }

  /** Gives up a job. False when a worker has it, or there is none of that id. */
  async remove(queue: QueueName, id: string): Promise<boolean> {
    const { waiting, delayed, dead, jobs, tries, owners, errors } = queueKeys(this.#keys, queue);
    const keys = [waiting, delayed, dead, jobs, tries, owners, errors];
    return (await this.#connection.run(REMOVE_JOB, keys, [id])) === 1;
  }

  /** What was given up, oldest first, 1,000 unless `limit` says otherwise; the last 10,000 are kept. */
  async deadJobs<Payload>(queue: Queue<Payload>, limit = 1_000): Promise<readonly DeadJob<Payload>[]> {
    assertWithin('queue option "limit"', limit, { min: 1, max: 10_000 });
    const { dead, jobs, tries, errors } = queueKeys(this.#keys, queue);
    const pairs = listOf(await this.#connection.send(['ZRANGE', dead, '0', String(limit - 1), 'WITHSCORES']));
    if (pairs.length === 0) return [];
    const ids = pairs.map((pair) => textOf(listOf(pair)[0]));
    const [texts, counts, reasons] = await Promise.all(
      [jobs, tries, errors].map(async (key) => listOf(await this.#connection.send(['HMGET', key, ...ids]))),
    );
    return ids.flatMap((id, index) => {
      const text = texts?.[index];
      // Taken up again, or given up, since the ids were read.
      if (typeof text !== 'string') return [];
      return [
        {
          id,
          payload: JSON.parse(text) as Payload,
          tries: Number(counts?.[index]),
          error: textOf(reasons?.[index] ?? ''),
          at: new Date(Number(listOf(pairs[index])[1])),
        },
      ];
    });
  }

  /** Lets what was given up be tried again, oldest first, 1,000 at most. Gives how many. */
  async revive(queue: QueueName): Promise<number> {
    const { dead, waiting, tries, errors, channel } = queueKeys(this.#keys, queue);
    return Number(await this.#connection.run(REVIVE_JOBS, [dead, waiting, tries, errors], ['1000', channel]));
  }

  /** Stops all workers, see `QueueWorker.stop`. */
  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    this.#workers.clear();
  }
}

function assertJobId(id: string): void {
  const bytes = Buffer.byteLength(id);
  if (bytes >= 1 && bytes <= 256) return;
  throw new AisleError('INVALID_VALUE', `The id of a job has 1 to 256 bytes, not ${bytes}.`);
}
