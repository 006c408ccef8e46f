import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Queues } from '../../src/lib/messaging/queues/queues.js';
import { Streams } from '../../src/lib/messaging/streams/streams.js';
import { EventBus } from '../../src/lib/messaging/events/event-bus.js';
import { defineEvents } from '../../src/lib/messaging/events/define-events.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { insist } from '../support/insist.js';
import { GROUP, HANDLED, keys, queue, stream, SUM } from '../support/messaging-worker.js';
import { firstLine, spawnTypeScript, until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import type { TcpProxy } from '../support/tcp-proxy.js';

const COUNT = 600;
const DEADLINE_MS = 50_000;
const numbers = Array.from({ length: COUNT }, (_, n) => n);

let redis: RedisProcess;
let proxy: TcpProxy;
let connection: RedisConnection;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  redis = await startRedis({ modules: false, args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  proxy = await startTcpProxy(redis.port);
  connection = await openConnection({ url: redis.url, requireModules: false, reconnect: { maxMs: 100 } });
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  await connection.close();
  await proxy.close();
  await redis.close();
});

/** Starts a worker that reaches the engine through the proxy. */
async function startWorker(kind: 'stream' | 'queue'): Promise<ChildProcess> {
  const url = `redis://127.0.0.1:${proxy.port}`;
  const child = spawnTypeScript(join(import.meta.dirname, '../support/messaging-worker.ts'), [kind, url]);
  children.add(child);
  expect(await firstLine(child)).toBe('ready');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  children.delete(child);
}

/** Kills workers and the engine, and breaks connections, while `progress` goes from none to all. */
async function harm(kind: 'stream' | 'queue', progress: () => Promise<number>): Promise<void> {
  const at = (part: number) =>
    until(`${part} of the work`, async () => (await progress()) >= COUNT * part, DEADLINE_MS);
  const [first, second] = await Promise.all([startWorker(kind), startWorker(kind)]);
  await at(0.1);
  await kill(first);
  await at(0.3);
  await redis.kill();
  await redis.start();
  await at(0.5);
  proxy.hangUp();
  await at(0.6);
  await kill(second);
  await startWorker(kind);
}

it('loses no entry of a stream and carries out each effect once, whoever dies', async () => {
  const streams = new Streams(connection, keys, { onError: () => undefined });
  const add = async () => {
    for (const n of numbers) await insist(() => streams.add(stream, n, { idempotencyKey: String(n) }));
  };
  const progress = async () => {
    const [group] = await streams.groups(stream).catch(() => []);
    const added = Number(await connection.send(['XLEN', stream.keyOf(keys)]).catch(() => 0));
    return group === undefined || group.lag === null ? 0 : added - group.lag - group.pending;
  };
  await Promise.all([add(), harm('stream', progress)]);
  await until('the end of all work', async () => (await progress()) === COUNT, DEADLINE_MS);
  expect(await connection.send(['XLEN', stream.keyOf(keys)])).toBe(COUNT);
  expect(await connection.send(['GET', SUM])).toBe(String((COUNT * (COUNT - 1)) / 2));
  expect(await streams.groups(stream)).toMatchObject([{ group: GROUP, pending: 0, lag: 0, deadLetters: 0 }]);
  await streams.close();
});

it('loses no job of a queue, whoever dies', async () => {
  const queues = new Queues(connection, keys, { onError: () => undefined });
  const add = async () => {
    for (const n of numbers) {
      await insist(() => queues.add(queue, n, { id: String(n), ...(n % 5 === 0 ? { delayMs: 200 } : {}) }));
    }
  };
  const progress = async () => Number(await connection.send(['HLEN', HANDLED]).catch(() => 0));
  await Promise.all([add(), harm('queue', progress)]);
  const isDone = async () => {
    const { waiting, delayed, active } = await queues.state(queue);
    return waiting + delayed + active === 0;
  };
  await until('the end of all work', isDone, DEADLINE_MS);
  const handled = (await connection.send(['HGETALL', HANDLED])) as Readonly<Record<string, string>>;
  expect(
    Object.keys(handled)
      .map(Number)
      .toSorted((a, b) => a - b),
  ).toEqual(numbers);
  expect(await queues.state(queue)).toEqual({ waiting: 0, delayed: 0, active: 0, dead: 0 });
});

it('carries events again after the engine was killed, and says that some may be missing', async () => {
  const event = defineEvents<{ tick: number }>().channel('tick');
  const bus = new EventBus(connection, keys);
  const heard: number[] = [];
  let gaps = 0;
  await bus.on(event, (n) => heard.push(n));
  bus.onGap(() => gaps++);
  await bus.publish(event, 1);
  await until('the first event', () => heard.length === 1);
  await redis.kill();
  await redis.start();
  await until('the notice', () => gaps === 1);
  await insist(() => bus.publish(event, 2));
  await until('the second event', () => heard.length === 2);
  expect(heard).toEqual([1, 2]);
  await bus.close();
});
