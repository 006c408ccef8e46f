import { assertWithin } from '../../errors/option-range.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { assertStateName } from '../state-name.js';
import { assertAmount, resolveCounterOptions } from './counter-options.js';
import type { CounterOptions, CounterRuntimeOptions } from './counter-options.js';
import { ADD_TO_COUNTER, COUNT_WINDOW } from './counter-scripts.js';

/**
 * Counts by name: in all, and in any window up to now. Each addition is one atomic step. One whose connection broke under
 * way fails and is not repeated, for it may have been counted.
 */
export class Counters {
  readonly #options: CounterRuntimeOptions;

  constructor(
    private readonly connection: RedisConnection,
    private readonly keys: Keys,
    options: CounterOptions = {},
  ) {
    this.#options = resolveCounterOptions(options);
  }

  /** Adds to a counter. @returns what it has come to in all */
  async add(name: string, by = 1): Promise<number> {
    assertAmount(by);
    const { bucketMs, keepMs } = this.#options;
    const args = [String(by), String(bucketMs), String(keepMs)];
    return Number(await this.connection.run(ADD_TO_COUNTER, [this.#total(name), this.#buckets(name)], args));
  }

  /** What a counter has come to, 0 when nothing was ever added. */
  async total(name: string): Promise<number> {
    return Number((await this.connection.send(['GET', this.#total(name)])) ?? 0);
  }

  /**
   * What was added in the last `windowMs`, by whole buckets: those that began in the window, and the one of this moment.
   * @throws INVALID_VALUE for a window shorter than a bucket, or longer than buckets are kept
   */
  async count(name: string, windowMs: number): Promise<number> {
    const { bucketMs, keepMs } = this.#options;
    assertWithin('window', windowMs, { min: bucketMs, max: keepMs });
    return Number(await this.connection.run(COUNT_WINDOW, [this.#buckets(name)], [String(bucketMs), String(windowMs)]));
  }

  /** Sets a counter back to nothing. */
  async reset(name: string): Promise<void> {
    await this.connection.send(['DEL', this.#total(name), this.#buckets(name)]);
  }

  #total(name: string): string {
    assertStateName('counter', name);
    return this.keys.state('counter', `{${name}}`);
  }

  #buckets(name: string): string {
    assertStateName('counter', name);
    return this.keys.state('counter', `{${name}}`, `by-${this.#options.bucketMs}`);
  }
}
