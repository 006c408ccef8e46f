import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { LockServer } from '../../src/lib/state/locks/lock-server.js';
import { Locks } from '../../src/lib/state/locks/locks.js';
import { firstLine, spawnTypeScript, until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

const keys = createKeys('lock-faults');
const keyOf = (name: string) => keys.state('lock', `{${name}}`);
const AT_ONCE = { reconnect: { baseMs: 5, maxMs: 20, graceMs: 0 }, requireModules: false };

let opened: { close(): Promise<void> }[] = [];
let servers: RedisProcess[] = [];

afterEach(async () => {
  servers.forEach((server) => {
    server.thaw();
  });
  await Promise.all(opened.map((one) => one.close()));
  await Promise.all(servers.map((server) => server.close()));
  opened = [];
  servers = [];
});

async function start(...args: readonly string[]): Promise<RedisProcess> {
  const server = await startRedis({ modules: false, args });
  servers.push(server);
  return server;
}

async function open({ url }: { readonly url: string }): Promise<RedisConnection> {
  const connection = await openConnection({ url, connectTimeoutMs: 15_000, ...AT_ONCE });
  opened.push(connection);
  return connection;
}

/** Waits for longer than a lock lives that nobody extends. */
function past(ms: number): Promise<void> {
  const end = performance.now() + ms;
  return until(`${ms} ms`, () => performance.now() > end);
}

function lossOf({ signal }: { readonly signal: AbortSignal }): Promise<unknown> {
  return until('the loss', () => signal.aborted).then(() => signal.reason as unknown);
}

describe('a lock on one server', () => {
  it('outlives its killed holder by its time to live and no longer', async () => {
    const server = await start();
    const connection = await open(server);
    const holder = spawnTypeScript(join(import.meta.dirname, '../support/lock-holder.ts'), [
      ...[server.url, keys.namespace, 'orphaned', '1500'],
    ]);
    const fencingToken = Number(await firstLine(holder));
    const locks = new Locks(connection, keys);
    await past(2_000);
    await expect(locks.acquire('orphaned', { waitMs: 0 })).rejects.toMatchObject({ code: 'LOCK_NOT_ACQUIRED' });
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await connection.send(['PTTL', keyOf('orphaned')])).toBeLessThanOrEqual(1_500);
    const next = await locks.acquire('orphaned', { waitMs: 20_000 });
    expect(next.fencingToken).toBeGreaterThan(fencingToken);
    await next.release();
  });

  it('is kept by its holder over a connection that breaks off', async () => {
    const server = await start();
    const proxy = await startTcpProxy(server.port);
    opened.push(proxy);
    const [near, far] = [await open(server), await open({ url: `redis://127.0.0.1:${proxy.port}` })];
    const lock = await new Locks(far, keys).acquire('cut', { ttlMs: 5_000 });
    proxy.hangUp();
    const restMs = async () => Number(await near.send(['PTTL', keyOf('cut')]));
    await until('a part of its time is over', async () => (await restMs()) < 4_500);
    await until('it is extended', async () => (await restMs()) > 4_500);
    expect(lock.isHeld).toBe(true);
    await expect(new Locks(near, keys).acquire('cut', { waitMs: 0 })).rejects.toMatchObject({
      code: 'LOCK_NOT_ACQUIRED',
    });
    expect(await lock.release()).toBe(true);
  });

  it('goes on when its server comes back with its data', async () => {
    const server = await start('--appendonly', 'yes', '--appendfsync', 'always');
    const connection = await open(server);
    const lock = await new Locks(connection, keys).acquire('kept', { ttlMs: 20_000 });
    await server.kill();
    await server.start();
    await until('the connection', () => connection.isReady());
    expect(lock.isHeld).toBe(true);
    await expect(new Locks(connection, keys).acquire('kept', { waitMs: 0 })).rejects.toMatchObject({
      code: 'LOCK_NOT_ACQUIRED',
    });
    expect(await lock.release()).toBe(true);
  });

  it('is lost when its server comes back without its data, and the next fencing token is greater', async () => {
    const server = await start();
    const connection = await open(server);
    const lock = await new Locks(connection, keys).acquire('forgotten', { ttlMs: 1_500 });
    await server.kill();
    await server.start();
    expect(await lossOf(lock)).toMatchObject({ code: 'LOCK_LOST', lock: 'forgotten' });
    await until('the connection', () => connection.isReady());
    const next = await new Locks(connection, keys).acquire('forgotten');
    expect(next.fencingToken).toBeGreaterThan(lock.fencingToken);
    await next.release();
  });

  it('is not believed when it was given after it expired', async () => {
    const server = await start();
    const connection = await open(server);
    server.freeze();
    const acquiring = new Locks(connection, keys).acquire('late', { ttlMs: 200, waitMs: 0 });
    await expect(acquiring).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
    server.thaw();
    await until('nobody holds it', async () => (await connection.send(['EXISTS', keyOf('late')])) === 0);
  });
});

describe('a lock on three servers', () => {
  async function startThree() {
    const three = await Promise.all([start(), start(), start()]);
    const connections = await Promise.all(three.map(open));
    return { three, connections, locks: new Locks(connections, keys) };
  }

  it('is held by one of many contenders at a time, and its fencing token grows', async () => {
    const { three } = await startThree();
    const holders = { now: 0, most: 0 };
    const tokens: number[] = [];
    const contend = async () => {
      const locks = new Locks(await Promise.all(three.map(open)), keys);
      await locks.withLock('till', { waitMs: 50_000 }, async ({ fencingToken }) => {
        holders.now += 1;
        holders.most = Math.max(holders.most, holders.now);
        tokens.push(fencingToken);
        await delay(2);
        holders.now -= 1;
      });
    };
    await Promise.all(Array.from({ length: 8 }, contend));
    expect(holders).toEqual({ now: 0, most: 1 });
    expect(tokens).toHaveLength(8);
    expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => a - b));
  });

  it('has a greater fencing token whichever servers give it', async () => {
    const { connections } = await startThree();
    const [first, second, third] = connections as [RedisConnection, RedisConnection, RedisConnection];
    const counter = keys.state('lock', '{counted}', 'fencing');
    await first.send(['SET', counter, '9000000000000000']);
    const one = await new Locks([first, second, third], keys).acquire('counted');
    await one.release();
    await first.send(['DEL', counter]);
    const two = await new Locks([second, third, first], keys).acquire('counted');
    expect(two.fencingToken).toBeGreaterThan(one.fencingToken);
    await two.release();
  });

  it('is taken, extended and freed while one of them is dead', async () => {
    const { three, locks } = await startThree();
    await three[0].kill();
    const lock = await locks.acquire('without one', { ttlMs: 1_500 });
    await past(2_000);
    expect(lock.isHeld).toBe(true);
    await expect(locks.acquire('without one', { waitMs: 0 })).rejects.toMatchObject({ code: 'LOCK_NOT_ACQUIRED' });
    expect(await lock.release()).toBe(true);
    await (await locks.acquire('without one')).release();
  });

  it('does not wait for one that is frozen', async () => {
    const { three, locks } = await startThree();
    three[1].freeze();
    const startedAt = performance.now();
    const lock = await locks.acquire('without one', { ttlMs: 20_000 });
    expect(performance.now() - startedAt).toBeLessThan(4_000);
    expect(await lock.release()).toBe(true);
  });

  it('is lost, and cannot be taken, when most of them are dead', async () => {
    const { three, locks } = await startThree();
    const lock = await locks.acquire('without two', { ttlMs: 400 });
    await Promise.all([three[0].kill(), three[2].kill()]);
    expect(await lossOf(lock)).toMatchObject({ code: 'LOCK_LOST' });
    await expect(locks.acquire('without two')).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });

  it('leaves nothing on a server that gave it to somebody who got no majority', async () => {
    const { three, connections, locks } = await startThree();
    for (const { url } of three.slice(1)) await sendTo(url, ['SET', keyOf('split'), 'another', 'PX', '60000']);
    await expect(locks.acquire('split', { waitMs: 0 })).rejects.toMatchObject({ code: 'LOCK_NOT_ACQUIRED' });
    await until('it is freed', async () => (await connections[0]!.send(['EXISTS', keyOf('split')])) === 0);
  });

  it('may be taken before all of them could be reached, and by all of them later', async () => {
    const three = await Promise.all([start(), start(), start()]);
    await three[2].kill();
    const late = three.map(({ url }) => new LockServer({ url, ...AT_ONCE }));
    opened.push(...late);
    const locks = new Locks(late, keys);
    await (await locks.acquire('early')).release();
    await three[2].start();
    await three[0].kill();
    await until('the third server', () =>
      locks.acquire('early').then(
        (lock) => lock.release(),
        () => false,
      ),
    );
  });
});

it('an even number of servers is refused', () => {
  const server = new LockServer({ url: 'redis://127.0.0.1:1' });
  expect(() => new Locks([server, server], keys)).toThrow(
    'Locks were given 2 servers. Give one, or an odd number that know nothing of each other, such as 3 or 5.',
  );
});
