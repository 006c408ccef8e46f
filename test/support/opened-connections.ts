import type { RedisOptions } from '../../src/lib/redis/connection-options.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { ConnectionHooks } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';

/** The connections of a test, closed after it. */
export class OpenedConnections {
  readonly #opened: RedisConnection[] = [];

  async open(options: RedisOptions, hooks: ConnectionHooks = {}): Promise<RedisConnection> {
    const connection = await openConnection(options, hooks);
    this.#opened.push(connection);
    return connection;
  }

  /** What opening fails with, and how long that took. */
  async failure(options: RedisOptions): Promise<{ readonly error: unknown; readonly tookMs: number }> {
    const start = performance.now();
    const error: unknown = await this.open(options).then(
      () => new Error('It opened.'),
      (caught: unknown) => caught,
    );
    return { error, tookMs: performance.now() - start };
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((connection) => connection.close()));
  }
}
