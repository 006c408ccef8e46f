import { promisify } from 'node:util';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { Locks } from '../../src/lib/state/locks/locks.js';
import { RateLimiter } from '../../src/lib/state/rate-limits/rate-limiter.js';
import { createExpressSessionStore } from '../../src/lib/state/sessions/express-session-store.js';
import { Sessions } from '../../src/lib/state/sessions/sessions.js';
import { until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';

const keys = createKeys('state-faults');
const HOUR = 3_600_000;

let redis: RedisProcess;
let connection: RedisConnection;

afterEach(async () => {
  redis.thaw();
  await connection.close();
  await redis.close();
});

async function start(...args: readonly string[]): Promise<void> {
  redis = await startRedis({ modules: false, args });
}

async function open(): Promise<void> {
  connection = await openConnection({
    url: redis.url,
    requireModules: false,
    reconnect: { baseMs: 5, maxMs: 20, graceMs: 0 },
  });
}

async function restart(): Promise<void> {
  await redis.kill();
  await until('the loss', () => !connection.isReady());
  await redis.start();
  await until('the connection', () => connection.isReady());
}

describe('an engine that is killed and started again', () => {
  beforeEach(async () => {
    await start('--appendonly', 'yes', '--appendfsync', 'always');
    await open();
  });

  it('has the sessions that were made, and no session of those that were ended', async () => {
    const sessions = new Sessions(connection, keys);
    const [kept, ended] = await Promise.all([sessions.create('1', { n: 1 }), sessions.create('1', { n: 2 })]);
    await sessions.destroy(ended.token);
    await restart();
    expect(await sessions.get(kept.token)).toMatchObject({ userId: '1', data: { n: 1 } });
    expect(await sessions.get(ended.token)).toBeNull();
    expect(await sessions.update(kept.token, () => ({ n: 3 }))).toMatchObject({ data: { n: 3 } });
    expect(await sessions.list('1')).toHaveLength(1);
  });

  it('goes on counting where it was', async () => {
    const algorithms = ['sliding-window-log', 'sliding-window-counter', 'token-bucket'] as const;
    const limiters = algorithms.map(
      (algorithm) => new RateLimiter(connection, keys, 'test', { algorithm, limit: 5, windowMs: HOUR }),
    );
    await Promise.all(limiters.map((limiter) => limiter.consume('one', { cost: 3 })));
    await restart();
    for (const limiter of limiters) expect(await limiter.consume('one')).toMatchObject({ remaining: 1, failure: null });
  });

  it('loses no change of a session that was told to be made', async () => {
    const sessions = new Sessions(connection, keys);
    const { token } = await sessions.create('1', { n: 0 });
    let made = 0;
    let isOver = false;
    const change = async () => {
      while (!isOver) {
        try {
          await sessions.update(token, ({ n }) => ({ n: Number(n) + 1 }));
          made += 1;
        } catch (error) {
          expect(error).toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
          await new Promise(setImmediate);
        }
      }
    };
    const changing = [change(), change(), change()];
    await until('some changes', () => made > 20);
    await restart();
    const before = made;
    await until('some more changes', () => made > before + 20);
    isOver = true;
    await Promise.all(changing);
    const { data } = (await sessions.get(token))!;
    expect(data['n']).toBeGreaterThanOrEqual(made);
    // Of each of the three at most one was carried out without being told so.
    expect(data['n']).toBeLessThanOrEqual(made + 3);
  });
});

it('a frozen engine costs a limited request its deadline, and lets it through', async () => {
  await start();
  await open();
  const limiter = new RateLimiter(connection, keys, 'test', { limit: 1, windowMs: HOUR, timeoutMs: 100 });
  await limiter.consume('one');
  redis.freeze();
  expect(await limiter.consume('one')).toMatchObject({ allowed: true, failure: { code: 'ENGINE_TIMEOUT' } });
  redis.thaw();
  await until('it is counted again', async () => {
    const { allowed, failure } = await limiter.consume('one');
    return !allowed && failure === null;
  });
});

describe('a node of a cluster', () => {
  it('runs every script, for each touches keys of one slot', async () => {
    await start('--cluster-enabled', 'yes');
    await sendTo(redis.url, ['CLUSTER', 'ADDSLOTSRANGE', '0', '16383']);
    await until('the cluster', async () => {
      const [info] = await sendTo(redis.url, ['CLUSTER', 'INFO']);
      return String(info).includes('cluster_state:ok');
    });
    await open();
    const locks = new Locks(connection, keys);
    const sessions = new Sessions(connection, keys);
    const store = createExpressSessionStore(Map, connection, keys);
    for (let n = 0; n < 20; n++) {
      await locks.withLock(`lock ${n}`, {}, () => Promise.resolve());
      const { token } = await sessions.create(`user ${n}`);
      await sessions.update(token, () => ({ n }));
      expect(await sessions.list(`user ${n}`)).toMatchObject([{ data: { n } }]);
      expect(await sessions.destroyAll(`user ${n}`)).toBe(1);
      for (const algorithm of ['sliding-window-log', 'sliding-window-counter', 'token-bucket'] as const) {
        const limiter = new RateLimiter(connection, keys, 'test', { algorithm, limit: 1, windowMs: HOUR });
        expect((await limiter.consume(`${n}`)).failure).toBeNull();
      }
      await promisify((done: (error?: unknown) => void) => {
        store.set(`${n}`, { n }, done);
      })();
    }
  });
});
