import { EngineMonitor } from '../../src/lib/monitoring/engine-monitor.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { createCollection, putAll } from '../support/test-shop.js';

const keys = createKeys('watched');
let redis: RedisProcess;
let connection: RedisConnection;
let monitor: EngineMonitor;

beforeEach(async () => {
  redis = await startRedis();
  connection = await openConnection({ url: redis.url, commandTimeoutMs: 20_000 });
  monitor = new EngineMonitor(connection, keys);
});
afterEach(async () => {
  await connection.close();
  await redis.close();
});

const subjects = async (severity: string) => {
  const [node] = await monitor.nodes();
  return node!.findings.filter((found) => found.severity === severity).map(({ subject }) => subject);
};

it('tells when less than 90 % of the reads find their key, and the load', async () => {
  await connection.send(['SET', 'there', '1']);
  await connection.pipeline(Array.from({ length: 900 }, () => ['GET', 'there']));
  expect(await subjects('warning')).not.toContain('hits');
  await connection.pipeline(Array.from({ length: 200 }, () => ['GET', 'not there']));
  const [node] = await monitor.nodes();
  expect(node!.findings).toContainEqual({
    severity: 'warning',
    subject: 'hits',
    message: expect.stringMatching(/^8\d % of the reads/),
    advice: expect.stringMatching(/TTL/),
  });
  expect(node!.status).toMatchObject({ role: 'master', activity: { hits: 900, misses: 200 } });
  expect(node!.status!.activity.commands).toBeGreaterThan(1_100);
});

it('tells of keys that were evicted', async () => {
  await connection.pipeline([
    ['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-random'],
    ['CONFIG', 'SET', 'maxmemory', '20mb'],
  ]);
  for (let at = 0; at < 30; at++) await connection.send(['SET', `k${at}`, 'x'.repeat(1_000_000)]);
  expect(await subjects('error')).toEqual(expect.arrayContaining(['eviction']));
});

it('tells of slow commands by name and key, never by value', async () => {
  await connection.send(['CONFIG', 'SET', 'slowlog-log-slower-than', '0']);
  await connection.send(['SET', 'watched:k', 'secret value']);
  await connection.send(['CONFIG', 'SET', 'slowlog-log-slower-than', '-1']);
  const [node] = await monitor.nodes();
  expect(node!.slowLog).toContainEqual({
    at: expect.stringMatching(/^20\d\d-/),
    milliseconds: expect.any(Number),
    command: 'SET "watched:k"',
  });
  expect(JSON.stringify(node!.slowLog)).not.toContain('secret');
});

it('finds the biggest keys of the namespace, among those that it may look at', async () => {
  await connection.send(['SET', 'watched:a:big', 'x'.repeat(11_000_000)]);
  await connection.send(['SET', 'watched:a:small', 'x']);
  await connection.send(['SET', 'other:huge', 'x'.repeat(12_000_000)]);
  const found = await monitor.biggestKeys({ count: 1 });
  expect(found).toEqual({
    keys: [{ key: 'watched:a:big', bytes: expect.any(Number) }],
    scanned: 2,
    complete: true,
    findings: [
      expect.objectContaining({ subject: 'keys', message: expect.stringMatching(/"watched:a:big" takes 1\d/) }),
    ],
  });
  expect(await monitor.biggestKeys({ scan: 0 })).toMatchObject({ keys: [], scanned: 0, complete: false });
});

it('tells memory and failures of the indexes', async () => {
  const { repository } = await createCollection(connection, keys, 'things', { fields: { price: { kind: 'numeric' } } });
  await putAll(repository, [{ id: 'a', price: 5 }]);
  const broken = JSON.stringify({ doc: { price: 'cheap' }, idx: {}, meta: { id: 'x' } });
  expect((await monitor.indexes()).findings).toEqual([expect.objectContaining({ severity: 'ok' })]);
  await connection.send(['JSON.SET', keys.document('things', null, 'x'), '$', broken]);
  const { indexes, findings } = await monitor.indexes();
  expect(indexes).toMatchObject([{ documents: 1, lastErrorKey: keys.document('things', null, 'x') }]);
  expect(indexes[0]!.memoryBytes).toBeGreaterThan(0);
  expect(findings).toEqual([
    expect.objectContaining({ severity: 'error', message: expect.stringMatching(/refused 1 documents/) }),
  ]);
});

it('tells of replicas, and fails when the engine does not answer', async () => {
  const replica = await startRedis({ args: ['--replicaof', '127.0.0.1', String(redis.port)] });
  try {
    await until('the replica', async () => {
      const [node] = await monitor.nodes();
      return node!.findings.some(({ subject, severity }) => subject === 'replication' && severity === 'ok');
    });
    const [node] = await monitor.nodes();
    expect(node!.status!.replication.replicas).toMatchObject([
      { server: `127.0.0.1:${replica.port}`, state: 'online' },
    ]);
  } finally {
    await replica.close();
  }
  await redis.kill();
  await expect(monitor.nodes()).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
});
