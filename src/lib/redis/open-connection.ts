import { openCluster } from './cluster/open-cluster.js';
import { resolveConnectionOptions } from './connection-options.js';
import type { ConnectionRuntimeOptions, RedisOptions } from './connection-options.js';
import type { EngineProgress } from './embedded/engine-files.js';
import { ExclusiveLinks } from './exclusive-links.js';
import { openFailoverGroup } from './open-failover-group.js';
import { openLink, openLinks } from './open-links.js';
import type { LinkOptions } from './redis-client.js';
import type { RedisConnection } from './redis-connection.js';
import { RedisSubscriber } from './redis-subscriber.js';
import { parseRedisUrl } from './redis-url.js';
import { createSharedConnection } from './shared-connection.js';
import type { LinkHooks } from './supervised-client.js';

/** Told what happens to the connection, for a log. */
export interface ConnectionHooks extends LinkHooks {
  /** How far the embedded engine has come: fetching, loading its data. */
  readonly onProgress?: (progress: EngineProgress) => void;
}

/**
 * Opens a connection to Redis, or starts the embedded engine first.
 * @throws AisleError `INVALID_CONFIGURATION`, `ENGINE_UNAVAILABLE`, `ENGINE_AUTHENTICATION_FAILED`,
 * `ENGINE_MODULES_MISSING`, within `connectTimeoutMs`; a server that is loading its data is waited for that long.
 */
export async function openConnection(options: RedisOptions, hooks: ConnectionHooks = {}): Promise<RedisConnection> {
  const runtime = resolveConnectionOptions(options);
  const { target } = runtime;
  if (target.kind === 'sentinel') return openFailoverGroup(runtime, target, hooks);
  if (target.kind === 'cluster') return openCluster(runtime, target, hooks);
  if (target.kind === 'embedded') return openEmbedded(runtime, target.home, hooks);
  return openServer(runtime, { ...runtime, target }, hooks, () => Promise.resolve());
}

async function openEmbedded(
  runtime: ConnectionRuntimeOptions,
  home: string,
  hooks: ConnectionHooks,
): Promise<RedisConnection> {
  const { onProgress } = hooks;
  const { startEmbeddedEngine } = await import('./embedded/start-engine.js');
  const engine = await startEmbeddedEngine({ home, ...(onProgress && { onProgress }) });
  const target = Object.freeze({ kind: 'direct' as const, ...parseRedisUrl(engine.url), tls: null });
  return openServer(runtime, { ...runtime, target }, hooks, () => engine.close());
}

async function openServer(
  runtime: ConnectionRuntimeOptions,
  options: LinkOptions,
  hooks: ConnectionHooks,
  release: () => Promise<void>,
): Promise<RedisConnection> {
  try {
    return createSharedConnection({
      ...(await openLinks(runtime, options, hooks)),
      replicas: [],
      exclusiveLinks: new ExclusiveLinks(runtime.exclusive, () => openLink({ ...options, reconnect: null })),
      subscriber: new RedisSubscriber(options),
      release,
    });
  } catch (error) {
    await release();
    throw error;
  }
}
