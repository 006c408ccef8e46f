import { CollectionNotFoundError } from '../errors/collection-errors.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { stockCollectionsKey } from './stock.js';
import type { Stock } from './stock.js';

export interface StockSweeperOptions {
  readonly connection: RedisConnection;
  readonly keys: Keys;
  /** The stock of a collection by its name. */
  readonly stock: (collection: string) => Stock;
  /** Milliseconds from the end of one look to the next. */
  readonly intervalMs: number;
  /** Told what hindered a look; the next one tries again. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Gives back what has expired, in all collections in which something was ever reserved. Every process can run one: each
 * reservation is ended once, by whoever comes first.
 */
export class StockSweeper {
  readonly #options: StockSweeperOptions;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> = Promise.resolve();
  #isStopped = true;

  constructor(options: StockSweeperOptions) {
    this.#options = options;
  }

  start(): void {
    if (!this.#isStopped) return;
    this.#isStopped = false;
    this.#schedule();
  }

  /** Waits for the look that is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
  }

  /** Processes that were started together do not look together. */
  #schedule(): void {
    const { intervalMs } = this.#options;
    this.#timer = setTimeout(
      () => {
        this.#sweeping = this.#sweep();
      },
      intervalMs * (0.75 + Math.random() / 2),
    );
    this.#timer.unref();
  }

  async #sweep(): Promise<void> {
    const { connection, keys, onFailure } = this.#options;
    try {
      const names = await connection.send(['SMEMBERS', stockCollectionsKey(keys)]);
      for (const name of Array.isArray(names) ? names.map(String) : []) await this.#sweepCollection(name);
    } catch (error) {
      onFailure(error);
    }
    if (!this.#isStopped) this.#schedule();
  }

  async #sweepCollection(name: string): Promise<void> {
    if (this.#isStopped) return;
    try {
      await this.#options.stock(name).sweep();
    } catch (error) {
      if (!(error instanceof CollectionNotFoundError)) this.#options.onFailure(error);
    }
  }
}
