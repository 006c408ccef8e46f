import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import type { TcpProxy } from '../support/tcp-proxy.js';

let redis: RedisProcess;
let proxy: TcpProxy;
let connection: RedisConnection;

beforeAll(async () => {
  redis = await startRedis({ modules: false });
  proxy = await startTcpProxy(redis.port);
});
beforeEach(async () => {
  connection = await openConnection({
    url: `redis://127.0.0.1:${proxy.port}`,
    requireModules: false,
    commandTimeoutMs: 500,
    keepAliveMs: 200,
    reconnect: { maxMs: 50 },
  });
});
afterEach(() => connection.close());
afterAll(async () => {
  await proxy.close();
  await redis.close();
});

const publish = (channel: string, message: string) => connection.send(['PUBLISH', channel, message]);

/** Publishes until it is heard: after a loss nobody knows how long the way back takes. */
async function untilHeard(channel: string, heard: readonly string[]): Promise<void> {
  const before = heard.length;
  await until(`a message on ${channel}`, async () => {
    await publish(channel, 'again').catch(() => undefined);
    return heard.length > before;
  });
}

describe('the subscriber', () => {
  it('hears channels and patterns, in order, each listener once', async () => {
    const heard: string[] = [];
    const note = (who: string) => (message: string, channel: string) => heard.push(`${who} ${channel} ${message}`);
    await connection.subscriber.subscribe('a.1', note('first'));
    await connection.subscriber.subscribe('a.1', note('second'));
    await connection.subscriber.subscribePattern('a.*', note('pattern'));
    for (const message of ['x', 'ü\n"', '']) expect(await publish('a.1', message)).toBe(2);
    await publish('b.1', 'not listened to');
    await publish('a.2', 'last');
    await until('the last message', () => heard.includes('pattern a.2 last'));
    expect(heard.filter((line) => line.startsWith('first'))).toEqual(['first a.1 x', 'first a.1 ü\n"', 'first a.1 ']);
    expect(heard).toHaveLength(10);
  });

  it('hears nothing more once a subscription is ended, and lets the others be', async () => {
    const heard: string[] = [];
    const end = await connection.subscriber.subscribe('c', () => heard.push('ended'));
    await connection.subscriber.subscribe('c', () => heard.push('stays'));
    await end();
    await end();
    await publish('c', '');
    await until('the other one', () => heard.length > 0);
    expect(heard).toEqual(['stays']);
  });

  it('ends a channel that nobody listens to any more, whatever the haste', async () => {
    const ends = await Promise.all(
      Array.from({ length: 20 }, () => connection.subscriber.subscribe('d', () => undefined)),
    );
    const again = connection.subscriber.subscribe('d', () => undefined);
    await Promise.all(ends.map((end) => end()));
    expect(await publish('d', '')).toBe(1);
    await (
      await again
    )();
    expect(await publish('d', '')).toBe(0);
  });

  it.each([
    [
      'is broken off',
      () => {
        proxy.hangUp();
      },
    ],
    [
      'falls silent',
      () => {
        proxy.blackhole();
      },
    ],
  ])('listens again after its link %s, and tells that messages may be missing', async (_, harm) => {
    const heard: string[] = [];
    let gaps = 0;
    connection.subscriber.onGap(() => gaps++);
    await connection.subscriber.subscribe('e', (message) => heard.push(message));
    await connection.subscriber.subscribePattern('f*', (message) => heard.push(message));
    harm();
    await until('the notice', () => gaps === 1);
    await untilHeard('e', heard);
    await untilHeard('f1', heard);
    expect(gaps).toBe(1);
  });

  it('listens again after the server was killed and started again', async () => {
    const heard: string[] = [];
    let gaps = 0;
    const stop = connection.subscriber.onGap(() => gaps++);
    connection.subscriber.onGap(() => heard.push('gap'));
    await connection.subscriber.subscribe('g', (message) => heard.push(message));
    stop();
    await redis.kill();
    await redis.start();
    await until('the notice', () => heard.includes('gap'));
    await untilHeard('g', heard);
    expect(gaps).toBe(0);
  });

  it('is refused on a closed connection', async () => {
    const { subscriber } = connection;
    await subscriber.subscribe('h', () => undefined);
    await connection.close();
    await expect(subscriber.subscribe('h', () => undefined)).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });

  it('says what the server forbids', async () => {
    await connection.send(['ACL', 'SETUSER', 'default', 'resetchannels']);
    await connection.close();
    connection = await openConnection({ url: redis.url, requireModules: false });
    try {
      await expect(connection.subscriber.subscribe('i', () => undefined)).rejects.toMatchObject({
        code: 'ENGINE_PERMISSION_DENIED',
      });
    } finally {
      await connection.send(['ACL', 'SETUSER', 'default', 'allchannels']);
    }
    await expect(connection.subscriber.subscribe('i', () => undefined)).resolves.toBeInstanceOf(Function);
  });
});
