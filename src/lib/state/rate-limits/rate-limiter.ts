import { hash } from 'node:crypto';
import { AisleError } from '../../errors/aisle-error.js';
import { EngineError } from '../../errors/engine-errors.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { Script } from '../../redis/script.js';
import { resolveRateLimitOptions } from './rate-limit-options.js';
import type { RateLimitOptions, RateLimitRuntimeOptions } from './rate-limit-options.js';
import { capacityOf, readResult, uncounted } from './rate-limit-result.js';
import type { RateLimitResult } from './rate-limit-result.js';
import { rateLimitScript } from './rate-limit-scripts.js';

export interface ConsumeOptions {
  /** How many requests this one counts as. @default 1 */
  readonly cost?: number;
}

/** Limits how often each subject may do something: an address, a key, a user. Requests that are refused are not counted. */
export class RateLimiter {
  readonly name: string;
  readonly options: RateLimitRuntimeOptions;
  /** Most requests that can be allowed at once. */
  readonly capacity: number;
  readonly #connection: RedisConnection;
  readonly #keys: Keys;
  readonly #script: Script;
  /** What the script is told of the options. */
  readonly #limits: readonly string[];
  /** What was counted for another algorithm or window means nothing to this one. */
  readonly #place: string;

  /**
   * @param name tells the limit from others; limiters of the same name share their counts
   * @throws INVALID_VALUE that names the option and what is allowed
   */
  constructor(connection: RedisConnection, keys: Keys, name: string, options: RateLimitOptions) {
    this.name = name;
    this.options = resolveRateLimitOptions(name, options);
    this.capacity = capacityOf(this.options);
    this.#connection = connection;
    this.#keys = keys;
    this.#place = `${name}.${this.options.algorithm}.${this.options.windowMs}`;
    this.#limits = [this.options.limit, this.options.windowMs, this.options.burst].map(String);
    this.#script = rateLimitScript(this.options.algorithm);
  }

  /**
   * Counts a request of a subject if it is allowed.
   * @throws INVALID_VALUE for a cost that can never be allowed; with `onEngineFailure: 'closed'` the engine's errors
   */
  async consume(subject: string, { cost = 1 }: ConsumeOptions = {}): Promise<RateLimitResult> {
    this.#assertCost(cost);
    const { timeoutMs, onEngineFailure } = this.options;
    const args = [String(cost), ...this.#limits];
    try {
      const reply = await this.#connection.run(this.#script, [this.#keyOf(subject)], args, { deadlineMs: timeoutMs });
      return readResult(this.capacity, reply);
    } catch (error) {
      if (onEngineFailure === 'closed' || !(error instanceof EngineError)) throw error;
      return uncounted(this.capacity, error);
    }
  }

  /** Forgets what a subject did, as after a login that succeeded. */
  async reset(subject: string): Promise<void> {
    await this.#connection.send(['DEL', this.#keyOf(subject)]);
  }

  /** A hash, for subjects are addresses and keys of people, of any length. */
  #keyOf(subject: string): string {
    return this.#keys.state('rate-limit', this.#place, hash('sha256', subject, 'base64url'));
  }

  #assertCost(cost: number): void {
    if (Number.isInteger(cost) && cost >= 1 && cost <= this.capacity) return;
    throw new AisleError(
      'INVALID_VALUE',
      `A request that counts as ${cost} can never be allowed: "${this.name}" takes whole numbers from 1 to ${this.capacity} at once. Ask for less at once.`,
    );
  }
}
