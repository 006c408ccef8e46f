import { settlesWithin } from '../../redis/deadline.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { Unsubscribe } from '../../redis/subscriber.js';
import { backOffMs } from '../back-off.js';
import { processName } from '../process-name.js';
import { describeError } from '../report.js';
import type { ReportError } from '../report.js';
import { POLL_MS, WorkLoop } from '../work-loop.js';
import { JobLease } from './job-lease.js';
import type { TakenJob } from './job-lease.js';
import type { QueueKeys } from './queue-keys.js';
import type { WorkerRuntimeOptions } from './worker-options.js';

/** A job on its way through a worker. */
export interface Job<Payload> {
  /** The same for each try: pass it to systems that drop what they have seen. */
  readonly id: string;
  readonly payload: Payload;
  /** 1 the first time. */
  readonly tries: number;
  /** Aborted when the job went to another worker, or when the grace of a stop is over. */
  readonly signal: AbortSignal;
}

/** Works on one job. It is done when the handler is, and tried again when it throws. */
export type JobHandler<Payload> = (job: Job<Payload>) => unknown;

export interface QueueWorkerParts<Payload> {
  readonly connection: RedisConnection;
  readonly queue: string;
  readonly keys: QueueKeys;
  readonly options: WorkerRuntimeOptions;
  readonly handler: JobHandler<Payload>;
  readonly onError: ReportError;
}

/** Takes jobs of a queue until it is stopped. */
export class QueueWorker<Payload> {
  readonly name = processName();
  readonly #parts: QueueWorkerParts<Payload>;
  readonly #lease: JobLease;
  readonly #loop: WorkLoop<TakenJob>;
  #restMs = POLL_MS;

  constructor(parts: QueueWorkerParts<Payload>) {
    const { connection, keys, options, onError } = parts;
    this.#parts = parts;
    this.#lease = new JobLease(connection, keys, this.name);
    this.#loop = new WorkLoop({
      who: 'worker',
      keepEveryMs: options.visibilityMs / 3,
      graceMs: options.graceMs,
      onError: (error) => {
        onError(error, this.#where);
      },
      watch: (wake) => this.#watch(wake),
      fetch: () => this.#fetch(),
      restMs: () => this.#restMs,
      keep: () => this.#keep(),
      leave: async (cut) => {
        await Promise.all(cut.map((job) => this.#lease.release(job)));
      },
    });
  }

  /** Jobs that are worked on now. */
  get inFlight(): number {
    return this.#loop.underWay.size;
  }

  /**
   * Takes nothing more, waits for the handlers under way, `graceMs` at most, then puts back what is left, for others to
   * take at once. Handlers that go on longer find their signal aborted.
   */
  stop(): Promise<void> {
    return this.#loop.stop();
  }

  get #where(): string {
    return `Queue "${this.#parts.queue}"`;
  }

  /** Where it cannot listen, it looks every second. */
  async #watch(wake: () => void): Promise<Unsubscribe> {
    const { connection, keys, onError } = this.#parts;
    const endGap = connection.subscriber.onGap(wake);
    try {
      const end = await connection.subscriber.subscribe(keys.channel, wake);
      return async () => {
        endGap();
        await settlesWithin(end(), POLL_MS).catch((error: unknown) => {
          onError(error, this.#where);
        });
      };
    } catch (error) {
      onError(error, this.#where);
      return () => {
        endGap();
        return Promise.resolve();
      };
    }
  }

  /** Takes as many jobs as may be worked on. True when there may be more to do at once. */
  async #fetch(): Promise<boolean> {
    const free = this.#parts.options.concurrency - this.inFlight;
    this.#restMs = POLL_MS;
    if (free <= 0) return false;
    const { jobs, restMs } = await this.#lease.take(free, this.#parts.options);
    this.#restMs = Math.min(POLL_MS, restMs ?? POLL_MS);
    for (const job of jobs) this.#loop.start(`${job.id} ${job.tries}`, job, (signal) => this.#process(job, signal));
    return jobs.length > 0;
  }

  async #process(job: TakenJob, signal: AbortSignal): Promise<void> {
    const { handler, options, onError } = this.#parts;
    const { id, text, tries } = job;
    try {
      await Promise.resolve().then(() => handler({ id, payload: JSON.parse(text) as Payload, tries, signal }));
    } catch (error) {
      onError(error, `${this.#where}, job ${id}, try ${tries} of ${options.maxTries}`);
      const delayMs = tries >= options.maxTries ? null : backOffMs(tries, options.backOff);
      await this.#loop.settle(() => this.#lease.fail(job, delayMs, describeError(error)), signal);
      return;
    }
    await this.#loop.settle(() => this.#lease.complete(job), signal);
  }

  async #keep(): Promise<void> {
    const underWay = [...this.#loop.underWay.values()];
    const jobs = underWay.map(({ item }) => item);
    const lost = await this.#lease.keep(jobs, this.#parts.options.visibilityMs);
    for (const { item, abort } of underWay) {
      if (lost.includes(item.id)) abort.abort(new Error('The job is done, or went to another worker.'));
    }
  }
}
