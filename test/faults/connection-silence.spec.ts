import { sendTo } from '../support/raw-redis.js';
import { rejection, startUnsteadyRedis, timed } from '../support/unsteady-redis.js';
import type { UnsteadyRedis } from '../support/unsteady-redis.js';

let server: UnsteadyRedis;

beforeAll(async () => {
  server = await startUnsteadyRedis();
});

afterEach(() => server.settle());

afterAll(() => server.close());

describe('a server that does not answer', () => {
  it('costs a command its deadline and no more', async () => {
    const connection = await server.open({ commandTimeoutMs: 10_000 });
    server.redis.freeze();
    const { result, tookMs } = await timed(connection.send(['GET', 'key'], { deadlineMs: 200 }));
    expect(result).toEqual(
      rejection({
        name: 'EngineTimeoutError',
        code: 'ENGINE_TIMEOUT',
        message: expect.stringContaining('GET "key" within 200 ms'),
      }),
    );
    expect(tookMs).toBeGreaterThanOrEqual(195);
    expect(tookMs).toBeLessThan(5_000);
  });

  it('costs the default deadline where a command names none', async () => {
    const connection = await server.open({ commandTimeoutMs: 150 });
    server.redis.freeze();
    const { result } = await timed(connection.send(['GET', 'key']));
    expect(result).toEqual(
      rejection({ code: 'ENGINE_TIMEOUT', message: expect.stringContaining('GET "key" within 150 ms') }),
    );
  });

  it('is told from a program that was busy itself', async () => {
    const connection = await server.open();
    const reply = connection.send(['ECHO', 'there'], { deadlineMs: 50 });
    // The client writes at the end of this turn; what comes back waits in the socket.
    await new Promise((resolve) => setImmediate(resolve));
    const end = Date.now() + 400;
    while (Date.now() < end);
    expect(await reply).toBe('there');
  });

  it('gives late replies to nobody', async () => {
    const connection = await server.open({ commandTimeoutMs: 10_000 });
    server.redis.freeze();
    await expect(connection.send(['ECHO', 'late'], { deadlineMs: 50 })).rejects.toMatchObject({
      code: 'ENGINE_TIMEOUT',
    });
    const next = connection.send(['ECHO', 'next']);
    server.redis.thaw();
    expect(await next).toBe('next');
    expect(await connection.send(['ECHO', 'after'])).toBe('after');
  });

  it('lets a pipeline keep what was answered in time', async () => {
    const connection = await server.open({ commandTimeoutMs: 10_000 });
    const replies = await connection.pipeline(
      [
        ['ECHO', 'before'],
        ['CLIENT', 'PAUSE', '60000', 'WRITE'],
        ['SET', 'key', 'value'],
        ['ECHO', 'behind'],
      ],
      { deadlineMs: 1_000 },
    );
    expect(replies).toEqual([
      'before',
      'OK',
      expect.objectContaining({ code: 'ENGINE_TIMEOUT', message: expect.stringContaining('SET "key"') }),
      expect.objectContaining({ code: 'ENGINE_TIMEOUT', message: expect.stringContaining('ECHO "behind"') }),
    ]);
    await sendTo(server.redis.url, ['CLIENT', 'UNPAUSE']);
  });

  it('does not cost a long command its answer when short ones time out meanwhile', async () => {
    const connection = await server.open({ commandTimeoutMs: 100 });
    await sendTo(server.redis.url, ['CLIENT', 'PAUSE', '2000', 'ALL']);
    const long = connection.send(['ECHO', 'done'], { deadlineMs: 20_000 });
    await expect(connection.send(['PING'])).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
    await expect(connection.send(['PING'])).rejects.toMatchObject({ code: 'ENGINE_TIMEOUT' });
    expect(await long).toBe('done');
  });
});
