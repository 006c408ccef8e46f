import type { RedisOptions } from '../../redis/connection-options.js';
import { openConnection } from '../../redis/open-connection.js';
import type { RedisConnection } from '../../redis/redis-connection.js';

/** A server of locks alone. It is reached when it is first asked, and tried again at each question while it is down. */
export class LockServer implements Pick<RedisConnection, 'run' | 'send'> {
  readonly #options: RedisOptions;
  #connection: Promise<RedisConnection> | undefined;

  constructor(options: RedisOptions) {
    this.#options = typeof options === 'string' ? options : { requireModules: false, ...options };
  }

  /** @throws ENGINE_UNAVAILABLE and the other errors of opening a connection */
  open(): Promise<RedisConnection> {
    this.#connection ??= openConnection(this.#options).catch((error: unknown) => {
      this.#connection = undefined;
      throw error;
    });
    return this.#connection;
  }

  async run(...call: Parameters<RedisConnection['run']>): ReturnType<RedisConnection['run']> {
    const connection = await this.open();
    return connection.run(...call);
  }

  async send(...call: Parameters<RedisConnection['send']>): ReturnType<RedisConnection['send']> {
    const connection = await this.open();
    return connection.send(...call);
  }

  async close(): Promise<void> {
    // Whoever asked for the connection was told why there is none.
    const connection = await this.#connection?.catch(() => undefined);
    await connection?.close();
  }
}
