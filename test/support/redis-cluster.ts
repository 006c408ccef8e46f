import type { ClusterOptions } from '../../src/lib/redis/connection-options.js';
import { until } from './processes.js';
import { sendTo } from './raw-redis.js';
import { freePort, startRedis } from './redis-process.js';
import type { RedisProcess } from './redis-process.js';

/** Three primaries with a replica each. */
export interface RedisCluster {
  readonly options: ClusterOptions;
  readonly nodes: readonly RedisProcess[];
  /** The node that owns a slot. */
  ownerOf(slot: number): Promise<RedisProcess>;
  /** Makes another primary the owner of a slot that holds no key. */
  moveEmptySlot(slot: number): Promise<void>;
  close(): Promise<void>;
}

const LAST_SLOT = 16_383;

export async function startCluster(): Promise<RedisCluster> {
  const nodes = await Promise.all(Array.from({ length: 6 }, startNode));
  const [first, ...others] = nodes as [RedisProcess, ...RedisProcess[]];
  const urls = nodes.map(({ url }) => url);
  const ids = (await Promise.all(urls.map((url) => sendTo(url, ['CLUSTER', 'MYID'])))).map(([id]) => String(id));
  for (const other of others) {
    const bus = await busPort(other);
    await sendTo(first.url, ['CLUSTER', 'MEET', '127.0.0.1', String(other.port), bus]);
  }
  const share = Math.ceil((LAST_SLOT + 1) / 3);
  const primaries = nodes.slice(0, 3);
  for (const [at, { url }] of primaries.entries()) {
    const to = Math.min((at + 1) * share - 1, LAST_SLOT);
    await sendTo(url, ['CLUSTER', 'ADDSLOTSRANGE', String(at * share), String(to)]);
  }
  for (const [at, { url }] of nodes.slice(3).entries()) {
    const primary = String(ids[at]);
    await until('the primary to be known', async () => {
      const [known] = await sendTo(url, ['CLUSTER', 'NODES']);
      return String(known).includes(primary);
    });
    await sendTo(url, ['CLUSTER', 'REPLICATE', primary]);
  }
  await until('the cluster', async () => (await Promise.all(urls.map(isWhole))).every(Boolean), 60_000);
  const ownerOf = async (slot: number) => {
    const alive = await firstAlive(urls);
    const [ranges] = await sendTo(alive, ['CLUSTER', 'SLOTS']);
    const range = (ranges as [number, number, [string, number]][]).find(([from, to]) => slot >= from && slot <= to);
    return nodes.find(({ port }) => port === range?.[2][1]) ?? first;
  };
  return {
    options: { cluster: [{ url: first.url }, { url: String(urls[1]) }] },
    nodes,
    ownerOf,
    async moveEmptySlot(slot) {
      const owner = await ownerOf(slot);
      const target = primaries.find((node) => node !== owner) ?? first;
      const [id] = await sendTo(target.url, ['CLUSTER', 'MYID']);
      const [ownerId] = await sendTo(owner.url, ['CLUSTER', 'MYID']);
      // Only one who was importing takes a new epoch, by which all others believe it.
      await sendTo(target.url, ['CLUSTER', 'SETSLOT', String(slot), 'IMPORTING', String(ownerId)]);
      const rest = primaries.filter((node) => node !== target);
      for (const { url } of [target, ...rest])
        await sendTo(url, ['CLUSTER', 'SETSLOT', String(slot), 'NODE', String(id)]);
    },
    async close() {
      await Promise.all(nodes.map((node) => node.close()));
    },
  };
}

/** The bus needs a port of its own: by default it is 10000 above the other, which may be no port. */
async function startNode(): Promise<RedisProcess> {
  const bus = await freePort();
  return startRedis({
    args: [
      ...['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000', '--cluster-port', String(bus)],
      ...['--repl-diskless-sync-delay', '0', '--cluster-allow-replica-migration', 'no'],
    ],
  });
}

async function busPort({ url }: RedisProcess): Promise<string> {
  const [reply] = await sendTo(url, ['CONFIG', 'GET', 'cluster-port']);
  return String((reply as Readonly<Record<string, string>>)['cluster-port']);
}

async function isWhole(url: string): Promise<boolean> {
  const [info, shards] = await sendTo(url, ['CLUSTER', 'INFO'], ['CLUSTER', 'SLOTS']);
  const ranges = shards as unknown[][];
  return (
    String(info).includes('cluster_state:ok') && ranges.length === 3 && ranges.every((range) => range.length === 4)
  );
}

async function firstAlive(urls: readonly string[]): Promise<string> {
  for (const url of urls) {
    const isAlive = await sendTo(url, ['PING']).then(
      () => true,
      () => false,
    );
    if (isAlive) return url;
  }
  throw new Error('No node answers.');
}
