import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEngine } from '../../src/lib/redis/embedded/fetch-engine.js';
import type { SentinelOptions } from '../../src/lib/redis/connection-options.js';
import { ENGINES_HOME } from './engine-homes.js';
import { until } from './processes.js';
import { answers, sendTo } from './raw-redis.js';
import { freePort, startRedis } from './redis-process.js';
import type { RedisProcess } from './redis-process.js';

/** A primary, two replicas and three sentinels. */
export interface FailoverGroup {
  readonly options: Pick<SentinelOptions, 'sentinels' | 'name'>;
  readonly servers: readonly RedisProcess[];
  /** Ends a sentinel as `kill -9` does. */
  killSentinel(at: number): Promise<void>;
  /** The server that the sentinels name, with those that follow it. */
  roles(): Promise<{ readonly primary: RedisProcess; readonly replicas: readonly RedisProcess[] }>;
  /** Waits until so many replicas follow the primary, and the sentinels know it. */
  settled(replicas: number): Promise<void>;
  close(): Promise<void>;
}

const NAME = 'shop';
const DOWN_AFTER_MS = 1_500;

export async function startFailoverGroup(): Promise<FailoverGroup> {
  const first = await startRedis({ args: REPLICATION });
  const others = await Promise.all(
    [1, 2].map(() => startRedis({ args: [...REPLICATION, '--replicaof', '127.0.0.1', String(first.port)] })),
  );
  const servers = [first, ...others];
  const ports = await Promise.all([1, 2, 3].map(freePort));
  const folder = await mkdtemp(join(tmpdir(), 'aisle-sentinels-'));
  const sentinels = await Promise.all(ports.map((port) => startSentinel(folder, port, first.port)));
  const urls = ports.map((port) => `redis://127.0.0.1:${port}`);
  const roles = async () => {
    const alive = await firstThat(urls, answers);
    const [address] = await sendTo(alive, ['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME]);
    const port = Number((address as string[])[1]);
    const primary = servers.find((server) => server.port === port) ?? first;
    return { primary, replicas: servers.filter((server) => server !== primary) };
  };
  const group: FailoverGroup = {
    options: { sentinels: ports.map((port) => ({ host: '127.0.0.1', port })), name: NAME },
    servers,
    killSentinel: (at) => kill(sentinels[at]),
    roles,
    async settled(replicas) {
      await until(`${replicas} replicas`, () => isSettled(group, urls, replicas), 60_000);
    },
    async close() {
      await Promise.all([...servers.map((server) => server.close()), ...sentinels.map(kill)]);
      await rm(folder, { recursive: true, force: true, maxRetries: 20 });
    },
  };
  await group.settled(2);
  return group;
}

/** A replica that asks for everything gets it at once, not after the usual seconds of waiting for others. */
const REPLICATION = ['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'];

async function startSentinel(folder: string, port: number, primary: number): Promise<ChildProcess> {
  const file = join(folder, `${port}.conf`);
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir ${folder}`,
    `sentinel monitor ${NAME} 127.0.0.1 ${primary} 2`,
    `sentinel down-after-milliseconds ${NAME} ${DOWN_AFTER_MS}`,
    `sentinel failover-timeout ${NAME} 6000`,
    `sentinel parallel-syncs ${NAME} 2`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const { server } = await ensureEngine({ home: ENGINES_HOME });
  const child = spawn(server, [file, '--sentinel'], { stdio: 'ignore' });
  await until(`a sentinel at ${port}`, () => answers(`redis://127.0.0.1:${port}`));
  return child;
}

async function kill(child: ChildProcess | undefined): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function isSettled(group: FailoverGroup, sentinels: readonly string[], replicas: number): Promise<boolean> {
  const { primary } = await group.roles();
  const [info] = await sendTo(primary.url, ['INFO', 'replication']).catch(() => ['']);
  if (String(info).match(/state=online/g)?.length !== replicas) return false;
  const known = await Promise.all(
    sentinels.map(async (url) => {
      if (!(await answers(url))) return true;
      const [list, others] = await sendTo(url, ['SENTINEL', 'REPLICAS', NAME], ['SENTINEL', 'SENTINELS', NAME]);
      return fitReplicas(list).length >= replicas && (others as unknown[]).length === 2;
    }),
  );
  return known.every(Boolean);
}

function fitReplicas(list: unknown): readonly unknown[] {
  return (list as unknown[]).filter((replica) => {
    const { flags, 'master-link-status': link } = replica as Readonly<Record<string, string>>;
    return flags === 'slave' && link === 'ok';
  });
}

async function firstThat<T>(items: readonly T[], isSo: (item: T) => Promise<boolean>): Promise<T> {
  for (const item of items) if (await isSo(item)) return item;
  throw new Error('None of them.');
}
