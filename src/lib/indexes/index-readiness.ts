import { setTimeout as delay } from 'node:timers/promises';
import { IndexBuildingError } from '../errors/collection-errors.js';
import { IndexNotFoundError } from '../errors/engine-errors.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { readIndexInfo } from './index-info.js';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 100;

/**
 * Keeps searches off indexes that hold a part of the documents only. An engine that was started again builds those indexes
 * anew that are younger than its last snapshot, and answers searches meanwhile as if they were whole.
 */
export class IndexReadiness {
  readonly #connection: RedisConnection;
  readonly #whole = new Set<string>();
  #losses: number;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
    this.#losses = connection.losses();
  }

  /**
   * Runs a search on an index that holds all documents, and once more when the connection was lost meanwhile: then it may
   * have met an engine that is building the index.
   * @param waitMs how long to wait for the index
   * @throws INDEX_BUILDING when that was too short
   */
  async search<T>(index: string, waitMs: number, run: () => Promise<T>): Promise<T> {
    for (;;) {
      const losses = await this.#whenWhole(index, waitMs);
      const result = await this.#run(index, run);
      if (losses === this.#connection.losses()) return result;
    }
  }

  async #run<T>(index: string, run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (error instanceof IndexNotFoundError) this.#whole.delete(index);
      throw error;
    }
  }

  /** Gives the number of losses for which the index is known to be whole. */
  async #whenWhole(index: string, waitMs: number): Promise<number> {
    const deadline = performance.now() + waitMs;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const losses = this.#forgetAfterLoss();
      if (this.#whole.has(index)) return losses;
      const info = await readIndexInfo(this.#connection, index);
      if (losses !== this.#connection.losses()) continue;
      if (info === null) return losses;
      if (!info.isBuilding) this.#whole.add(index);
      else if (performance.now() + pause > deadline) throw new IndexBuildingError(index, info.progress);
      else await delay(pause);
    }
  }

  #forgetAfterLoss(): number {
    const losses = this.#connection.losses();
    if (losses !== this.#losses) this.#whole.clear();
    this.#losses = losses;
    return losses;
  }
}
