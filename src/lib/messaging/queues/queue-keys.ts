import type { Keys } from '../../redis/keys.js';
import type { QueueName } from './define-queue.js';

/** The keys of one queue, all in one slot. */
export interface QueueKeys {
  /** List of the ids that wait, the next one last. */
  readonly waiting: string;
  /** Sorted set of the ids that are due later, by milliseconds since 1970. */
  readonly delayed: string;
  /** Sorted set of the ids that workers have, by when they lose them. */
  readonly leases: string;
  /** Hash of the payloads by id. */
  readonly jobs: string;
  /** Hash of how often each id was taken. */
  readonly tries: string;
  /** Hash of who has each id. */
  readonly owners: string;
  /** Sorted set of the ids that are given up, by when. */
  readonly dead: string;
  /** Hash of why each id was given up. */
  readonly errors: string;
  /** Channel that tells workers to look. */
  readonly channel: string;
  /** Begins the keys of the lists of what each worker has. */
  readonly processingPrefix: string;
  readonly processing: (worker: string) => string;
  /** Remembers that a job of that id was added. */
  readonly seen: (id: string) => string;
}

export function queueKeys(keys: Keys, { name }: QueueName): QueueKeys {
  const key = (part: string) => keys.state('queue', `{${name}}`, part);
  return Object.freeze({
    waiting: key('waiting'),
    delayed: key('delayed'),
    leases: key('leases'),
    jobs: key('jobs'),
    tries: key('tries'),
    owners: key('owners'),
    dead: key('dead'),
    errors: key('errors'),
    channel: key('wake'),
    processingPrefix: key('processing:'),
    processing: (worker: string) => key(`processing:${worker}`),
    seen: (id: string) => key(`seen:${id}`),
  });
}
