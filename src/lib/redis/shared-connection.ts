import type { Capabilities } from './capabilities.js';
import { createExclusiveConnection } from './exclusive-connection.js';
import type { ExclusiveLinks } from './exclusive-links.js';
import type { Link } from './link.js';
import type { CommandOptions, RedisConnection } from './redis-connection.js';
import { runBatch, runScript } from './script-calls.js';
import { sharedBatchFault, sharedCommandFault } from './session-commands.js';
import type { SubscriberLink } from './subscriber.js';

export interface SharedConnectionParts {
  readonly capabilities: Capabilities;
  /** At least one. */
  readonly links: readonly [Link, ...Link[]];
  /** Links to replicas, each ready or not. */
  readonly replicas: readonly Link[];
  readonly exclusiveLinks: ExclusiveLinks<Link>;
  readonly subscriber: SubscriberLink;
  /** Ends what lies beneath, after the links are closed. */
  readonly release: () => Promise<void>;
}

/** The connection that all rooms share. Each command goes to the link with the fewest callers waiting. */
export function createSharedConnection(parts: SharedConnectionParts): RedisConnection {
  const { capabilities, links, replicas, exclusiveLinks, subscriber, release } = parts;
  const pickPrimary = links.length === 1 ? () => links[0] : () => leastLoaded(links);
  const pick = (options: CommandOptions | undefined) => {
    const replica = options?.consistency === 'replica' ? leastLoaded(replicas) : undefined;
    return replica?.isReady() === true ? replica : pickPrimary();
  };
  let closing: Promise<void> | undefined;

  const closeAll = async () => {
    await Promise.all([
      exclusiveLinks.close(),
      subscriber.close(),
      ...[...links, ...replicas].map((link) => link.close()),
    ]);
    await release();
  };

  const connection: RedisConnection = {
    capabilities,
    send(command, options) {
      const fault = sharedCommandFault(command);
      return fault === undefined ? pick(options).send(command, options) : Promise.reject(fault);
    },
    pipeline(items, options) {
      const fault = sharedBatchFault(items);
      return fault === undefined ? runBatch(pick(options), items, options) : Promise.resolve(items.map(() => fault));
    },
    run: (script, keys, args, options) => runScript(pick(options), { script, keys, args }, options),
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
    primaries: () => [
      {
        server: links[0].server,
        send: (command, options) => connection.send(command, options),
        pipeline: (items, options) => connection.pipeline(items, options),
      },
    ],
    isReady: () => links.some((link) => link.isReady()),
    losses: () => links.reduce((sum, link) => sum + link.losses, 0),
    close: () => (closing ??= closeAll()),
  };
  return Object.freeze(connection);
}

function leastLoaded(links: readonly [Link, ...Link[]]): Link;
function leastLoaded(links: readonly Link[]): Link | undefined;
function leastLoaded(links: readonly Link[]): Link | undefined {
  let best = links[0];
  for (const link of links) {
    if (!link.isReady()) continue;
    if (best?.isReady() !== true || link.load < best.load) best = link;
  }
  return best;
}
