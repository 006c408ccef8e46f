import { assertMessagingName } from '../payloads.js';

/** A queue whose jobs carry a `Payload`. */
export interface Queue<Payload> {
  readonly name: string;
  /** Carries the type alone and is never there. */
  readonly payload?: Payload;
}

/** A queue, whatever its jobs carry. */
export type QueueName = Pick<Queue<unknown>, 'name'>;

/**
 * Declares a queue.
 *
 * @example
 * const mails = defineQueue<{ readonly to: string }>('mails');
 * @throws INVALID_VALUE
 */
export function defineQueue<Payload>(name: string): Queue<Payload> {
  assertMessagingName('queue', name);
  return Object.freeze({ name });
}
