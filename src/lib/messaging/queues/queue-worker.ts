import { EngineError } from '../../errors/engine-errors.js';
import { settlesWithin } from '../../redis/deadline.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { Unsubscribe } from '../../redis/subscriber.js';
import { backOffMs } from '../back-off.js';
import { pause } from '../pause.js';
import { processName } from '../process-name.js';
import { describeError } from '../report.js';
import type { ReportError } from '../report.js';
import { settle } from '../settle.js';
import { Wake } from '../wake.js';
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

interface InFlight {
  readonly job: TakenJob;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

const POLL_MS = 1_000;
const OUTAGE = { baseMs: 50, maxMs: 2_000 };

/** Takes jobs of a queue until it is stopped. */
export class QueueWorker<Payload> {
  readonly name = processName();
  readonly #parts: QueueWorkerParts<Payload>;
  readonly #lease: JobLease;
  readonly #wake = new Wake();
  readonly #running = new Map<string, InFlight>();
  readonly #stopping = new AbortController();
  readonly #keeping: NodeJS.Timeout;
  readonly #loop: Promise<void>;
  #stopped: Promise<void> | undefined;
  #restMs = 0;
  #outages = 0;

  constructor(parts: QueueWorkerParts<Payload>) {
    this.#parts = parts;
    this.#lease = new JobLease(parts.connection, parts.keys, this.name);
    this.#keeping = setInterval(() => void this.#keep(), parts.options.visibilityMs / 3);
    this.#loop = this.#run();
  }

  /** Jobs that are worked on now. */
  get inFlight(): number {
    return this.#running.size;
  }

  /**
   * Takes nothing more, waits for the handlers under way, `graceMs` at most, then puts back what is left, for others to
   * take at once. Handlers that go on longer find their signal aborted.
   */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#stop());
  }

  async #run(): Promise<void> {
    const endWatch = await this.#watch();
    while (!this.#stopping.signal.aborted) await this.#attempt();
    await endWatch();
  }

  /** Where it cannot listen, it looks every second. */
  async #watch(): Promise<Unsubscribe> {
    const { connection, keys, onError } = this.#parts;
    const endGap = connection.subscriber.onGap(this.#wake.tell);
    try {
      const end = await connection.subscriber.subscribe(keys.channel, this.#wake.tell);
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

  get #where(): string {
    return `Queue "${this.#parts.queue}"`;
  }

  async #attempt(): Promise<void> {
    try {
      const isBusy = await this.#fetch();
      this.#outages = 0;
      if (!isBusy) await this.#wake.wait(Math.min(POLL_MS, this.#restMs));
    } catch (error) {
      if (this.#outages++ === 0) this.#parts.onError(error, this.#where);
      await pause(backOffMs(this.#outages, OUTAGE), this.#stopping.signal);
    }
  }

  /** Takes as many jobs as may be worked on. True when there may be more to do at once. */
  async #fetch(): Promise<boolean> {
    const free = this.#parts.options.concurrency - this.#running.size;
    this.#restMs = POLL_MS;
    if (free <= 0) return false;
    const { jobs, restMs } = await this.#lease.take(free, this.#parts.options);
    this.#restMs = restMs ?? POLL_MS;
    for (const job of jobs) this.#start(job);
    return jobs.length > 0;
  }

  #start(job: TakenJob): void {
    const abort = new AbortController();
    const key = `${job.id} ${job.tries}`;
    const done = this.#process(job, abort.signal).finally(() => {
      this.#running.delete(key);
      this.#wake.tell();
    });
    this.#running.set(key, { job, abort, done });
  }

  async #process(job: TakenJob, signal: AbortSignal): Promise<void> {
    const { handler, options, onError } = this.#parts;
    const { id, text, tries } = job;
    try {
      await Promise.resolve().then(() => handler({ id, payload: JSON.parse(text) as Payload, tries, signal }));
    } catch (error) {
      onError(error, `${this.#where}, job ${id}, try ${tries} of ${options.maxTries}`);
      const delayMs = tries >= options.maxTries ? null : backOffMs(tries, options.backOff);
      await this.#settle(() => this.#lease.fail(job, delayMs, describeError(error)), signal);
      return;
    }
    await this.#settle(() => this.#lease.complete(job), signal);
  }

  /** What the engine never hears is tried once more. */
  async #settle(tell: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
    await settle(tell, signal, (error) => {
      this.#parts.onError(error, this.#where);
    });
  }

  async #keep(): Promise<void> {
    const running = [...this.#running.values()];
    try {
      const lost = await this.#lease.keep(
        running.map(({ job }) => job),
        this.#parts.options.visibilityMs,
      );
      for (const { job, abort } of running) {
        if (lost.includes(job.id)) abort.abort(new Error('The job is done, or went to another worker.'));
      }
    } catch (error) {
      // The loop meets the same engine and tells of it.
      if (!(error instanceof EngineError)) throw error;
    }
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.tell();
    await this.#loop;
    const running = () => [...this.#running.values()];
    await settlesWithin(Promise.all(running().map(({ done }) => done)), this.#parts.options.graceMs);
    clearInterval(this.#keeping);
    const cut = running();
    for (const { abort } of cut) abort.abort(new Error('The worker was stopped.'));
    try {
      await Promise.all(cut.map(({ job }) => this.#lease.release(job)));
    } catch (error) {
      // Then others find out by its silence.
      if (!(error instanceof EngineError)) throw error;
    }
  }
}
