import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { Cache } from '../../src/lib/state/cache/cache.js';
import type { CacheOptions } from '../../src/lib/state/cache/cache.js';
import { startTestEngine } from './engine.js';

export const CACHE_KEYS = createKeys('cache-test');

/** An engine, and caches that are processes of their own as far as it can tell. */
export interface CacheLab {
  readonly url: string;
  readonly connection: RedisConnection;
  readonly cache: Cache;
  /** What `onFailure` was told by all caches. */
  readonly failures: unknown[];
  open(options?: CacheOptions): Promise<Cache>;
  /** All keys whose name holds this. */
  keysOf(part: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openCacheLab(): Promise<CacheLab> {
  const engine = await startTestEngine();
  const connection = await openConnection({ url: engine.url });
  const opened = [connection];
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => failures.push(error);
  const caches = [new Cache(connection, CACHE_KEYS, { timeoutMs: 5_000, onFailure })] as [Cache, ...Cache[]];
  return {
    url: engine.url,
    connection,
    cache: caches[0],
    failures,
    async open(options = {}) {
      const own = await openConnection({ url: engine.url });
      const cache = new Cache(own, CACHE_KEYS, { timeoutMs: 5_000, onFailure, ...options });
      opened.push(own);
      caches.push(cache);
      return cache;
    },
    async keysOf(part) {
      const reply = await connection.send(['SCAN', '0', 'MATCH', `*${part}*`, 'COUNT', '10000']);
      return (reply as readonly [string, readonly string[]])[1];
    },
    async close() {
      await Promise.all(caches.map((cache) => cache.close()));
      await Promise.all(opened.map((one) => one.close()));
      await engine.close();
    },
  };
}
