import type { RedisOptions } from '../../src/lib/redis/connection-options.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import type { RedisCommand } from '../../src/lib/redis/redis-values.js';
import { OpenedConnections } from './opened-connections.js';
import { startRedis } from './redis-process.js';

/** A Redis with a connection to it that waits long for slow machines. */
export interface ConnectedRedis {
  readonly url: string;
  readonly connection: RedisConnection;
  /** Opens another one, until the next {@link ConnectedRedis.empty}. */
  open(options: RedisOptions): Promise<RedisConnection>;
  /** What a command answers that must answer text. */
  text(command: RedisCommand): Promise<string>;
  /** Closes what was opened, and forgets all data. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

export async function startConnectedRedis(): Promise<ConnectedRedis> {
  const redis = await startRedis();
  const own = new OpenedConnections();
  const opened = new OpenedConnections();
  const connection = await own.open({ url: redis.url, commandTimeoutMs: 10_000 });
  return {
    url: redis.url,
    connection,
    open: (options) => opened.open(options),
    async text(command) {
      const reply = await connection.send(command);
      if (typeof reply !== 'string') throw new Error(`${String(command[0])} answered no text.`);
      return reply;
    },
    async empty() {
      await opened.close();
      await connection.send(['FLUSHALL']);
    },
    async close() {
      await Promise.all([own.close(), opened.close()]);
      await redis.close();
    },
  };
}
