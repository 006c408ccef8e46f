import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { spawnTypeScript, until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { openTallies, prepareTallies } from '../support/tallies.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import type { TcpProxy } from '../support/tcp-proxy.js';

const keys = createKeys('faults');
const workers: ChildProcess[] = [];
/** How often each pattern counted, by what the workers know. */
const counts = new Map<string, { told: number; unknown: number }>();
let redis: RedisProcess;
let proxy: TcpProxy;
let connection: RedisConnection;

beforeAll(async () => {
  redis = await startRedis({ modules: false, args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  proxy = await startTcpProxy(redis.port);
  connection = await openConnection({ url: redis.url, requireModules: false, reconnect: { graceMs: 20_000 } });
});
afterAll(async () => {
  for (const worker of workers) worker.kill('SIGKILL');
  await connection.close();
  await proxy.close();
  await redis.close();
});

function startWorker(token: string): ChildProcess {
  const file = join(import.meta.dirname, '../support/tally-worker.ts');
  const worker = spawnTypeScript(file, [`redis://127.0.0.1:${proxy.port}`, keys.namespace, token]);
  createInterface({ input: worker.stdout! }).on('line', (line) => {
    const [name = '', outcome] = line.split(' ');
    const count = counts.get(name) ?? { told: 0, unknown: 0 };
    count[outcome === 'told' ? 'told' : 'unknown'] += 1;
    counts.set(name, count);
  });
  workers.push(worker);
  return worker;
}

/** Ends a process, and reads what it said before. */
async function kill(worker: ChildProcess): Promise<void> {
  const closed = once(worker, 'close');
  worker.kill('SIGKILL');
  await closed;
}

it('every pattern counts what it told once, whoever dies; only what was under way is uncertain', async () => {
  const token = await prepareTallies(connection, keys);
  const tallies = Object.entries(openTallies(connection, keys, token));
  const toldOf = (name: string) => counts.get(name)?.told ?? 0;
  const more = async () => {
    const before = new Map(tallies.map(([name]) => [name, toldOf(name)]));
    const isMore = (name: string) => toldOf(name) > (before.get(name) ?? 0) + 10;
    await until('each counts more', () => tallies.every(([name]) => isMore(name)), 40_000);
  };
  const [first, second] = [startWorker(token), startWorker(token)];
  await more();
  await kill(first);
  await more();
  proxy.hangUp();
  await more();
  await redis.kill();
  await redis.start();
  await more();
  await kill(second);
  for (const [name, tally] of tallies) {
    const { told, unknown } = counts.get(name)!;
    const total = await tally.total();
    // Each of the two was killed while it counted, maybe.
    const uncertain = unknown + 2;
    expect({ name, isExact: total >= told && total <= told + uncertain, told, uncertain, total }).toMatchObject({
      isExact: true,
    });
  }
});
