import { randomUUID } from 'node:crypto';
import { Cache, Links, Locks, RateLimiter, Sessions } from '../../dist/lib/index.js';
import { plainCache, plainLinks, plainLocks, plainRateLimit, plainRateLog, plainSessions } from './plain-patterns.mjs';
import { stockWork } from './stock-work.mjs';

const CONCURRENCIES = [1, 50];
const IDS = Array.from({ length: 500 }, (_, at) => String(at));
const DATA = { cart: ['42', '43'], currency: 'EUR', note: 'x'.repeat(100) };
const URL_OF = (id) => `https://shop.example/products/${id}`;

/**
 * Each pattern beside the plain client with the commands that do as much by hand.
 * @returns {Promise<readonly import('./contenders.mjs').StateWorkload[]>}
 */
export async function patternWorkloads(context) {
  const works = [
    await cacheWork(context),
    await sessionWork(context),
    rateWork(context, 'sliding-window-counter', 'rate limit check', plainRateLimit),
    rateWork(context, 'sliding-window-log', 'rate limit check, log', plainRateLog),
    lockWork(context),
    await linkWork(context),
    await stockWork(context),
  ];
  return works.flatMap((work) =>
    CONCURRENCIES.map((concurrency) => ({ requests: IDS, ...work, batch: 1, concurrency, how: `by ${concurrency}` })),
  );
}

async function cacheWork({ client, connection, keys }) {
  const product = new Cache(connection, keys).wrap({ prefix: 'product', ttlMs: 600_000 }, async (id) => ({
    id,
    ...DATA,
  }));
  const plain = plainCache(client);
  for (const id of IDS) {
    await product(id);
    await plain.store(id, { id, ...DATA });
  }
  return {
    work: 'cache hit',
    plain: (id) => plain.get(id),
    aisle: (id) => product(id),
    fault: ({ id }, at) => (id === IDS[at] ? null : `the value is that of ${id}`),
    beside: 'GET',
  };
}

async function sessionWork({ client, connection, keys }) {
  const sessions = new Sessions(connection, keys);
  const plain = plainSessions(client);
  const requests = [];
  for (const id of IDS) {
    const { token } = await sessions.create(`user ${id}`, DATA);
    requests.push({ token, id: randomUUID() });
    await plain.create(requests.at(-1).id, `user ${id}`, DATA);
  }
  return {
    work: 'session get',
    requests,
    plain: ({ id }) => plain.get(id),
    aisle: ({ token }) => sessions.get(token),
    fault: (session, at) => (session?.userId === `user ${at}` ? null : `the session is that of ${session?.userId}`),
    beside: 'MULTI HGETALL HSET PEXPIRE EXEC',
  };
}

function rateWork({ client, connection, keys }, algorithm, work, plainOf) {
  const options = { limit: 10_000, windowMs: 1_000, algorithm };
  const limiter = new RateLimiter(connection, keys, 'bench', options);
  const plain = plainOf(client, options);
  return {
    work,
    plain: (id) => plain.consume(id),
    aisle: (id) => limiter.consume(id),
    fault: ({ allowed }) => (allowed ? null : 'it was refused'),
    beside: plain.commands,
  };
}

function lockWork({ client, connection, keys }) {
  const locks = new Locks(connection, keys);
  const plain = plainLocks(client);
  return {
    work: 'lock cycle',
    plain: (name) => plain.cycle(name),
    aisle: async (name) => {
      const lock = await locks.acquire(name);
      await lock.release();
      return true;
    },
    fault: (wasHeld) => (wasHeld ? null : 'it was not held'),
    beside: 'SET NX PX; EVALSHA of GET, DEL',
  };
}

async function linkWork({ client, connection, keys }) {
  const links = new Links(connection, keys);
  const plain = plainLinks(client);
  for (const id of IDS) {
    await links.create(URL_OF(id), { code: `code${id}` });
    await plain.create(`code${id}`, URL_OF(id));
  }
  return {
    work: 'link resolve',
    plain: async (id) => plain.follow(`code${id}`),
    aisle: async (id) => (await links.follow(`code${id}`)).url,
    fault: (url, at) => (url === URL_OF(IDS[at]) ? null : `it leads to ${url}`),
    beside: 'HGET; MULTI HINCRBY ×2 ZINCRBY LPUSH LTRIM EXEC',
  };
}
