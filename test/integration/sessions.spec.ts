import { createKeys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import type { SessionData } from '../../src/lib/state/sessions/session-data.js';
import { Sessions } from '../../src/lib/state/sessions/sessions.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import type { ConnectedEngine } from '../support/connected-engine.js';
import { until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';

const keys = createKeys('sessions-test');

let engine: ConnectedEngine;
let connections: readonly RedisConnection[];
let connection: RedisConnection;
let sessions: Sessions;

beforeAll(async () => {
  engine = await startConnectedEngine(4);
  ({ connection, connections } = engine);
  sessions = new Sessions(connection, keys);
});

afterEach(() => sendTo(engine.url, ['FLUSHALL']));

afterAll(() => engine.close());

async function allKeys(): Promise<readonly string[]> {
  const [found] = await sendTo(engine.url, ['KEYS', '*']);
  return found as string[];
}

/** Sessions on a connection of the pool. */
const on = (index: number) => new Sessions(connections[index % connections.length]!, keys);

describe('a session', () => {
  it('keeps what it was made with', async () => {
    const data = {
      cart: ['42'],
      empty: [],
      none: null,
      big: 2 ** 53 - 1,
      price: 0.1,
      text: 'ß\u2028"\\',
      ['__proto__']: 1,
    };
    const { token, expiresAt } = await sessions.create('user 1', data);
    const session = await sessions.get(token);
    expect(session).toEqual({
      id: expect.stringMatching(/^[\w-]{43}$/),
      userId: 'user 1',
      data: JSON.parse(JSON.stringify(data)),
      createdAt: expect.any(Date),
      lastActive: expect.any(Date),
      expiresAt: expect.any(Date),
    });
    expect(expiresAt.getTime() - session!.createdAt.getTime()).toBe(86_400_000);
  });

  it('lives on for its time to live each time it is used', async () => {
    const { token, expiresAt } = await sessions.create('user 1');
    await until('the next millisecond', () => Date.now() > expiresAt.getTime() - 86_400_000 + 2);
    const session = await sessions.get(token);
    expect(session!.lastActive.getTime()).toBeGreaterThan(session!.createdAt.getTime());
    expect(session!.expiresAt.getTime() - session!.lastActive.getTime()).toBe(86_400_000);
  });

  it('ends at its absolute age however often it is used', async () => {
    const aging = new Sessions(connection, keys, { ttlMs: 60_000, maxAgeMs: 1_000 });
    const { token, expiresAt } = await aging.create('user 1');
    await until('the end', async () => {
      const session = await aging.get(token);
      if (session !== null) expect(session.expiresAt).toEqual(expiresAt);
      return session === null;
    });
    expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime() - 2);
    expect(await allKeys()).toEqual([]);
  });

  it('is not brought back by being used, changed or ended after it expired', async () => {
    const short = new Sessions(connection, keys, { ttlMs: 1_000 });
    await sessions.create('user 1');
    const { token, expiresAt } = await short.create('user 1');
    await until('the end', () => Date.now() > expiresAt.getTime() + 1);
    await expect(short.update(token, () => ({}))).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND', status: 404 });
    expect(await short.get(token)).toBeNull();
    expect(await short.destroy(token)).toBe(false);
    expect(await sessions.list('user 1')).toHaveLength(1);
  });

  it('can be ended once', async () => {
    const { token } = await sessions.create('user 1');
    expect(await sessions.destroy(token)).toBe(true);
    expect(await sessions.destroy(token)).toBe(false);
    expect(await sessions.get(token)).toBeNull();
    expect(await allKeys()).toEqual([]);
  });

  it('is stored with a time to live, and without its token', async () => {
    const { token } = await sessions.create('user 1', { cart: [] });
    const found = await allKeys();
    expect(found).toHaveLength(2);
    for (const key of found) {
      expect(await connection.send(['PTTL', key])).toBeGreaterThan(86_000_000);
      const [type] = await sendTo(engine.url, ['TYPE', key]);
      const read = type === 'hash' ? ['HGETALL', key] : ['ZRANGE', key, '0', '-1'];
      const text = key + JSON.stringify(await sendTo(engine.url, read));
      expect(text).not.toContain(token.slice(20));
    }
  });

  it.each(['', 'nonsense', 'x'.repeat(63), 'x'.repeat(100_000), '{}'])(
    'is not found by the token "%.20s"',
    async (token) => {
      await sessions.create('user 1');
      expect(await sessions.get(token)).toBeNull();
      expect(await sessions.destroy(token)).toBe(false);
      await expect(sessions.update(token, () => ({}))).rejects.toMatchObject({ code: 'SESSION_NOT_FOUND' });
    },
  );

  it.each([
    ['', {}, 'INVALID_VALUE'],
    ['a\nb', {}, 'INVALID_VALUE'],
    ['x'.repeat(257), {}, 'INVALID_VALUE'],
    ['user 1', [], 'INVALID_VALUE'],
    ['user 1', { n: 1n }, 'INVALID_VALUE'],
    ['user 1', { text: 'x'.repeat(65_536) }, 'LIMIT_EXCEEDED'],
  ])('is not made for the user "%.10s" with %p', async (userId, data, code) => {
    await expect(sessions.create(userId, data as SessionData)).rejects.toMatchObject({ code });
  });
});

describe('changes of a session', () => {
  it('made by 40 at once over several connections lose nothing', async () => {
    const { token } = await sessions.create('user 1', { n: 0, kept: true });
    const add = (index: number) => on(index).update(token, (data) => ({ ...data, n: Number(data['n']) + 1 }));
    const changed = await Promise.all(Array.from({ length: 40 }, (_, index) => add(index)));
    expect(changed.map(({ data }) => data['n']).sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 40 }, (_, n) => n + 1),
    );
    expect((await sessions.get(token))?.data).toEqual({ n: 40, kept: true });
  });

  it('that fail change nothing', async () => {
    const { token } = await sessions.create('user 1', { n: 1 });
    const failing = sessions.update(token, () => {
      throw new Error('No');
    });
    await expect(failing).rejects.toThrow('No');
    await expect(sessions.update(token, () => ({ text: 'x'.repeat(65_536) }))).rejects.toMatchObject({
      code: 'LIMIT_EXCEEDED',
    });
    expect((await sessions.get(token))?.data).toEqual({ n: 1 });
  });
});

describe('the sessions of a user', () => {
  it('are listed, the one that expires last first, without those that expired', async () => {
    const short = new Sessions(connection, keys, { ttlMs: 1_000 });
    const gone = await short.create('user 1', { n: 0 });
    const first = await sessions.create('user 1', { n: 1 });
    await sessions.create('user 2', { n: 9 });
    await until('a later time', () => Date.now() > first.expiresAt.getTime() - 86_400_000 + 1);
    await sessions.create('user 1', { n: 2 });
    await until('the end', () => Date.now() > gone.expiresAt.getTime() + 1);
    const found = await sessions.list('user 1');
    expect(found.map(({ data, userId }) => [data, userId])).toEqual([
      [{ n: 2 }, 'user 1'],
      [{ n: 1 }, 'user 1'],
    ]);
    expect(await sessions.list('user 3')).toEqual([]);
    const [members] = await sendTo(engine.url, ['ZCARD', (await allKeys()).find((key) => key.endsWith('expiry'))!]);
    expect(members).toBeLessThanOrEqual(2);
  });

  it('leave nothing behind when they expired', async () => {
    const short = new Sessions(connection, keys, { ttlMs: 1_000 });
    await Promise.all([short.create('user 1'), short.create('user 1'), short.create('user 2')]);
    expect(await allKeys()).toHaveLength(4);
    await until('no keys', async () => (await allKeys()).length === 0);
  });

  it('end all at once, but one if asked', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map((n) => sessions.create('user 1', { n })));
    const other = await sessions.create('user 2');
    expect(await sessions.destroyAll('user 1', { except: two!.token })).toBe(2);
    expect(await sessions.get(one!.token)).toBeNull();
    expect(await sessions.get(two!.token)).toMatchObject({ data: { n: 2 } });
    expect(await sessions.destroyAll('user 1')).toBe(1);
    expect(await sessions.get(three!.token)).toBeNull();
    expect(await sessions.get(other.token)).not.toBeNull();
    expect(await sessions.destroyAll('user 1')).toBe(0);
  });

  it('stay ended while others use and change them', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, (_, n) => sessions.create('user 1', { n })));
    const use = async (token: string, index: number) => {
      for (let round = 0; round < 10; round++) {
        await on(index).get(token);
        await on(index + 1)
          .update(token, (data) => ({ ...data, round }))
          .catch((error: unknown) => {
            expect(error).toMatchObject({ code: 'SESSION_NOT_FOUND' });
          });
      }
    };
    const using = made.map(({ token }, index) => use(token, index));
    expect(await on(3).destroyAll('user 1')).toBe(20);
    await Promise.all(using);
    expect(await sessions.list('user 1')).toEqual([]);
    expect(await allKeys()).toEqual([]);
  });

  it('are at most so many: a further one ends the one that would expire first', async () => {
    const few = new Sessions(connection, keys, { maxPerUser: 2 });
    const first = await few.create('user 1', { n: 1 });
    await until('a later time', () => Date.now() > first.expiresAt.getTime() - 86_400_000 + 1);
    const second = await few.create('user 1', { n: 2 });
    await until('a later time', () => Date.now() > second.expiresAt.getTime() - 86_400_000 + 1);
    await few.get(first.token);
    await few.create('user 1', { n: 3 });
    expect((await few.list('user 1')).map(({ data }) => data['n']).sort()).toEqual([1, 3]);
  });

  it('may have any name', async () => {
    const users = ['{1}', '{', '}{', 'a:b', '*', 'ключ', '\u{1F511}', ' '];
    for (const [n, user] of users.entries()) await sessions.create(user, { n });
    for (const [n, user] of users.entries()) {
      expect(await sessions.list(user)).toMatchObject([{ userId: user, data: { n } }]);
    }
  });
});

it.each([
  [{ ttlMs: 999 }, 'The session option "ttlMs" is 999. Give a whole number from 1000 to 31622400000.'],
  [{ maxAgeMs: 1.5 }, '"maxAgeMs" is 1.5'],
  [{ maxPerUser: 0 }, '"maxPerUser" is 0'],
])('the options %j are refused', (options, message) => {
  expect(() => new Sessions(connection, keys, options)).toThrow(message);
});
