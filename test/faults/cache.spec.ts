import { once } from 'node:events';
import { join } from 'node:path';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { Cache } from '../../src/lib/state/cache/cache.js';
import type { CacheOptions } from '../../src/lib/state/cache/cache.js';
import { CACHE_KEYS } from '../support/cache-lab.js';
import { gate } from '../support/gate.js';
import { firstLine, spawnTypeScript, until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { startTcpProxy } from '../support/tcp-proxy.js';

const KEEPS_DATA = ['--appendonly', 'yes', '--appendfsync', 'always'];

let server: RedisProcess;
let opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  server = await startRedis({ modules: false, args: KEEPS_DATA });
});

afterEach(async () => {
  server.thaw();
  await Promise.all(opened.map((one) => one.close()));
  opened = [];
  await server.close();
});

async function open(
  options: CacheOptions = {},
  url = server.url,
): Promise<{ cache: Cache; connection: RedisConnection }> {
  const reconnect = { baseMs: 5, maxMs: 20, graceMs: 0 };
  const connection = await openConnection({ url, reconnect, requireModules: false });
  const cache = new Cache(connection, CACHE_KEYS, { timeoutMs: 5_000, ...options });
  opened.push(cache, connection);
  return { cache, connection };
}

/** A load that lasts until it is told to end. */
function slowLoad() {
  const { opened: ended, open: end } = gate();
  const slow = {
    begun: 0,
    end,
    load: async () => {
      slow.begun += 1;
      await ended;
      return 'value';
    },
  };
  return slow;
}

describe('a process that dies while it loads for all others', () => {
  it('holds them up as long as it lives, and one flight longer', async () => {
    const { cache, connection } = await open();
    const loader = spawnTypeScript(join(import.meta.dirname, '../support/cache-loader.ts'), [
      ...[server.url, CACHE_KEYS.namespace, 'orphan', '1000'],
    ]);
    expect(await firstLine(loader)).toBe('loading');
    const area = cache.area<string>({ prefix: 'orphan', ttlMs: 60_000, flightMs: 1_000, waitMs: 600_000 });
    let isAnswered = false;
    const waiting = area.load('key', () => Promise.resolve('mine')).finally(() => (isAnswered = true));
    const end = performance.now() + 1_500;
    await until('more than a flight', () => performance.now() > end);
    expect(isAnswered).toBe(false);
    loader.kill('SIGKILL');
    await once(loader, 'exit');
    const found = await connection.send(['SCAN', '0', 'MATCH', '*:flight', 'COUNT', '1000']);
    const [flight = ''] = (found as readonly [string, readonly string[]])[1];
    expect(await connection.send(['PTTL', flight])).toBeLessThanOrEqual(1_000);
    expect(await waiting).toBe('mine');
    expect((await area.read('key', () => Promise.resolve('again'))).source).toBe('cache');
  });
});

describe('an engine that is killed', () => {
  it('while a value is loaded fails no caller, whether it loads or waits', async () => {
    const [{ cache: first }, { cache: second, connection }] = [await open(), await open()];
    const slow = slowLoad();
    const options = { prefix: 'killed', ttlMs: 60_000, flightMs: 300, waitMs: 600_000 };
    const [one, two] = [first.wrap(options, slow.load), second.wrap(options, slow.load)];
    const leading = one();
    await until('the load', () => slow.begun === 1);
    const others = [one(), two(), two()];
    await server.kill();
    await until('those who wait load for themselves', () => slow.begun >= 2);
    slow.end();
    expect(await Promise.all([leading, ...others])).toEqual(['value', 'value', 'value', 'value']);
    await server.start();
    await until('the connection', () => connection.isReady());
    await until('it is kept again', async () => (await two.read()).source === 'cache');
    expect(second.statistics()[0]?.failures).toBeGreaterThan(0);
  });

  it('lets calls at the same time share a load in each process', async () => {
    const { cache, connection } = await open();
    await server.kill();
    await until('the loss', () => !connection.isReady());
    const slow = slowLoad();
    const cached = cache.wrap({ prefix: 'down', ttlMs: 60_000 }, slow.load);
    const calls = Array.from({ length: 20 }, () => cached());
    await until('they went on', () => cache.statistics()[0]?.failures === 20);
    slow.end();
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['value']));
    expect(slow.begun).toBe(1);
    await expect(cached.invalidate()).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });
});

it('a connection that breaks off while a value is loaded fails no caller', async () => {
  const proxy = await startTcpProxy(server.port);
  opened.push(proxy);
  const [{ cache: far }, { cache: near }] = [await open({}, `redis://127.0.0.1:${proxy.port}`), await open()];
  const slow = slowLoad();
  const options = { prefix: 'cut', ttlMs: 60_000, flightMs: 300, waitMs: 600_000 };
  const [one, two] = [far.wrap(options, slow.load), near.wrap(options, slow.load)];
  const leading = one();
  await until('the load', () => slow.begun === 1);
  const waiting = two();
  proxy.hangUp();
  slow.end();
  expect(await Promise.all([leading, waiting])).toEqual(['value', 'value']);
  await until('both have it kept', async () =>
    (await Promise.all([one.read(), two.read()])).every(({ source }) => source === 'cache'),
  );
});

it('an engine that does not answer in time holds no caller up', async () => {
  const failures: unknown[] = [];
  const { cache } = await open({ timeoutMs: 100, onFailure: (error) => failures.push(error) });
  const cached = cache.wrap({ prefix: 'frozen', ttlMs: 60_000 }, () => Promise.resolve('value'));
  server.freeze();
  expect(await cached()).toBe('value');
  expect(failures).toMatchObject([{ code: 'ENGINE_TIMEOUT' }]);
});

describe('a write through that reaches the store and not the cache', () => {
  it('is repaired once the engine is there again', async () => {
    const { cache, connection } = await open();
    let stored = 'old';
    const cached = cache.wrap({ prefix: 'repaired', ttlMs: 600_000 }, () => Promise.resolve(stored));
    expect([await cached(), (await cached.read()).source]).toEqual(['old', 'cache']);
    const save = cached.writeThrough(
      (value: string) => {
        stored = value;
        return Promise.resolve();
      },
      () => [],
    );
    await server.kill();
    await until('the loss', () => !connection.isReady());
    expect(await save('new')).toBe('new');
    expect(cache.pendingRepairs).toBe(1);
    await server.start();
    await until('the repair', () => cache.pendingRepairs === 0);
    expect(await cached()).toBe('new');
  });

  it('by a process that dies in between leaves nothing that is old', async () => {
    const [{ cache: first, connection }, { cache: second }] = [await open(), await open()];
    const options = { prefix: 'half', ttlMs: 600_000, flightMs: 200 };
    let stored = 'old';
    const load = () => Promise.resolve(stored);
    expect(await first.wrap(options, load)()).toBe('old');
    const written = gate();
    const save = first.area<string>(options).writeThrough(
      async (value) => {
        stored = value;
        written.open();
        return new Promise<never>(() => undefined);
      },
      () => [],
    );
    void save('new');
    await written.opened;
    await connection.close();
    expect(await second.wrap(options, load)()).toBe('new');
  });
});
