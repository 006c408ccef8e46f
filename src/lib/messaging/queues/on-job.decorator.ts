import { markMethod } from '../discover-handlers.js';
import type { HandlerDecorator } from '../discover-handlers.js';
import type { Queue } from './define-queue.js';
import type { JobHandler } from './queue-worker.js';
import type { WorkerOptions } from './worker-options.js';

export const JOB_HANDLER = Symbol('aisle:job-handler');

export interface JobMark {
  readonly queue: Queue<unknown>;
  readonly options: WorkerOptions;
}

/** Decorates a method; one that does not take the payload does not compile. */
export type JobMethodDecorator<Payload> = HandlerDecorator<JobHandler<Payload>>;

/**
 * Lets a method of a provider work on the jobs of a queue, see `QueuesModule`.
 *
 * @example
 * \@OnJob(mails, { concurrency: 4 })
 * async send({ payload, id }: Job<Mail>) { … }
 */
export function OnJob<Payload>(queue: Queue<Payload>, options: WorkerOptions = {}): JobMethodDecorator<Payload> {
  return (prototype, name) => {
    markMethod(JOB_HANDLER, { queue, options }, prototype, name);
  };
}
