import { setTimeout as sleep } from 'node:timers/promises';
import { defineScript, scriptCommand } from '../../src/lib/redis/script.js';
import { until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';
import { startRedis } from '../support/redis-process.js';
import { rejection, startUnsteadyRedis, timed } from '../support/unsteady-redis.js';
import type { UnsteadyRedis } from '../support/unsteady-redis.js';

/** How long commands wait for a server that is away. */
const GRACE_MS = 2_000;

let server: UnsteadyRedis;

beforeAll(async () => {
  server = await startUnsteadyRedis();
});

afterEach(() => server.settle());

afterAll(() => server.close());

describe('a server that is killed and started again', () => {
  it('is reached again, and the hooks tell', async () => {
    const told: string[] = [];
    const connection = await server.open(
      {},
      { onLost: (error) => told.push(`lost ${error.code}`), onReady: () => told.push('ready') },
    );
    await connection.send(['SET', 'kept', 'yes']);
    await server.redis.kill();
    await until('the loss', () => !connection.isReady());
    await server.redis.start();
    await until('the connection', () => connection.isReady());
    expect(await connection.send(['GET', 'kept'])).toBe('yes');
    expect(told).toEqual(['lost ENGINE_UNAVAILABLE', 'ready']);
  });

  it('fails commands that were under way, once, and says that their outcome is unknown', async () => {
    const connection = await server.open();
    server.redis.freeze();
    const underWay = [
      connection.send(['INCR', 'n']),
      connection.pipeline([
        ['INCR', 'n'],
        ['INCR', 'n'],
      ]),
    ] as const;
    await sleep(0);
    await server.redis.kill();
    const unknown = expect.objectContaining({ code: 'ENGINE_UNAVAILABLE', sent: true });
    await expect(underWay[0]).rejects.toEqual(unknown);
    expect(await underWay[1]).toEqual([unknown, unknown]);
    await server.redis.start();
  });

  it('lets commands wait for it in the first moments, and then fails them at once', async () => {
    const connection = await server.open({ reconnect: { graceMs: GRACE_MS } });
    await server.redis.kill();
    await until('the loss', () => !connection.isReady());
    const offline = {
      code: 'ENGINE_UNAVAILABLE',
      sent: false,
      retryAfter: 1,
      message: expect.stringContaining('nothing listens there'),
    };
    const waited = await timed(connection.send(['PING']));
    expect(waited.result).toEqual(rejection(offline));
    expect(waited.tookMs).toBeGreaterThan(GRACE_MS / 4);
    const failed = await timed(connection.send(['PING']));
    expect(failed.result).toEqual(rejection(offline));
    expect(failed.tookMs).toBeLessThan(GRACE_MS / 2);
    expect(await connection.pipeline([['PING'], ['PING']])).toEqual([
      expect.objectContaining(offline),
      expect.objectContaining(offline),
    ]);
    await server.redis.start();
  });

  it('carries out what waited', async () => {
    const connection = await server.open({ reconnect: { baseMs: 10, graceMs: 10_000 } });
    await connection.send(['DEL', 'n']);
    await server.redis.kill();
    await until('the loss', () => !connection.isReady());
    const waiting = Array.from({ length: 500 }, () => connection.send(['INCR', 'n']));
    const batch = connection.pipeline([
      ['ECHO', 'a'],
      ['ECHO', 'b'],
    ]);
    await server.redis.start();
    const numbers = await Promise.all(waiting);
    expect(new Set(numbers)).toEqual(new Set(Array.from({ length: 500 }, (_, n) => n + 1)));
    expect(await batch).toEqual(['a', 'b']);
  });

  it('never keeps a command beyond its deadline', async () => {
    const connection = await server.open({ reconnect: { graceMs: 10_000 } });
    await server.redis.kill();
    await until('the loss', () => !connection.isReady());
    const { result, tookMs } = await timed(connection.send(['PING'], { deadlineMs: 100 }));
    expect(result).toEqual(rejection({ code: 'ENGINE_UNAVAILABLE', sent: false }));
    expect(tookMs).toBeLessThan(5_000);
    await server.redis.start();
  });

  it('is not used before its data is loaded', async () => {
    const slow = await startRedis({ args: ['--rdbcompression', 'no'] });
    try {
      await sendTo(slow.url, ...Array.from({ length: 300 }, (_, n) => ['SET', `key${n}`, 'x'.repeat(1_000)]), ['SAVE']);
      const patient = await server.open({ reconnect: { baseMs: 10, graceMs: 10_000 } }, {}, slow.url);
      const hasty = await server.open({ reconnect: { baseMs: 10, graceMs: 0 } }, {}, slow.url);
      await slow.kill();
      await until('the loss', () => !patient.isReady() && !hasty.isReady());
      await slow.start(['--key-load-delay', '1000', '--loading-process-events-interval-bytes', '1024']);
      const size = patient.send(['DBSIZE']);
      await until('the connection', async () => {
        const { result } = await timed(hasty.send(['PING']));
        if (result.status === 'rejected')
          expect(result.reason).toMatchObject({ code: 'ENGINE_UNAVAILABLE', sent: false });
        return result.status === 'fulfilled';
      });
      expect(await size).toBe(300);
    } finally {
      await slow.close();
    }
  });

  it('gets its scripts again', async () => {
    const connection = await server.open({ reconnect: { baseMs: 10, graceMs: 10_000 } });
    const script = defineScript(`#!lua\nreturn redis.call('INCR', KEYS[1])`);
    await connection.send(['DEL', 'n']);
    expect(await connection.run(script, ['n'], [])).toBe(1);
    await server.redis.kill();
    await until('the loss', () => !connection.isReady());
    await server.redis.start();
    expect(await connection.pipeline([scriptCommand(script, ['n'], []), scriptCommand(script, ['n'], [])])).toEqual([
      2, 3,
    ]);
    expect(await connection.run(script, ['n'], [])).toBe(4);
  });

  it('is reached again by every connection of a pool', async () => {
    const pool = await server.opened.open({ pool: { url: server.redis.url }, size: 3, reconnect: { baseMs: 10 } });
    await server.redis.kill();
    await until('the loss', () => !pool.isReady());
    await server.redis.start();
    await until('all three', async () => {
      const ids = await Promise.allSettled(Array.from({ length: 30 }, () => pool.send(['CLIENT', 'ID'])));
      return new Set(ids.map((id) => (id.status === 'fulfilled' ? id.value : null))).size === 3;
    });
  });

  it('can be left while it is away', async () => {
    const connection = await server.open({ reconnect: { graceMs: 10_000 } });
    await server.redis.kill();
    await until('the loss', () => !connection.isReady());
    const waiting = timed(connection.send(['PING']));
    const { tookMs } = await timed(connection.close());
    expect(tookMs).toBeLessThan(5_000);
    expect((await waiting).result).toEqual(rejection({ code: 'ENGINE_UNAVAILABLE', sent: false }));
    await server.redis.start();
  });
});
