import { EngineUnavailableError } from '../errors/engine-errors.js';
import type { ConnectionRuntimeOptions } from './connection-options.js';
import type { DirectTarget, SentinelTarget } from './connection-target.js';
import { ExclusiveLinks } from './exclusive-links.js';
import { Link } from './link.js';
import { openLink, openLinks } from './open-links.js';
import type { OpenedLinks } from './open-links.js';
import type { Place } from './place.js';
import type { RedisConnection } from './redis-connection.js';
import { RedisSubscriber } from './redis-subscriber.js';
import { describeEndpoint } from './redis-url.js';
import { Sentinels } from './sentinels.js';
import { createSharedConnection } from './shared-connection.js';
import type { LinkHooks } from './supervised-client.js';

const SWITCHED = '+switch-master';

/** Connects to the primary that sentinels watch, whichever server that is at the time, and to its replicas where asked for. */
export async function openFailoverGroup(
  runtime: ConnectionRuntimeOptions,
  target: SentinelTarget,
  hooks: LinkHooks,
): Promise<RedisConnection> {
  const sentinels = new Sentinels(target, runtime);
  const place: Place = { role: 'primary', locate: () => sentinels.primary() };
  const options = { ...runtime, target: await sentinels.primary(), place };
  const opened = await openLinks(runtime, options, hooks);
  const replicas = Array.from({ length: runtime.replicas }, (_, at) =>
    Link.begin({ ...runtime, target: options.target, place: replicaPlace(sentinels, at) }),
  );
  const watch = new RedisSubscriber({
    ...runtime,
    target: options.target,
    place: { role: 'any', locate: () => sentinels.sentinel() },
  });
  const parts = {
    ...opened,
    replicas,
    exclusiveLinks: new ExclusiveLinks(runtime.exclusive, () => openLink({ ...options, reconnect: null })),
    subscriber: new RedisSubscriber(options),
    release: () => watch.close(),
  };
  try {
    await followSwitches(watch, sentinels.name, opened);
  } catch (error) {
    await Promise.all([watch.close(), ...[...opened.links, ...replicas].map((link) => link.close())]);
    throw error;
  }
  return createSharedConnection(parts);
}

/** One that is promoted stays good for reading; each link begins with another one. */
function replicaPlace(sentinels: Sentinels, at: number): Place {
  let next = at;
  return {
    role: 'any',
    async locate(): Promise<DirectTarget> {
      const fit = await sentinels.replicas();
      const chosen = fit[next++ % fit.length];
      if (chosen !== undefined) return chosen;
      throw new EngineUnavailableError(`The primary "${sentinels.name}" has no replica that can be read from.`, {
        sent: false,
      });
    },
  };
}

/**
 * A primary that was cut off from the sentinels goes on taking writes, which are lost with it: connections to it are given
 * up as soon as the sentinels name another.
 */
async function followSwitches(watch: RedisSubscriber, name: string, { links }: OpenedLinks): Promise<void> {
  await watch.subscribe(SWITCHED, (message) => {
    const [switched, host = '', port] = message.split(' ');
    if (switched !== name) return;
    const former = describeEndpoint({ host, port: Number(port) });
    for (const link of links) if (link.server === former) link.giveUp();
  });
}
