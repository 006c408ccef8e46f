import type { ConnectionRuntimeOptions } from '../connection-options.js';
import type { ClusterTarget } from '../connection-target.js';
import { assertModules, probe } from '../open-links.js';
import type { RedisConnection } from '../redis-connection.js';
import { RedisSubscriber } from '../redis-subscriber.js';
import type { LinkHooks } from '../supervised-client.js';
import { createClusterConnection } from './cluster-connection.js';
import { ClusterLinks } from './cluster-links.js';

/** Connects to all primaries of a cluster. */
export async function openCluster(
  runtime: ConnectionRuntimeOptions,
  target: ClusterTarget,
  hooks: LinkHooks,
): Promise<RedisConnection> {
  const links = await ClusterLinks.open(runtime, target, hooks);
  try {
    const { link } = links.nodeOf(undefined);
    const capabilities = await probe(link, runtime.connectTimeoutMs);
    if (runtime.requireModules) assertModules(link.server, capabilities);
    const place = { role: 'any' as const, locate: () => links.someTarget() };
    const subscriber = new RedisSubscriber({ ...runtime, target: await links.someTarget(), place });
    return createClusterConnection({ capabilities, links, subscriber, runtime });
  } catch (error) {
    await links.close();
    throw error;
  }
}
