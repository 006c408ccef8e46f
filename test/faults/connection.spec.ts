import { setTimeout as sleep } from 'node:timers/promises';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { ConnectionHooks } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import type { CommonConnectionOptions } from '../../src/lib/redis/connection-options.js';
import { defineScript, scriptCommand } from '../../src/lib/redis/script.js';
import { until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import type { TcpProxy } from '../support/tcp-proxy.js';

let redis: RedisProcess;
let opened: RedisConnection[] = [];
let proxies: TcpProxy[] = [];

beforeAll(async () => {
  redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
});

afterEach(async () => {
  redis.thaw();
  await Promise.all(opened.map((connection) => connection.close()));
  await Promise.all(proxies.map((proxy) => proxy.close()));
  opened = [];
  proxies = [];
});

afterAll(() => redis.close());

async function open(options: CommonConnectionOptions = {}, hooks: ConnectionHooks = {}, url = redis.url) {
  const connection = await openConnection({ url, ...options }, hooks);
  opened.push(connection);
  return connection;
}

/** A connection through a proxy that can misbehave. */
async function openThroughProxy(options: CommonConnectionOptions = {}, hooks: ConnectionHooks = {}) {
  const proxy = await startTcpProxy(redis.port);
  proxies.push(proxy);
  return { proxy, connection: await open(options, hooks, `redis://127.0.0.1:${proxy.port}`) };
}

async function clientId(connection: RedisConnection): Promise<string> {
  return JSON.stringify(await connection.send(['CLIENT', 'ID']));
}

async function timed<T>(promise: Promise<T>) {
  const start = Date.now();
  const [result] = await Promise.allSettled([promise]);
  return { result, tookMs: Date.now() - start };
}

function rejection(expected: object) {
  return { status: 'rejected', reason: expect.objectContaining(expected) };
}

describe('a server that does not answer', () => {
  it('costs a command its deadline and no more', async () => {
    const connection = await open({ commandTimeoutMs: 10_000 });
    redis.freeze();
    const { result, tookMs } = await timed(connection.send(['GET', 'key'], { deadlineMs: 200 }));
    expect(result).toEqual(
      rejection({
        name: 'EngineTimeoutError',
        code: 'ENGINE_TIMEOUT',
        message: expect.stringContaining('GET "key" within 200 ms'),
      }),
    );
    expect(tookMs).toBeGreaterThanOrEqual(195);
    expect(tookMs).toBeLessThan(1_000);
  });

  it('costs the default deadline where a command names none', async () => {
    const connection = await open({ commandTimeoutMs: 150 });
    redis.freeze();
    const { result, tookMs } = await timed(connection.send(['GET', 'key']));
    expect(result).toEqual(rejection({ code: 'ENGINE_TIMEOUT' }));
    expect(tookMs).toBeLessThan(1_000);
  });

  it('is told from a program that was busy itself', async () => {
    const connection = await open();
    const reply = connection.send(['ECHO', 'there'], { deadlineMs: 50 });
    // The client writes at the end of this turn; what comes back waits in the socket.
    await new Promise((resolve) => setImmediate(resolve));
    const end = Date.now() + 150;
    while (Date.now() < end);
    expect(await reply).toBe('there');
  });

  it('gives late replies to nobody', async () => {
    const connection = await open({ commandTimeoutMs: 10_000 });
    redis.freeze();
    await expect(connection.send(['ECHO', 'late'], { deadlineMs: 50 })).rejects.toMatchObject({
      code: 'ENGINE_TIMEOUT',
    });
    const next = connection.send(['ECHO', 'next']);
    redis.thaw();
    expect(await next).toBe('next');
    expect(await connection.send(['ECHO', 'after'])).toBe('after');
  });

  it('lets a pipeline keep what was answered in time', async () => {
    const connection = await open({ commandTimeoutMs: 10_000 });
    const replies = await connection.pipeline(
      [
        ['ECHO', 'before'],
        ['CLIENT', 'PAUSE', '1000', 'WRITE'],
        ['SET', 'key', 'value'],
        ['ECHO', 'behind'],
      ],
      { deadlineMs: 200 },
    );
    expect(replies).toEqual([
      'before',
      'OK',
      expect.objectContaining({ code: 'ENGINE_TIMEOUT', message: expect.stringContaining('SET "key"') }),
      expect.objectContaining({ code: 'ENGINE_TIMEOUT', message: expect.stringContaining('ECHO "behind"') }),
    ]);
    await sendTo(redis.url, ['CLIENT', 'UNPAUSE']);
  });

  it('does not cost a long command its answer when short ones time out meanwhile', async () => {
    const connection = await open({ commandTimeoutMs: 100 });
    await sendTo(redis.url, ['CLIENT', 'PAUSE', '600', 'ALL']);
    const long = connection.send(['ECHO', 'done'], { deadlineMs: 20_000 });
    await expect(connection.send(['PING'])).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
    await expect(connection.send(['PING'])).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
    expect(await long).toBe('done');
  });
});

describe('a server that is killed and started again', () => {
  it('is reached again, and the hooks tell', async () => {
    const told: string[] = [];
    const connection = await open(
      {},
      { onLost: (error) => told.push(`lost ${error.code}`), onReady: () => told.push('ready') },
    );
    await connection.send(['SET', 'kept', 'yes']);
    await redis.kill();
    await until('the loss', () => !connection.isReady());
    await redis.start();
    await until('the connection', () => connection.isReady());
    expect(await connection.send(['GET', 'kept'])).toBe('yes');
    expect(told).toEqual(['lost ENGINE_UNAVAILABLE', 'ready']);
  });

  it('fails commands that were under way, once, and says that their outcome is unknown', async () => {
    const connection = await open();
    redis.freeze();
    const underWay = [
      connection.send(['INCR', 'n']),
      connection.pipeline([
        ['INCR', 'n'],
        ['INCR', 'n'],
      ]),
    ] as const;
    await sleep(0);
    await redis.kill();
    const unknown = expect.objectContaining({ code: 'ENGINE_UNAVAILABLE', sent: true });
    await expect(underWay[0]).rejects.toEqual(unknown);
    expect(await underWay[1]).toEqual([unknown, unknown]);
    await redis.start();
  });

  it('lets commands wait for it in the first moments, and then fails them at once', async () => {
    const connection = await open({ reconnect: { graceMs: 300 } });
    await redis.kill();
    await until('the loss', () => !connection.isReady());
    const offline = {
      code: 'ENGINE_UNAVAILABLE',
      sent: false,
      retryAfter: 1,
      message: expect.stringContaining('nothing listens there'),
    };
    const waited = await timed(connection.send(['PING']));
    expect(waited.result).toEqual(rejection(offline));
    expect(waited.tookMs).toBeGreaterThan(150);
    expect(waited.tookMs).toBeLessThan(1_000);
    const failed = await timed(connection.send(['PING']));
    expect(failed.result).toEqual(rejection(offline));
    expect(failed.tookMs).toBeLessThan(50);
    expect(await connection.pipeline([['PING'], ['PING']])).toEqual([
      expect.objectContaining(offline),
      expect.objectContaining(offline),
    ]);
    await redis.start();
  });

  it('carries out what waited', async () => {
    const connection = await open({ reconnect: { baseMs: 10, graceMs: 10_000 } });
    await connection.send(['DEL', 'n']);
    await redis.kill();
    await until('the loss', () => !connection.isReady());
    const waiting = Array.from({ length: 500 }, () => connection.send(['INCR', 'n']));
    const batch = connection.pipeline([
      ['ECHO', 'a'],
      ['ECHO', 'b'],
    ]);
    await redis.start();
    const numbers = await Promise.all(waiting);
    expect(new Set(numbers)).toEqual(new Set(Array.from({ length: 500 }, (_, n) => n + 1)));
    expect(await batch).toEqual(['a', 'b']);
  });

  it('never keeps a command beyond its deadline', async () => {
    const connection = await open({ reconnect: { graceMs: 10_000 } });
    await redis.kill();
    await until('the loss', () => !connection.isReady());
    const { result, tookMs } = await timed(connection.send(['PING'], { deadlineMs: 100 }));
    expect(result).toEqual(rejection({ code: 'ENGINE_UNAVAILABLE', sent: false }));
    expect(tookMs).toBeLessThan(500);
    await redis.start();
  });

  it('is not used before its data is loaded', async () => {
    const slow = await startRedis({ args: ['--rdbcompression', 'no'] });
    try {
      await sendTo(slow.url, ...Array.from({ length: 300 }, (_, n) => ['SET', `key${n}`, 'x'.repeat(1_000)]), ['SAVE']);
      const patient = await open({ reconnect: { baseMs: 10, graceMs: 10_000 } }, {}, slow.url);
      const hasty = await open({ reconnect: { baseMs: 10, graceMs: 0 } }, {}, slow.url);
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
    const connection = await open({ reconnect: { baseMs: 10, graceMs: 10_000 } });
    const script = defineScript(`#!lua\nreturn redis.call('INCR', KEYS[1])`);
    await connection.send(['DEL', 'n']);
    expect(await connection.run(script, ['n'], [])).toBe(1);
    await redis.kill();
    await until('the loss', () => !connection.isReady());
    await redis.start();
    expect(await connection.pipeline([scriptCommand(script, ['n'], []), scriptCommand(script, ['n'], [])])).toEqual([
      2, 3,
    ]);
    expect(await connection.run(script, ['n'], [])).toBe(4);
  });

  it('is reached again by every connection of a pool', async () => {
    const pool = await openConnection({ pool: { url: redis.url }, size: 3, reconnect: { baseMs: 10 } });
    opened.push(pool);
    await redis.kill();
    await until('the loss', () => !pool.isReady());
    await redis.start();
    await until('all three', async () => {
      const ids = await Promise.allSettled(Array.from({ length: 30 }, () => pool.send(['CLIENT', 'ID'])));
      return new Set(ids.map((id) => (id.status === 'fulfilled' ? id.value : null))).size === 3;
    });
  });

  it('can be left while it is away', async () => {
    const connection = await open({ reconnect: { graceMs: 10_000 } });
    await redis.kill();
    await until('the loss', () => !connection.isReady());
    const waiting = timed(connection.send(['PING']));
    const { tookMs } = await timed(connection.close());
    expect(tookMs).toBeLessThan(500);
    expect((await waiting).result).toEqual(rejection({ code: 'ENGINE_UNAVAILABLE', sent: false }));
    await redis.start();
  });
});

describe('a connection that is broken off', () => {
  it('is made again, and commands hardly notice', async () => {
    let losses = 0;
    const connection = await open({}, { onLost: () => losses++ });
    for (let round = 1; round <= 5; round++) {
      const id = await clientId(connection);
      await sendTo(redis.url, ['CLIENT', 'KILL', 'ID', id]);
      await until('the loss', () => losses === round);
      expect(await connection.send(['ECHO', String(round)])).toBe(String(round));
    }
  });

  it('is never made again behind the back of its one user', async () => {
    const connection = await open();
    const outcome = connection.exclusive(async (own) => {
      await own.send(['WATCH', 'n']);
      const id = await clientId(own);
      await connection.send(['CLIENT', 'KILL', 'ID', id]);
      await until('the loss', () => !own.isReady());
      return own.send(['INCR', 'n']);
    });
    await expect(outcome).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE', sent: false });
    expect(await connection.exclusive((own) => own.send(['PING']))).toBe('PONG');
  });

  it('ends a blocking read with an error', async () => {
    const connection = await open();
    const blocked = connection.exclusive(async (own) => {
      const id = await clientId(own);
      const read = own.send(['BLPOP', 'empty', '0'], { deadlineMs: 30_000 });
      await connection.send(['CLIENT', 'KILL', 'ID', id]);
      return read;
    });
    await expect(blocked).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE', sent: true });
  });

  it('is not lent again', async () => {
    const connection = await open();
    const id = () => connection.exclusive(clientId);
    const first = await id();
    await sendTo(redis.url, ['CLIENT', 'KILL', 'ID', first]);
    await until('another connection', async () => {
      const { result } = await timed(id());
      return result.status === 'fulfilled' && result.value !== first;
    });
  });

  it('says so when the password was changed meanwhile', async () => {
    const connection = await open({ reconnect: { baseMs: 10, maxMs: 20, graceMs: 0 } });
    const drop = async (...commands: string[][]) =>
      sendTo(redis.url, ...commands, ['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
    await drop(['CONFIG', 'SET', 'requirepass', 'changed']);
    await until('the refusal', async () => {
      const { result } = await timed(connection.send(['PING']));
      return result.status === 'rejected' && result.reason.code === 'ENGINE_AUTHENTICATION_FAILED';
    });
    await sendTo(redis.url.replace('//', '//:changed@'), ['CONFIG', 'SET', 'requirepass', '']);
    await until('the connection', () => connection.isReady());
    expect(await connection.send(['PING'])).toBe('PONG');
  });
});

describe('a network that misbehaves', () => {
  it('that swallows everything is noticed, and another connection made', async () => {
    const { proxy, connection } = await openThroughProxy({ commandTimeoutMs: 150, reconnect: { graceMs: 5_000 } });
    expect(await connection.send(['PING'])).toBe('PONG');
    proxy.blackhole();
    await expect(connection.send(['PING'])).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
    expect(await connection.send(['ECHO', 'again'], { deadlineMs: 5_000 })).toBe('again');
    expect(proxy.accepted()).toBe(2);
  });

  it('that brings bytes of another protocol costs the connection, and no reply goes astray', async () => {
    const { proxy, connection } = await openThroughProxy();
    redis.freeze();
    const underWay = connection.send(['ECHO', 'under way']);
    await sleep(0);
    proxy.inject('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    await expect(underWay).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE', sent: true });
    redis.thaw();
    const echoes = Array.from({ length: 20 }, (_, n) => `echo ${n}`);
    expect(await Promise.all(echoes.map((text) => connection.send(['ECHO', text])))).toEqual(echoes);
    expect(proxy.accepted()).toBe(2);
  });

  it('that brings a reply nobody asked for costs the connection', async () => {
    const { proxy, connection } = await openThroughProxy();
    proxy.inject('+STRAY\r\n');
    await until('the second connection', () => proxy.accepted() === 2);
    expect(await connection.send(['ECHO', 'mine'])).toBe('mine');
  });

  it('that lets connections open and nothing through is tried again and again', async () => {
    const { proxy, connection } = await openThroughProxy({
      connectTimeoutMs: 100,
      reconnect: { baseMs: 10, maxMs: 20 },
    });
    redis.freeze();
    proxy.hangUp();
    await until('three tries', () => proxy.accepted() >= 4);
    redis.thaw();
    await until('the connection', () => connection.isReady());
    expect(await connection.send(['PING'])).toBe('PONG');
  });
});
