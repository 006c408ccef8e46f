import request from 'supertest';
import { EngineError } from '../../src/lib/errors/engine-errors.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { startServer } from '../../src/server/start.js';
import { startFailoverGroup } from '../support/failover-group.js';
import type { FailoverGroup } from '../support/failover-group.js';
import { OpenedConnections } from '../support/opened-connections.js';
import { until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';
import { sampleProduct } from '../support/sample-product.js';
import { createCollection } from '../support/test-shop.js';

const opened = new OpenedConnections();
let group: FailoverGroup;

beforeAll(async () => {
  group = await startFailoverGroup();
}, 90_000);
afterAll(async () => {
  await opened.close();
  await group.close();
});

/** How long a failover may take on a slow machine. */
const FAILOVER_MS = 90_000;

const connect = (more: object = {}) => opened.open({ ...group.options, commandTimeoutMs: 10_000, ...more });

/** Works without pause until told to stop; counts what was done and what failed. */
function underLoad(work: (number: number) => Promise<unknown>) {
  const seen = { done: 0, failures: new Map<string, number>(), stop: false };
  const running = (async () => {
    for (let number = 0; !seen.stop; number++) {
      try {
        await work(number);
        seen.done++;
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        seen.failures.set(error.code, (seen.failures.get(error.code) ?? 0) + 1);
        await new Promise((wake) => setTimeout(wake, 20));
      }
    }
  })();
  return {
    seen,
    stop: async () => {
      seen.stop = true;
      await running;
    },
  };
}

const roleOf = async (connection: RedisConnection, consistency: 'primary' | 'replica') => {
  const [role] = (await connection.send(['ROLE'], { consistency })) as [string];
  return role;
};

it('a replica answers reads that ask for one, the primary all others', async () => {
  const connection = await connect({ replicas: 2 });
  expect(await roleOf(connection, 'primary')).toBe('master');
  await until('a link to a replica', async () => (await roleOf(connection, 'replica')) === 'slave');
  expect(await connection.pipeline([['ROLE']], { consistency: 'replica' })).toEqual([
    expect.arrayContaining(['slave']),
  ]);
  await connection.send(['SET', 'read', 'by replica']);
  await until('the write on the replica', async () => {
    return (await connection.send(['GET', 'read'], { consistency: 'replica' })) === 'by replica';
  });
});

it('searches that a replica may answer are right wherever they are answered', async () => {
  const connection = await connect({ replicas: 2 });
  await until('a link to a replica', async () => (await roleOf(connection, 'replica')) === 'slave');
  const { repository, search } = await createCollection(connection, createKeys('copies'), 'things', {
    fields: { name: { kind: 'text' } },
  });
  await repository.put({ id: 'a', name: 'thing' });
  const { primary, replicas } = await group.roles();
  const searched = async () => {
    const stats = await Promise.all(replicas.map(({ url }) => sendTo(url, ['INFO', 'commandstats'])));
    return stats.some(([text]) => /cmdstat_FT\.AGGREGATE|cmdstat_FT\.SEARCH/i.test(String(text)));
  };
  await until('a search of a replica', async () => {
    const { total } = await search.search({ q: 'thing', consistency: 'replica', timeoutMs: 10_000 });
    return total === 1 && (await searched());
  });
  expect(primary.port).toBe(group.servers[0]?.port);
});

it('the server takes the group from AISLE_REDIS_URL', async () => {
  const { sentinels, name } = group.options;
  const addresses = sentinels.map(({ host, port }) => `${host}:${port}`).join(',');
  const server = await startServer({
    ...{ PORT: '0', AISLE_SEED: 'off', LOG_LEVEL: 'fatal', AISLE_NAMESPACE: 'server' },
    AISLE_REDIS_URL: `redis+sentinel://${addresses}/${name}?replicas=1`,
  });
  try {
    await request(server.url).get('/health/ready').expect(200);
    await request(server.url).put('/v1/collections/products/documents/p1').send(sampleProduct('p1')).expect(201);
    const found = await request(server.url)
      .get('/v1/collections/products/search?consistency=replica&size=1')
      .expect(200);
    expect(found.body.hits.length).toBeLessThanOrEqual(1);
    const { body } = await request(server.url).get('/v1/admin/engine').expect(200);
    expect(body.nodes[0].status.replication.replicas).toHaveLength(2);
  } finally {
    await server.close();
  }
});

it('an unknown name is refused, and says so', async () => {
  const { error } = await opened.failure({ ...group.options, name: 'nobody' });
  expect(error).toMatchObject({
    code: 'INVALID_CONFIGURATION',
    message: expect.stringMatching(/primary named "nobody"/),
  });
});

it('writes and searches go on by themselves when the primary is killed under load', async () => {
  const connection = await connect();
  const keys = createKeys('failover');
  const { repository, search } = await createCollection(connection, keys, 'things', {
    fields: { name: { kind: 'text' }, number: { kind: 'numeric' } },
  });
  const heard: string[] = [];
  await connection.subscriber.subscribe('news', (message) => heard.push(message));
  const writes = underLoad((number) => repository.put({ id: `t${number}`, name: 'thing', number }));
  const searches = underLoad(() => search.search({ q: 'thing', size: 1 }));
  await until('work', () => writes.seen.done > 100 && searches.seen.done > 20);
  await group.settled(2);

  const { primary } = await group.roles();
  const losses = connection.losses();
  await primary.kill();
  await until('the loss', () => connection.losses() > losses);
  const before = { writes: writes.seen.done, searches: searches.seen.done };
  await until('writes', () => writes.seen.done > before.writes + 100, FAILOVER_MS);
  await until('searches', () => searches.seen.done > before.searches + 20, FAILOVER_MS);
  await Promise.all([writes.stop(), searches.stop()]);

  expect((await group.roles()).primary.port).not.toBe(primary.port);
  expect([...writes.seen.failures.keys()].filter((code) => !EXPECTED.has(code))).toEqual([]);
  expect([...searches.seen.failures.keys()].filter((code) => !EXPECTED.has(code))).toEqual([]);
  expect((await search.search({ q: 'thing', size: 1 })).total).toBe(await repository.count());
  const own = await connection.exclusive(async (lent) => {
    await lent.send(['WATCH', 'k']);
    return lent.pipeline([['MULTI'], ['SET', 'k', '1'], ['EXEC']]);
  });
  expect(own.at(-1)).toEqual(['OK']);
  await until('news', async () => {
    await connection.send(['PUBLISH', 'news', 'again']);
    return heard.includes('again');
  });
  await primary.start(['--replicaof', '127.0.0.1', String((await group.roles()).primary.port)]);
}, 180_000);

const EXPECTED = new Set(['ENGINE_UNAVAILABLE', 'ENGINE_TIMEOUT', 'ENGINE_READ_ONLY']);

it('what no replica had yet is lost, and WAIT tells it', async () => {
  await group.settled(2);
  const connection = await connect();
  const { primary, replicas } = await group.roles();
  await connection.send(['SET', 'kept', '1']);
  const confirmed = await confirmedBy(connection, ['SET', 'confirmed', '1'], 10_000);
  expect(confirmed).toBeGreaterThanOrEqual(1);
  replicas.forEach((replica) => {
    replica.freeze();
  });
  await connection.send(['CLIENT', 'KILL', 'TYPE', 'replica']);
  expect(await connection.send(['SET', 'lost', '1'])).toBe('OK');
  expect(await confirmedBy(connection, ['SET', 'lost too', '1'], 100)).toBe(0);
  await primary.kill();
  replicas.forEach((replica) => {
    replica.thaw();
  });

  await until(
    'another primary',
    async () => (await roleOf(connection, 'primary').catch(() => '')) === 'master',
    FAILOVER_MS,
  );
  expect(await connection.send(['MGET', 'kept', 'confirmed', 'lost', 'lost too'])).toEqual(['1', '1', null, null]);
  await primary.start(['--replicaof', '127.0.0.1', String((await group.roles()).primary.port)]);
}, 180_000);

it('a primary without enough replicas refuses writes where min-replicas-to-write says so', async () => {
  await group.settled(2);
  const connection = await connect();
  const { replicas } = await group.roles();
  await connection.pipeline([
    ['CONFIG', 'SET', 'min-replicas-max-lag', '1'],
    ['CONFIG', 'SET', 'min-replicas-to-write', '1'],
  ]);
  replicas.forEach((replica) => {
    replica.freeze();
  });
  try {
    await until('a refusal', async () => {
      const error: unknown = await connection.send(['SET', 'more', '1']).catch((caught: unknown) => caught);
      if (error === 'OK') return false;
      expect(error).toMatchObject({ code: 'ENGINE_READ_ONLY', replyCode: 'NOREPLICAS', retryAfter: 1 });
      return true;
    });
  } finally {
    replicas.forEach((replica) => {
      replica.thaw();
    });
    await connection.send(['CONFIG', 'SET', 'min-replicas-to-write', '0']);
  }
});

it('a sentinel that is gone is passed over; without any the error names them', async () => {
  await group.killSentinel(0);
  const connection = await connect();
  expect(await connection.send(['PING'])).toBe('PONG');
  await Promise.all([group.killSentinel(1), group.killSentinel(2)]);
  expect(await connection.send(['PING'])).toBe('PONG');
  const { error } = await opened.failure({ ...group.options, connectTimeoutMs: 500 });
  expect(error).toMatchObject({ code: 'ENGINE_UNAVAILABLE', message: expect.stringMatching(/^No sentinel of 127/) });
});

/** How many replicas have a write, after waiting so long at most. */
function confirmedBy(connection: RedisConnection, write: string[], waitMs: number): Promise<number> {
  return connection.exclusive(async (own) => {
    await own.send(write);
    return Number(await own.send(['WAIT', '1', String(waitMs)], { deadlineMs: waitMs + 10_000 }));
  });
}
