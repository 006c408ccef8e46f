import type { RedisCommand } from '../../redis/redis-values.js';

/** An entry of a stream, with what it carries. */
export interface StreamEntry<Payload> {
  /** Its place in the stream, such as `1700000000000-0`: read on with `after`. */
  readonly id: string;
  readonly payload: Payload;
}

/** An entry on its way through a consumer. */
export interface StreamMessage<Payload> extends StreamEntry<Payload> {
  /**
   * The same for each time that the entry is handled, by whichever process, and for entries added twice under one key: pass
   * it to systems that drop what they have seen.
   */
  readonly idempotencyKey: string;
  /** 1 the first time. */
  readonly tries: number;
  /** Aborted when the entry went to another consumer, or when the grace of a stop is over. */
  readonly signal: AbortSignal;

  /**
   * Carries out commands of the engine and acknowledges the entry, in one atomic step. However often the entry is handled,
   * this happens once: true when it happened now, false when it had happened before. Use it once, as the last thing.
   *
   * On a cluster the keys must lie in the slot of the stream (`{name}`). The engine undoes nothing: where it refuses a
   * command after others were done, the call fails now and at each further try, and the entry ends as a dead letter.
   * @throws ENGINE_ERROR when the engine refused a command
   */
  readonly commit: (effect: Effect) => Promise<boolean>;
}

/** What `commit` carries out. */
export interface Effect {
  /** Keys that the commands touch. */
  readonly keys: readonly string[];
  readonly commands: readonly RedisCommand[];
}
