import { startConnectedRedis } from '../support/connected-redis.js';
import { forAllTests } from '../support/for-all-tests.js';

const redis = forAllTests(startConnectedRedis);

beforeEach(() => redis().empty());

describe('many users', () => {
  it.each([
    ['one connection', 1],
    ['a pool', 4],
  ])('get their own replies through %s', async (_what, size) => {
    const shared = await redis().open({ pool: { url: redis().url }, size });
    const users = Array.from({ length: 50 }, async (_, user) => {
      for (let n = 0; n < 40; n++) {
        const text = `${user}:${n}`;
        const [single, several] = await Promise.all([
          shared.send(['ECHO', text]),
          shared.pipeline([['ECHO', `${text}a`], ['NOSUCH'], ['ECHO', `${text}b`]]),
        ]);
        expect([single, several[0], several[1] instanceof Error, several[2]]).toEqual([
          text,
          `${text}a`,
          true,
          `${text}b`,
        ]);
      }
    });
    await Promise.all(users);
  });

  it('share the connections of a pool', async () => {
    const pool = await redis().open({ pool: { url: redis().url }, size: 3, clientName: 'pooled' });
    const ids = await Promise.all(Array.from({ length: 30 }, () => pool.send(['CLIENT', 'ID'])));
    expect(new Set(ids).size).toBe(3);
    await pool.close();
    expect(await redis().text(['CLIENT', 'LIST'])).not.toContain('name=pooled');
  });
});

describe('shared connections', () => {
  it.each([
    [['WATCH', 'a']],
    [['MULTI']],
    [['SELECT', '1']],
    [['BLPOP', 'a', '0']],
    [['SUBSCRIBE', 'c']],
    [['HELLO', '2']],
  ])('refuse %j', async (command) => {
    await expect(redis().connection.send(command)).rejects.toMatchObject({ code: 'INTERNAL' });
    expect(await redis().connection.send(['PING'])).toBe('PONG');
  });
});

describe('close', () => {
  it('waits for the commands under way, and refuses later ones', async () => {
    const own = await redis().open({ url: redis().url, clientName: 'closing' });
    const slow = own.send(['EVAL', `local n = 0; for i = 1, 3e6 do n = n + i end; return 'done'`, '0']);
    const closed = own.close();
    expect(own.isReady()).toBe(false);
    await expect(own.send(['PING'])).rejects.toMatchObject({
      code: 'ENGINE_UNAVAILABLE',
      sent: false,
      message: expect.stringMatching(/is closed/),
    });
    await expect(own.exclusive((lent) => lent.send(['PING']))).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
    await closed;
    expect(await slow).toBe('done');
    await own.close();
    expect(await redis().text(['CLIENT', 'LIST'])).not.toContain('name=closing');
  });

  it('waits for connections that are lent', async () => {
    const own = await redis().open({ url: redis().url });
    const lent = own.exclusive((lent) => lent.send(['BLPOP', 'queue', '10']));
    await expect(own.exclusive((other) => other.send(['PING']))).resolves.toBe('PONG');
    const closed = own.close();
    await redis().connection.send(['RPUSH', 'queue', 'job']);
    expect(await lent).toEqual(['queue', 'job']);
    await closed;
  });
});
