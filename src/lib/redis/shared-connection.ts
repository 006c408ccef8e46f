import type { Capabilities } from './capabilities.js';
import { createExclusiveConnection } from './exclusive-connection.js';
import type { ExclusiveLinks } from './exclusive-links.js';
import type { Link } from './link.js';
import type { RedisConnection } from './redis-connection.js';
import { runBatch, runScript } from './script-calls.js';
import { sharedBatchFault, sharedCommandFault } from './session-commands.js';
import type { SubscriberLink } from './subscriber.js';

export interface SharedConnectionParts {
  readonly capabilities: Capabilities;
  /** At least one. */
  readonly links: readonly [Link, ...Link[]];
  readonly exclusiveLinks: ExclusiveLinks<Link>;
  readonly subscriber: SubscriberLink;
  /** Ends what lies beneath, after the links are closed. */
  readonly release: () => Promise<void>;
}

/** The connection that all rooms share. Each command goes to the link with the fewest callers waiting. */
export function createSharedConnection(parts: SharedConnectionParts): RedisConnection {
  const { capabilities, links, exclusiveLinks, subscriber, release } = parts;
  const pick = links.length === 1 ? () => links[0] : () => leastLoaded(links);
  let closing: Promise<void> | undefined;

  const closeAll = async () => {
    await Promise.all([exclusiveLinks.close(), subscriber.close(), ...links.map((link) => link.close())]);
    await release();
  };

  const connection: RedisConnection = {
    capabilities,
    send(command, options) {
      const fault = sharedCommandFault(command);
      return fault === undefined ? pick().send(command, options) : Promise.reject(fault);
    },
    pipeline(items, options) {
      const fault = sharedBatchFault(items);
      return fault === undefined ? runBatch(pick(), items, options) : Promise.resolve(items.map(() => fault));
    },
    run: (script, keys, args, options) => runScript(pick(), { script, keys, args }, options),
    exclusive(use) {
      let lent: ReturnType<typeof createExclusiveConnection>;
      return exclusiveLinks.lend(
        (link) => {
          lent = createExclusiveConnection(link, connection);
          return use(lent).finally(lent.end);
        },
        () => lent.isClean(),
      );
    },
    subscriber,
    isReady: () => links.some((link) => link.isReady()),
    losses: () => links.reduce((sum, link) => sum + link.losses, 0),
    close: () => (closing ??= closeAll()),
  };
  return Object.freeze(connection);
}

function leastLoaded(links: readonly [Link, ...Link[]]): Link {
  let best = links[0];
  for (const link of links) {
    if (!link.isReady()) continue;
    if (!best.isReady() || link.load < best.load) best = link;
  }
  return best;
}
