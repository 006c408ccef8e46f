import type { CommonConnectionOptions } from '../../src/lib/redis/connection-options.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { startTestEngine } from './engine.js';

/** An engine with connections to it, each as a process of its own would have it. */
export interface ConnectedEngine {
  readonly url: string;
  /** The first of them. */
  readonly connection: RedisConnection;
  readonly connections: readonly RedisConnection[];
  close(): Promise<void>;
}

export async function startConnectedEngine(count = 1, options: CommonConnectionOptions = {}): Promise<ConnectedEngine> {
  const engine = await startTestEngine();
  const { url } = engine;
  const open = () => openConnection({ url, ...options });
  const [connection, ...others] = await Promise.all([open(), ...Array.from({ length: count - 1 }, open)]);
  const connections = [connection, ...others];
  return {
    url,
    connection,
    connections,
    async close() {
      await Promise.all(connections.map((each) => each.close()));
      await engine.close();
    },
  };
}
