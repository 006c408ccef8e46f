import type { CommonConnectionOptions } from '../../src/lib/redis/connection-options.js';
import type { ConnectionHooks } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { OpenedConnections } from './opened-connections.js';
import { startRedis } from './redis-process.js';
import type { RedisProcess } from './redis-process.js';
import { startTcpProxy } from './tcp-proxy.js';
import type { TcpProxy } from './tcp-proxy.js';

/** A server that loses nothing when it is killed, and connections to it. */
export interface UnsteadyRedis {
  readonly redis: RedisProcess;
  readonly opened: OpenedConnections;
  open(options?: CommonConnectionOptions, hooks?: ConnectionHooks, url?: string): Promise<RedisConnection>;
  /** A connection through a proxy that can misbehave. */
  openThroughProxy(
    options?: CommonConnectionOptions,
  ): Promise<{ readonly proxy: TcpProxy; readonly connection: RedisConnection }>;
  /** Ends what a test opened. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export async function startUnsteadyRedis(): Promise<UnsteadyRedis> {
  const redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  const opened = new OpenedConnections();
  const proxies: TcpProxy[] = [];
  const open = (options: CommonConnectionOptions = {}, hooks: ConnectionHooks = {}, url = redis.url) =>
    opened.open({ url, ...options }, hooks);
  return {
    redis,
    opened,
    open,
    async openThroughProxy(options = {}) {
      const proxy = await startTcpProxy(redis.port);
      proxies.push(proxy);
      return { proxy, connection: await open(options, {}, `redis://127.0.0.1:${proxy.port}`) };
    },
    async settle() {
      redis.thaw();
      await opened.close();
      await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
    },
    close: () => redis.close(),
  };
}

/** What a promise came to, and how long that took. */
export async function timed<T>(promise: Promise<T>) {
  const start = performance.now();
  const [result] = await Promise.allSettled([promise]);
  return { result, tookMs: performance.now() - start };
}

/** A settled promise that was rejected with what has these members. */
export const rejection = (expected: object) => ({ status: 'rejected', reason: expect.objectContaining(expected) });
