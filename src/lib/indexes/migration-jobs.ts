import { definitionHash } from '../collections/definition-json.js';
import type { MigrationRequest, MigrationRunner } from './migration-runner.js';

export type JobOutcome = { readonly status: 'done' } | { readonly status: 'failed'; readonly error: unknown };

/** A piece of work on a collection that goes on after its caller was answered. */
export interface Job {
  /** Hash of the wanted definition; null for a deletion. */
  readonly hash: string | null;
  /** Never rejects. */
  readonly outcome: Promise<JobOutcome>;
  /** Resolves when the documents are known to fit, or with the outcome. */
  readonly checked: Promise<void>;
  /** True while a caller waits, who is told of a failure instead of `onFailure`. */
  isAwaited: boolean;
  readonly cancel: () => void;
}

export type OnJobFailure = (collection: string, error: unknown) => void;

/** The work that this process does in the background, one piece for each collection. */
export class MigrationJobs {
  readonly #runner: MigrationRunner;
  readonly #onFailure: OnJobFailure | undefined;
  readonly #jobs = new Map<string, Job>();

  constructor(runner: MigrationRunner, onFailure?: OnJobFailure) {
    this.#runner = runner;
    this.#onFailure = onFailure;
  }

  /** The job of a collection that is under way. */
  get(name: string): Job | undefined {
    return this.#jobs.get(name);
  }

  migrate(request: Omit<MigrationRequest, 'signal' | 'onProgress'>): Job {
    const { wanted } = request;
    return this.start(wanted.name, definitionHash(wanted), async (signal, onChecked) => {
      await this.#runner.run({
        ...request,
        signal,
        onProgress: ({ phase }) => {
          if (phase !== 'checking') onChecked();
        },
      });
    });
  }

  start(name: string, hash: string | null, work: (signal: AbortSignal, onChecked: () => void) => Promise<void>): Job {
    const controller = new AbortController();
    const { promise: checked, resolve: onChecked } = deferred();
    const job: Job = {
      hash,
      checked,
      outcome: work(controller.signal, onChecked)
        .then(
          () => ({ status: 'done' }) as const,
          (error: unknown) => ({ status: 'failed', error }) as const,
        )
        .then((outcome) => {
          if (this.#jobs.get(name) === job) this.#jobs.delete(name);
          if (outcome.status === 'failed' && !job.isAwaited && !controller.signal.aborted) {
            this.#onFailure?.(name, outcome.error);
          }
          onChecked();
          return outcome;
        }),
      isAwaited: false,
      cancel: () => {
        controller.abort();
      },
    };
    this.#jobs.set(name, job);
    return job;
  }

  /** Stops the job of a collection between two steps; it can be taken up again. */
  async cancel(name: string): Promise<void> {
    const job = this.#jobs.get(name);
    job?.cancel();
    await job?.outcome;
  }

  /** Resolves when no job is under way. */
  async settled(): Promise<void> {
    while (this.#jobs.size > 0) await Promise.all([...this.#jobs.values()].map(({ outcome }) => outcome));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#jobs.keys()].map((name) => this.cancel(name)));
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
