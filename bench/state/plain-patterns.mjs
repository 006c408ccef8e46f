import { createHash, randomUUID } from 'node:crypto';

/*
 * The patterns as one writes them by hand with the plain client, each with as few round trips as it takes.
 */

const HOUR_MS = 3_600_000;

export function plainCache(client) {
  const keyOf = (id) =>
    `plain:cache:${createHash('md5')
      .update(JSON.stringify([id]))
      .digest('hex')}`;
  return {
    store: (id, value) => client.sendCommand(['SET', keyOf(id), JSON.stringify(value), 'PX', String(HOUR_MS)]),
    get: async (id) => JSON.parse(await client.sendCommand(['GET', keyOf(id)])),
  };
}

export function plainSessions(client) {
  const keyOf = (id) => `plain:session:${id}`;
  return {
    create: (id, userId, data) => client.hSet(keyOf(id), { userId, data: JSON.stringify(data), lastActive: '0' }),
    get: async (id) => {
      const key = keyOf(id);
      const [session] = await client
        .multi()
        .hGetAll(key)
        .hSet(key, 'lastActive', String(Date.now()))
        .pExpire(key, HOUR_MS)
        .exec();
      return { ...session, data: JSON.parse(session.data) };
    },
  };
}

/** A fixed window, which lets twice the limit through at its edge. */
export function plainRateLimit(client, { limit, windowMs }) {
  return {
    commands: 'MULTI INCR PEXPIRE EXEC (a fixed window)',
    consume: async (id) => {
      const key = `plain:rate:${id}:${Math.floor(Date.now() / windowMs)}`;
      const [count] = await client
        .multi()
        .incr(key)
        .pExpire(key, 2 * windowMs)
        .exec();
      return { allowed: count <= limit, remaining: Math.max(0, limit - count) };
    },
  };
}

/** A log that counts what it refuses too. */
export function plainRateLog(client, { limit, windowMs }) {
  return {
    commands: 'MULTI ZREMRANGEBYSCORE ZADD ZCARD PEXPIRE EXEC',
    consume: async (id) => {
      const key = `plain:rate-log:${id}`;
      const now = Date.now();
      const [, , count] = await client
        .multi()
        .zRemRangeByScore(key, 0, now - windowMs)
        .zAdd(key, { score: now, value: randomUUID() })
        .zCard(key)
        .pExpire(key, windowMs)
        .exec();
      return { allowed: count <= limit, remaining: Math.max(0, limit - count) };
    },
  };
}

const RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

export function plainLocks(client) {
  const loaded = client.scriptLoad(RELEASE);
  return {
    cycle: async (name) => {
      const key = `plain:lock:${name}`;
      const token = randomUUID();
      await client.sendCommand(['SET', key, token, 'NX', 'PX', '10000']);
      return (await client.sendCommand(['EVALSHA', await loaded, '1', key, token])) === 1;
    },
  };
}

export function plainLinks(client) {
  const keyOf = (code) => `plain:link:${code}`;
  return {
    create: (code, url) => client.hSet(keyOf(code), { url, clicks: '0' }),
    follow: async (code) => {
      const key = keyOf(code);
      const url = await client.hGet(key, 'url');
      const now = Date.now();
      await client
        .multi()
        .hIncrBy(key, 'clicks', 1)
        .hIncrBy(`${key}:days`, String(Math.floor(now / 86_400_000)), 1)
        .zIncrBy('plain:links:popular', 1, code)
        .lPush(`${key}:recent`, JSON.stringify({ at: now }))
        .lTrim(`${key}:recent`, 0, 999)
        .exec();
      return url;
    },
  };
}
