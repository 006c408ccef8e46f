import { setTimeout as sleep } from 'node:timers/promises';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';
import { startUnsteadyRedis, timed } from '../support/unsteady-redis.js';
import type { UnsteadyRedis } from '../support/unsteady-redis.js';

let server: UnsteadyRedis;

beforeAll(async () => {
  server = await startUnsteadyRedis();
});

afterEach(() => server.settle());

afterAll(() => server.close());

async function clientId(connection: RedisConnection): Promise<string> {
  return JSON.stringify(await connection.send(['CLIENT', 'ID']));
}

describe('a connection that is broken off', () => {
  it('is made again, and commands hardly notice', async () => {
    let losses = 0;
    const connection = await server.open({ reconnect: { graceMs: 5_000 } }, { onLost: () => losses++ });
    for (let round = 1; round <= 5; round++) {
      const id = await clientId(connection);
      await sendTo(server.redis.url, ['CLIENT', 'KILL', 'ID', id]);
      await until('the loss', () => losses === round);
      expect(await connection.send(['ECHO', String(round)])).toBe(String(round));
    }
  });

  it('is never made again behind the back of its one user', async () => {
    const connection = await server.open();
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
    const connection = await server.open();
    const blocked = connection.exclusive(async (own) => {
      const id = await clientId(own);
      const read = own.send(['BLPOP', 'empty', '0'], { deadlineMs: 30_000 });
      const [value] = await Promise.all([read, connection.send(['CLIENT', 'KILL', 'ID', id])]);
      return value;
    });
    await expect(blocked).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE', sent: true });
  });

  it('is not lent again', async () => {
    const connection = await server.open();
    const id = () => connection.exclusive(clientId);
    const first = await id();
    await sendTo(server.redis.url, ['CLIENT', 'KILL', 'ID', first]);
    await until('another connection', async () => {
      const { result } = await timed(id());
      return result.status === 'fulfilled' && result.value !== first;
    });
  });

  it('says so when the password was changed meanwhile', async () => {
    const connection = await server.open({ reconnect: { baseMs: 10, maxMs: 20, graceMs: 0 } });
    const drop = async (...commands: string[][]) =>
      sendTo(server.redis.url, ...commands, ['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
    await drop(['CONFIG', 'SET', 'requirepass', 'changed']);
    await until('the refusal', async () => {
      const { result } = await timed(connection.send(['PING']));
      return result.status === 'rejected' && result.reason.code === 'ENGINE_AUTHENTICATION_FAILED';
    });
    await sendTo(server.redis.url.replace('//', '//:changed@'), ['CONFIG', 'SET', 'requirepass', '']);
    await until('the connection', () => connection.isReady());
    expect(await connection.send(['PING'])).toBe('PONG');
  });
});

describe('a network that misbehaves', () => {
  it('that swallows everything is noticed, and another connection made', async () => {
    const { proxy, connection } = await server.openThroughProxy({
      commandTimeoutMs: 1_000,
      reconnect: { graceMs: 20_000 },
    });
    expect(await connection.send(['PING'])).toBe('PONG');
    proxy.blackhole();
    await expect(connection.send(['PING'])).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
    expect(await connection.send(['ECHO', 'again'], { deadlineMs: 20_000 })).toBe('again');
    expect(proxy.accepted()).toBe(2);
  });

  it('that brings bytes of another protocol costs the connection, and no reply goes astray', async () => {
    const { proxy, connection } = await server.openThroughProxy();
    server.redis.freeze();
    const underWay = connection.send(['ECHO', 'under way']);
    await sleep(0);
    proxy.inject('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    await expect(underWay).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE', sent: true });
    server.redis.thaw();
    const echoes = Array.from({ length: 20 }, (_, n) => `echo ${n}`);
    expect(await Promise.all(echoes.map((text) => connection.send(['ECHO', text])))).toEqual(echoes);
    expect(proxy.accepted()).toBe(2);
  });

  it('that brings a reply nobody asked for costs the connection', async () => {
    const { proxy, connection } = await server.openThroughProxy();
    proxy.inject('+STRAY\r\n');
    await until('the second connection', () => proxy.accepted() === 2);
    expect(await connection.send(['ECHO', 'mine'])).toBe('mine');
  });

  it('that lets connections open and nothing through is tried again and again', async () => {
    const { proxy, connection } = await server.openThroughProxy({
      connectTimeoutMs: 500,
      reconnect: { baseMs: 10, maxMs: 20 },
    });
    server.redis.freeze();
    proxy.hangUp();
    await until('three tries', () => proxy.accepted() >= 4);
    server.redis.thaw();
    await until('the connection', () => connection.isReady());
    expect(await connection.send(['PING'])).toBe('PONG');
  });
});
