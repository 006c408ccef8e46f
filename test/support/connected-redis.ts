import { startRedis } from './redis-process.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';

/** A Redis with a connection to it that waits long for slow machines. */
export interface ConnectedRedis {
  readonly url: string;
  readonly connection: RedisConnection;
  close(): Promise<void>;
}

export async function startConnectedRedis(): Promise<ConnectedRedis> {
  const redis = await startRedis();
  const connection = await openConnection({ url: redis.url, commandTimeoutMs: 10_000 });
  return {
    url: redis.url,
    connection,
    async close() {
      await connection.close();
      await redis.close();
    },
  };
}
