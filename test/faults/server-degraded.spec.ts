import request from 'supertest';
import { startServer } from '../../src/server/start.js';
import type { RunningServer } from '../../src/server/start.js';
import { until } from '../support/processes.js';
import { expectProblem } from '../support/problem.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { sampleProduct } from '../support/sample-product.js';

const PRODUCTS = '/v1/collections/products';
const READS = [
  `${PRODUCTS}/search?where[brand]=Clavis&facets=brand`,
  `${PRODUCTS}/facets/brand?q=cla`,
  '/v1/collections',
  PRODUCTS,
];

let redis: RedisProcess;
let server: RunningServer;

beforeEach(async () => {
  redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  const env = { PORT: '0', AISLE_REDIS_URL: redis.url, AISLE_SEED: 'off', LOG_LEVEL: 'fatal' };
  server = await startServer(env, { graceMs: 500 });
});

afterEach(async () => {
  redis.thaw();
  await server.close();
  await redis.close();
});

const http = () => request(server.url);
const put = (id: string) =>
  http()
    .put(`${PRODUCTS}/documents/${id}`)
    .send(sampleProduct(id, { brand: 'Clavis' }));
const read = (address: string) => http().get(address).set('cache-control', 'max-age=0, stale-if-error=600');
const metrics = async () => (await http().get('/metrics').expect(200)).text;

it('reads that allow it are answered with what was answered before while the engine is gone; writes fail at once', async () => {
  await put('a').expect(201);
  const fresh = await Promise.all(READS.map((address) => read(address).expect(200)));
  for (const { headers } of fresh) expect(headers).not.toHaveProperty('warning');
  await redis.kill();
  await until('the loss', async () => (await http().get('/health/ready')).body.engine.status === 'down');
  for (const [index, address] of READS.entries()) {
    const stale = await read(address).expect(200);
    expect(stale.text).toBe(fresh[index]!.text);
    expect(stale.headers['warning']).toBe('110 aisle "Response is Stale"');
    expect(stale.headers['age']).toMatch(/^\d+$/);
    expectProblem(await http().get(address), 'ENGINE_UNAVAILABLE');
    expectProblem(await http().get(address).set('cache-control', 'stale-if-error=0'), 'ENGINE_UNAVAILABLE');
  }
  const written = await put('b');
  expectProblem(written, 'ENGINE_UNAVAILABLE');
  expect(written.status).toBe(503);
  expect(written.headers['retry-after']).toMatch(/^[1-9]\d*$/);

  await redis.start();
  await until('the engine', async () => (await put('b')).status === 201);
  await until('the index', async () => (await read(READS[0]!)).headers['warning'] === undefined);
  expect((await read(READS[0]!).expect(200)).body.total).toBe(2);
  expect((await read(READS[1]!).expect(200)).body.values).toEqual([{ value: 'Clavis', count: 2 }]);
});

it('requests fail at once after the first time-outs of an engine that hangs, until it answers again', async () => {
  await put('a').expect(201);
  expect((await http().get('/health/ready')).body.engine).toMatchObject({ status: 'up', circuit: 'closed' });
  redis.freeze();
  const late = await Promise.all(Array.from({ length: 8 }, (_, index) => put(`late ${index}`)));
  expect(late.every(({ status }) => status === 503 || status === 504)).toBe(true);
  const startedAt = performance.now();
  const refused = await put('b');
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  expectProblem(refused, 'ENGINE_UNAVAILABLE');
  expect(refused.headers['retry-after']).toMatch(/^[1-9]\d*$/);
  expect(await metrics()).toContain('aisle_engine_up 0');
  redis.thaw();
  await until('it answers', async () => (await put('b')).status < 300);
  await until('it is ready', async () => (await http().get('/health/ready')).status === 200);
  expect(await metrics()).toContain('aisle_engine_circuit_state{state="closed"} 1');
});

it('a facet search after a write counts it, and is kept until the next one', async () => {
  const counts = async (): Promise<unknown> =>
    (await http().get(`${PRODUCTS}/facets/brand?q=cla`).expect(200)).body.values;
  for (let documents = 1; documents <= 5; documents++) {
    await put(`product ${documents}`).expect(201);
    expect(await counts()).toEqual([{ value: 'Clavis', count: documents }]);
    expect(await counts()).toEqual([{ value: 'Clavis', count: documents }]);
  }
  const text = await metrics();
  expect(text).toContain('aisle_cache_requests_total{prefix="facets",result="hit"} 5');
  expect(text).toContain('aisle_cache_requests_total{prefix="facets",result="miss"} 5');
  expect(text).toContain('aisle_cache_loads_total{prefix="facets"} 5');
  expect(text).toContain('aisle_cache_hit_ratio{prefix="facets"} 0.5');
});
