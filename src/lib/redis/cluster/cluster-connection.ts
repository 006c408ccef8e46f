import { AisleError } from '../../errors/aisle-error.js';
import type { Capabilities } from '../capabilities.js';
import type { ConnectionRuntimeOptions } from '../connection-options.js';
import type { Link } from '../link.js';
import type { RedisConnection, RedisNode } from '../redis-connection.js';
import type { RedisReply } from '../redis-values.js';
import { isCommand, scriptCommand } from '../script.js';
import { runBatch, runScript } from '../script-calls.js';
import { sharedBatchFault, sharedCommandFault } from '../session-commands.js';
import type { SubscriberLink } from '../subscriber.js';
import { runClusterBatch } from './cluster-batch.js';
import { ClusterExclusives } from './cluster-exclusives.js';
import type { ClusterLinks } from './cluster-links.js';
import { attempt } from './redirections.js';
import { slotOfItem } from './slot-of-item.js';
import type { Item } from './slot-of-item.js';

export interface ClusterConnectionParts {
  readonly capabilities: Capabilities;
  readonly links: ClusterLinks;
  readonly subscriber: SubscriberLink;
  readonly runtime: ConnectionRuntimeOptions;
}

/** The connection to a cluster: each command goes to the node that has its key. */
export function createClusterConnection(parts: ClusterConnectionParts): RedisConnection {
  const { capabilities, links, subscriber, runtime } = parts;
  const exclusives = new ClusterExclusives(links, runtime);
  let closing: Promise<void> | undefined;
  const faultOf = (item: Item) => (capabilities.searchable ? undefined : searchFault(item)) ?? scanFault(item);

  const connection: RedisConnection = {
    capabilities,
    send(command, options) {
      const fault = sharedCommandFault(command) ?? faultOf(command);
      if (fault !== undefined) return Promise.reject(fault);
      return attempt(links, slotOfItem(command), options, async (link, left, asking) => {
        if (!asking) return link.send(command, left);
        return single(await link.batch([['ASKING'], command], left));
      });
    },
    pipeline(items, options) {
      const fault = sharedBatchFault(items) ?? items.map(faultOf).find((found) => found !== undefined);
      if (fault !== undefined) return Promise.resolve(items.map(() => fault));
      return runClusterBatch(links, items, options);
    },
    run(script, keys, args, options) {
      const call = scriptCommand(script, keys, args);
      return attempt(links, slotOfItem(call), options, async (link, left, asking) => {
        if (!asking) return runScript(link, call, left);
        return single(await runBatch(link, [['ASKING'], call], left));
      });
    },
    exclusive: (use) => exclusives.lend(connection, use),
    subscriber,
    primaries: () => links.nodes.map(({ link }) => toNode(link)),
    isReady: () => links.isReady(),
    losses: () => links.losses(),
    close: () =>
      (closing ??= Promise.all([exclusives.close(), subscriber.close(), links.close()]).then(() => undefined)),
  };
  return Object.freeze(connection);
}

function toNode(link: Link): RedisNode {
  return {
    server: link.server,
    send: (command, options) => link.send(command, options),
    pipeline: (items, options) => runBatch(link, items, options),
  };
}

/** The reply after that of ASKING. */
function single([, reply]: readonly (RedisReply | Error)[]): RedisReply {
  if (reply instanceof Error) throw reply;
  if (reply === undefined) throw new AisleError('INTERNAL', 'A node answered ASKING alone.');
  return reply;
}

function searchFault(item: Item): AisleError | undefined {
  if (!isCommand(item) || !String(item[0]).toUpperCase().startsWith('FT.')) return undefined;
  return new AisleError(
    'NOT_SUPPORTED',
    'This cluster cannot be searched: its search module sees the documents of one node alone. Run Redis 8, whose nodes ' +
      'ask each other, or a server that is no cluster.',
  );
}

/** Keys of one {hash tag} lie on one node; all others are scattered, and a cursor is good on its own node alone. */
function scanFault(item: Item): AisleError | undefined {
  if (!isCommand(item) || item[0] !== 'SCAN' || slotOfItem(item) !== undefined) return undefined;
  return new AisleError(
    'INTERNAL',
    'SCAN over a cluster goes through each of primaries(), or keeps to one {hash tag}.',
  );
}
