import { EngineClusterError, EngineUnavailableError } from '../../errors/engine-errors.js';
import type { Link } from '../link.js';
import type { CommandOptions } from '../redis-connection.js';
import type { ClusterLinks } from './cluster-links.js';
import { readRedirection } from './slot-ranges.js';
import type { Redirection } from './slot-ranges.js';

/** Redirections after which something must be wrong with the cluster. */
const MOST_HOPS = 5;

/** Sends something to a node; `asking` when ASKING has to go before it. */
export type Attempt<T> = (link: Link, options: CommandOptions, asking: boolean) => Promise<T>;

/** Sends something to the node of a slot, and on to where the cluster says that it belongs. */
export async function attempt<T>(
  links: ClusterLinks,
  slot: number | undefined,
  options: CommandOptions | undefined,
  send: Attempt<T>,
): Promise<T> {
  const deadline = performance.now() + (options?.deadlineMs ?? links.commandTimeoutMs);
  let link = links.linkOf(slot, options);
  let asking = false;
  for (let hops = 0; ; hops++) {
    try {
      return await send(link, { ...options, deadlineMs: deadline - performance.now() }, asking);
    } catch (error) {
      if (hops === MOST_HOPS || performance.now() >= deadline) throw error;
      const redirection = redirectionOf(error, link);
      asking = redirection?.kind === 'ASK';
      if (redirection !== undefined) link = (await links.follow(redirection)).link;
      else if (wasReplaced(error, links, link, slot)) link = links.linkOf(slot, options);
      else throw error;
    }
  }
}

/** True for an answer after which the same can be sent to another node, for it was not carried out. */
export function isMisdirected(answer: unknown, links: ClusterLinks, link: Link, slot: number | undefined): boolean {
  return redirectionOf(answer, link) !== undefined || wasReplaced(answer, links, link, slot);
}

/** Where an error of the cluster sends a command. */
export function redirectionOf(error: unknown, { server }: Pick<Link, 'server'>): Redirection | undefined {
  if (!(error instanceof EngineClusterError) || error.reply === undefined) return undefined;
  return readRedirection(error.reply, server.replace(/:\d+$/, ''));
}

/** The command never left, and another node has the slot by now. */
function wasReplaced(error: unknown, links: ClusterLinks, link: Link, slot: number | undefined): boolean {
  return error instanceof EngineUnavailableError && !error.sent && !links.isCurrent(slot, link);
}
