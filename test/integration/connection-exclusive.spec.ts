import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { defineScript, scriptCommand } from '../../src/lib/redis/script.js';
import { startConnectedRedis } from '../support/connected-redis.js';
import { forAllTests } from '../support/for-all-tests.js';

const redis = forAllTests(startConnectedRedis);

beforeEach(() => redis().empty());

describe('exclusive', () => {
  it('keeps a watched transaction apart from others', async () => {
    await redis().connection.send(['SET', 'n', '0']);
    const increment = async (): Promise<unknown> =>
      redis().connection.exclusive(async (own) => {
        for (;;) {
          await own.send(['WATCH', 'n']);
          const n = Number(await own.send(['GET', 'n']));
          const replies = await own.pipeline([['MULTI'], ['SET', 'n', String(n + 1)], ['EXEC']]);
          if (replies[2] !== null) return replies[2];
        }
      });
    await Promise.all(Array.from({ length: 20 }, increment));
    expect(await redis().connection.send(['GET', 'n'])).toBe('20');
  });

  it('answers null to EXEC when a watched key changed', async () => {
    const reply = await redis().connection.exclusive(async (own) => {
      await own.send(['WATCH', 'n']);
      await redis().connection.send(['SET', 'n', '5']);
      await own.send(['MULTI']);
      await own.send(['INCR', 'n']);
      return own.send(['EXEC']);
    });
    expect(reply).toBeNull();
  });

  it('reads that block hold nobody else up', async () => {
    const blocked = redis().connection.exclusive((own) => own.send(['BLPOP', 'queue', '10']));
    expect(await redis().connection.send(['PING'])).toBe('PONG');
    await redis().connection.send(['RPUSH', 'queue', 'job']);
    expect(await blocked).toEqual(['queue', 'job']);
  });

  it('lends the same connection again when it is as before', async () => {
    const id = () => redis().connection.exclusive((own) => own.send(['CLIENT', 'ID']));
    expect(await id()).toBe(await id());
  });

  it.each<[string, (own: RedisConnection) => Promise<unknown>]>([
    ['a transaction is open', (own) => own.send(['MULTI'])],
    ['keys are watched', (own) => own.send(['WATCH', 'n'])],
    [
      'keys are watched, though UNWATCH waits in a transaction',
      (own) => own.pipeline([['WATCH', 'n'], ['MULTI'], ['UNWATCH']]),
    ],
    ['another database is selected', (own) => own.send(['SELECT', '1'])],
    [
      'a command is not answered yet',
      (own) => Promise.resolve(void own.send(['BLPOP', 'none', '1']).catch(() => undefined)),
    ],
  ])('throws a connection away on which %s', async (_what, use) => {
    const spoilt = await redis().connection.exclusive(async (own) => {
      const id = await own.send(['CLIENT', 'ID']);
      await use(own);
      return id;
    });
    const ids = await Promise.all(
      Array.from({ length: 10 }, () =>
        redis().connection.exclusive(async (own) => {
          await own.send(['PING']);
          return own.send(['CLIENT', 'ID']);
        }),
      ),
    );
    expect(ids).not.toContain(spoilt);
    expect(await redis().connection.exclusive((own) => own.send(['SET', 'a', '1']))).toBe('OK');
    expect(await redis().connection.send(['GET', 'a'])).toBe('1');
  });

  it('gives the connection back when its user fails', async () => {
    const narrow = await redis().open({ url: redis().url, exclusive: { size: 1, acquireTimeoutMs: 2_000 } });
    for (let n = 0; n < 3; n++) {
      await expect(narrow.exclusive(() => Promise.reject(new Error('mine')))).rejects.toThrow('mine');
    }
    expect(await narrow.exclusive((own) => own.send(['PING']))).toBe('PONG');
  });

  it('refuses more users than there are connections, after a while', async () => {
    const narrow = await redis().open({ url: redis().url, exclusive: { size: 2, acquireTimeoutMs: 50 } });
    const hold = () => narrow.exclusive((own) => own.send(['BLPOP', 'queue', '10']));
    const held = [hold(), hold()];
    await expect(narrow.exclusive((own) => own.send(['PING']))).rejects.toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      sent: false,
      message: expect.stringContaining('All 2 exclusive connections'),
    });
    await redis().connection.send(['RPUSH', 'queue', 'a', 'b']);
    expect(new Set(await Promise.all(held))).toEqual(
      new Set([
        ['queue', 'a'],
        ['queue', 'b'],
      ]),
    );
  });

  it('ends with its use', async () => {
    let kept: RedisConnection | undefined;
    await redis().connection.exclusive((own) => {
      kept = own;
      return own.send(['PING']);
    });
    expect(kept?.isReady()).toBe(false);
    await expect(kept?.send(['PING'])).rejects.toMatchObject({
      code: 'INTERNAL',
      message: expect.stringMatching(/after its end/),
    });
    expect(await kept?.pipeline([['PING']])).toEqual([expect.objectContaining({ code: 'INTERNAL' })]);
  });

  it('runs scripts and lends further connections', async () => {
    const script = defineScript('return ARGV[1]');
    const reply = await redis().connection.exclusive(async (own) => [
      await own.run(script, [], ['a']),
      await own.pipeline([scriptCommand(script, [], ['b'])]),
      await own.exclusive((other) => other.send(['PING'])),
    ]);
    expect(reply).toEqual(['a', ['b'], 'PONG']);
  });
});
