import { setTimeout as delay } from 'node:timers/promises';
import { EngineUnavailableError } from '../../errors/engine-errors.js';
import type { ConnectionRuntimeOptions } from '../connection-options.js';
import type { ClusterTarget, DirectTarget } from '../connection-target.js';
import { Link } from '../link.js';
import { reconnectDelay } from '../reconnect-delay.js';
import type { CommandOptions } from '../redis-connection.js';
import { describeEndpoint } from '../redis-url.js';
import type { LinkHooks } from '../supervised-client.js';
import { readSlotRanges, SLOTS } from './slot-ranges.js';
import type { Redirection, SlotRange } from './slot-ranges.js';

/** A primary of the cluster. */
export interface ClusterNode {
  readonly target: DirectTarget;
  readonly link: Link;
  replicas: readonly Link[];
}

/** The links to the primaries of a cluster, and which of them owns which slot. */
export class ClusterLinks {
  readonly #runtime: ConnectionRuntimeOptions;
  readonly #hooks: LinkHooks;
  readonly #seeds: readonly DirectTarget[];
  readonly #nodes = new Map<string, ClusterNode>();
  #ownerOf: readonly (ClusterNode | undefined)[] = [];
  #refreshing: Promise<void> | undefined;
  #isWatching = false;
  #isClosed = false;
  #formerLosses = 0;

  private constructor(runtime: ConnectionRuntimeOptions, { nodes }: ClusterTarget, hooks: LinkHooks) {
    this.#runtime = runtime;
    this.#seeds = nodes;
    this.#hooks = hooks;
  }

  /** Asks the nodes for the map of slots and connects to all primaries. */
  static async open(runtime: ConnectionRuntimeOptions, target: ClusterTarget, hooks: LinkHooks): Promise<ClusterLinks> {
    const links = new ClusterLinks(runtime, target, hooks);
    try {
      await links.refresh();
    } catch (error) {
      await links.close();
      throw error;
    }
    return links;
  }

  get nodes(): readonly ClusterNode[] {
    return [...this.#nodes.values()];
  }

  get commandTimeoutMs(): number {
    return this.#runtime.commandTimeoutMs;
  }

  /** Whether a link leads to the node that owns a slot, or to a replica of it. */
  isCurrent(slot: number | undefined, link: Link): boolean {
    const owner = slot === undefined ? this.#anyNode() : this.#ownerOf[slot];
    return owner !== undefined && (owner.link === link || owner.replicas.includes(link));
  }

  /** The node that owns a slot; any that is ready for undefined. */
  nodeOf(slot: number | undefined): ClusterNode {
    const owner = slot === undefined ? this.#anyNode() : this.#ownerOf[slot];
    if (owner !== undefined) return owner;
    this.#watch();
    throw new EngineUnavailableError(
      slot === undefined ? 'No node of the cluster is connected.' : `No node of the cluster owns the slot ${slot}.`,
      { sent: false },
    );
  }

  /** The link for commands of a slot: to the owner, or to a replica of it where that may answer. */
  linkOf(slot: number | undefined, options: CommandOptions | undefined): Link {
    const { link, replicas } = this.nodeOf(slot);
    if (options?.consistency !== 'replica') return link;
    const ready = replicas.filter((replica) => replica.isReady());
    return (
      ready.reduce<Link | undefined>(
        (best, each) => (best !== undefined && best.load <= each.load ? best : each),
        undefined,
      ) ?? link
    );
  }

  isReady(): boolean {
    return !this.#isClosed && this.nodes.every(({ link }) => link.isReady());
  }

  losses(): number {
    return this.nodes.reduce((sum, { link }) => sum + link.losses, this.#formerLosses);
  }

  /** Where some node is that answers. */
  someTarget(): Promise<DirectTarget> {
    return Promise.resolve(this.#anyNode()?.target ?? this.#seed(0));
  }

  /** The node that a redirection names. The map is asked for anew when the slot has moved for good. */
  async follow({ kind, slot, address }: Redirection): Promise<ClusterNode> {
    const node = this.#nodes.get(describeEndpoint(address)) ?? (await this.#connect({ address, replicas: [] }));
    if (kind === 'MOVED') {
      this.#ownerOf = this.#ownerOf.with(slot, node);
      this.#watch();
    }
    return node;
  }

  /** Asks for the map of slots, and connects to the primaries that it names. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#nodes.keys()].map((address) => this.#drop(address)));
  }

  async #refresh(): Promise<void> {
    const ranges = await this.#askForRanges();
    if (this.#isClosed) return;
    const owners: (ClusterNode | undefined)[] = Array.from({ length: SLOTS });
    const named = new Map(ranges.map((range) => [describeEndpoint(range.primary), range]));
    const connected = await Promise.allSettled(
      [...named.values()].map(({ primary, replicas }) => this.#connect({ address: primary, replicas })),
    );
    const failed = connected.filter((each) => each.status === 'rejected');
    if (failed.length === connected.length && failed[0] !== undefined) throw failed[0].reason;
    for (const { from, to, primary } of ranges) owners.fill(this.#nodes.get(describeEndpoint(primary)), from, to + 1);
    this.#ownerOf = owners;
    const gone = [...this.#nodes.keys()].filter((address) => !named.has(address));
    await Promise.all(gone.map((address) => this.#drop(address)));
    if (failed.length > 0) this.#watch();
  }

  /** Asks one node after the other; those that are connected first. */
  async #askForRanges(): Promise<readonly SlotRange[]> {
    const failures: unknown[] = [];
    for (const { link, target } of this.nodes) {
      if (!link.isReady()) continue;
      try {
        return await askForRanges(link, target);
      } catch (error) {
        failures.push(error);
      }
    }
    for (const target of this.#seeds) {
      try {
        const link = await Link.open({ ...this.#runtime, target, reconnect: null });
        return await askForRanges(link, target).finally(() => link.close());
      } catch (error) {
        failures.push(error);
      }
    }
    throw failures[0];
  }

  async #connect({
    address,
    replicas,
  }: {
    readonly address: SlotRange['primary'];
    readonly replicas: SlotRange['replicas'];
  }): Promise<ClusterNode> {
    const name = describeEndpoint(address);
    const known = this.#nodes.get(name);
    if (known !== undefined) {
      known.replicas = this.#replicaLinks(known, replicas);
      return known;
    }
    const target: DirectTarget = Object.freeze({ ...this.#seed(0), endpoint: address });
    const link = await Link.open(
      { ...this.#runtime, target },
      {
        ...this.#hooks,
        onLost: (error) => {
          this.#hooks.onLost?.(error);
          this.#watch();
        },
      },
    );
    const raced = this.#nodes.get(name);
    if (raced !== undefined || this.#isClosed) {
      await link.close();
      if (raced !== undefined) return raced;
      throw new EngineUnavailableError('The connection to the cluster is closed.', { sent: false });
    }
    const node: ClusterNode = { target, link, replicas: [] };
    node.replicas = this.#replicaLinks(node, replicas);
    this.#nodes.set(name, node);
    return node;
  }

  #replicaLinks(node: ClusterNode, addresses: SlotRange['replicas']): readonly Link[] {
    const wanted = addresses.slice(0, this.#runtime.replicas);
    const names = wanted.map(describeEndpoint);
    const kept = node.replicas.filter((link) => names.includes(link.server));
    for (const link of node.replicas) if (!kept.includes(link)) void link.close();
    const missing = wanted.filter((address) => !kept.some((link) => link.server === describeEndpoint(address)));
    return [
      ...kept,
      ...missing.map((endpoint) => {
        const target = Object.freeze({ ...node.target, endpoint });
        return Link.begin({
          ...this.#runtime,
          target,
          place: { role: 'cluster-replica', locate: () => Promise.resolve(target) },
        });
      }),
    ];
  }

  async #drop(address: string): Promise<void> {
    const node = this.#nodes.get(address);
    if (node === undefined) return;
    this.#nodes.delete(address);
    this.#formerLosses += node.link.losses + 1;
    if (!this.#isClosed && !node.link.isReady()) this.#hooks.onReady?.();
    await Promise.all([node.link, ...node.replicas].map((link) => link.close()));
  }

  /** Asks for the map again and again while a primary is lost: another node may have taken its place. */
  #watch(): void {
    if (this.#isWatching || this.#isClosed) return;
    this.#isWatching = true;
    void this.#watchUntilReady();
  }

  async #watchUntilReady(): Promise<void> {
    for (let tries = 0; !this.#isClosed; tries++) {
      await delay(reconnectDelay(tries, this.#runtime.reconnect), undefined, { ref: false });
      const isKnown = await this.refresh().then(
        () => true,
        () => false,
      );
      if (isKnown && this.isReady() && this.#ownerOf.every((owner) => owner !== undefined)) break;
    }
    this.#isWatching = false;
  }

  #anyNode(): ClusterNode | undefined {
    const nodes = this.nodes;
    return nodes.find(({ link }) => link.isReady()) ?? nodes[0];
  }

  #seed(at: number): DirectTarget {
    const seed = this.#seeds[at];
    if (seed === undefined) throw new EngineUnavailableError('No node of the cluster is named.', { sent: false });
    return seed;
  }
}

async function askForRanges(link: Link, { endpoint }: DirectTarget): Promise<readonly SlotRange[]> {
  const reply = await link.send(['CLUSTER', 'SLOTS']);
  return readSlotRanges(reply, 'host' in endpoint ? endpoint.host : 'localhost');
}
