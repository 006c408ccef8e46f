import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { startServer } from '../../src/server/start.js';
import { startTestEngine } from '../support/engine.js';
import { until } from '../support/processes.js';
import { expectProblem } from '../support/problem.js';
import { sendTo } from '../support/raw-redis.js';
import { startRedis } from '../support/redis-process.js';
import { sampleProduct } from '../support/sample-product.js';
import { startTestServer } from '../support/test-server.js';

const SEED = join(import.meta.dirname, '../../seed');
const countLines = (file: string) => readFileSync(join(SEED, file), 'utf8').trim().split('\n').length;
const PRODUCTS = '/v1/collections/products';

/** The value of a metric with these labels; undefined when there is none. */
const metric = (text: string, name: string, ...labels: readonly string[]) =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => labels.every((label) => line.includes(label)))
    .map((line) => Number(line.slice(line.lastIndexOf(' '))))[0];

describe('health', () => {
  it('warns of documents that another program wrote so that no search finds them', async () => {
    const engine = await startTestEngine();
    const server = await startServer({ PORT: '0', AISLE_REDIS_URL: engine.url, AISLE_SEED: 'off', LOG_LEVEL: 'fatal' });
    try {
      const broken = JSON.stringify({ doc: { price: 'cheap' }, idx: {}, meta: { id: 'x' } });
      await sendTo(engine.url, ['JSON.SET', 'aisle:{products}:doc:x', '$', broken]);
      const { body } = await request(server.url).get('/health/ready').expect(200);
      expect(body.warnings).toEqual([
        expect.stringMatching(/^1 of 1 documents of "products" are found by no search.*doc:x/),
      ]);
    } finally {
      await server.close();
      await engine.close();
    }
  });

  it('follows the engine: down, back without its data, and alive all the while', async () => {
    const redis = await startRedis();
    const server = await startServer({ PORT: '0', AISLE_REDIS_URL: redis.url, AISLE_SEED: 'off', LOG_LEVEL: 'fatal' });
    const http = request(server.url);
    try {
      const up = await http.get('/health/ready').expect(200);
      expect(up.body).toEqual({
        status: 'ready',
        engine: { status: 'up', version: expect.stringMatching(/^\d+\.\d+/), circuit: 'closed' },
        collections: { products: { state: 'ready', progress: 1 }, shops: { state: 'ready', progress: 1 } },
        seeding: { state: 'off' },
        warnings: [
          expect.stringContaining('search-max-prefix-expansions'),
          expect.stringContaining('search-min-prefix'),
        ],
      });

      await redis.kill();
      const down = await http.get('/health/ready').expect(503);
      expect(down.body).toMatchObject({ status: 'not ready', engine: { status: 'down' }, collections: {} });
      await http.get('/health/live').expect(200);
      const search = await http.get(`${PRODUCTS}/search`);
      expectProblem(search, 'ENGINE_UNAVAILABLE');
      expect(search.headers['retry-after']).toBe('1');
      expectProblem(await http.put(`${PRODUCTS}/documents/1`).send(sampleProduct('1')), 'ENGINE_UNAVAILABLE');
      const metrics = await http.get('/metrics').expect(200);
      expect(metric(metrics.text, 'aisle_engine_up')).toBe(0);

      await redis.start();
      await until('the engine answers', async () => (await http.get('/health/ready')).body.engine.status === 'up');
      const empty = await http.get('/health/ready').expect(503);
      expect(empty.body.collections).toEqual({
        products: { state: 'missing', progress: 0 },
        shops: { state: 'missing', progress: 0 },
      });
    } finally {
      await server.close();
      await redis.close();
    }
  });

  it('waits no longer than its probe for an engine that hangs', async () => {
    const redis = await startRedis();
    const server = await startServer({ PORT: '0', AISLE_REDIS_URL: redis.url, AISLE_SEED: 'off', LOG_LEVEL: 'fatal' });
    try {
      redis.freeze();
      const started = performance.now();
      await request(server.url).get('/health/ready').expect(503);
      expect(performance.now() - started).toBeLessThan(4_000);
      await request(server.url).get('/health/live').expect(200);
    } finally {
      redis.thaw();
      await server.close();
      await redis.close();
    }
  });
});

describe('the example catalogue', () => {
  it('is loaded once, in the background, whoever starts at the same time', async () => {
    const engine = await startTestEngine();
    const env = { PORT: '0', AISLE_REDIS_URL: engine.url, AISLE_SEED: 'on', LOG_LEVEL: 'fatal' };
    const servers = await Promise.all([startServer(env), startServer(env)]);
    try {
      await Promise.all(servers.map(({ seeded }) => seeded));
      for (const { url } of servers) {
        const ready = await request(url).get('/health/ready').expect(200);
        expect(ready.body.seeding).toEqual({ state: 'done' });
      }
      const [{ url }] = servers;
      const counts = async () => {
        const { body } = await request(url).get('/v1/collections').expect(200);
        return (body.collections as { documents: number }[]).map(({ documents }) => documents);
      };
      expect(await counts()).toEqual([countLines('products.ndjson'), countLines('shops.ndjson')]);
      const { body } = await request(url).get(`${PRODUCTS}/search?size=1`).expect(200);
      await request(url).delete(`${PRODUCTS}/documents/${body.hits[0].id}`).expect(200);
      const again = await startServer(env);
      await again.seeded;
      await again.close();
      expect(await counts()).toEqual([countLines('products.ndjson') - 1, countLines('shops.ndjson')]);
    } finally {
      await Promise.all(servers.map((server) => server.close()));
      await engine.close();
    }
  });

  it('is not loaded into an engine of others unless it is asked for', async () => {
    const server = await startTestServer({ AISLE_SEED: 'auto' });
    try {
      const { body } = await server.http.get('/health/ready').expect(200);
      expect(body.seeding).toEqual({ state: 'off' });
      expect((await server.http.get(`${PRODUCTS}/search`)).body.total).toBe(0);
    } finally {
      await server.close();
    }
  });
});

describe('metrics', () => {
  it('count requests by route, searches and the wait for the engine, documents and index states', async () => {
    const server = await startTestServer();
    try {
      await server.http.put(`${PRODUCTS}/documents/a%2Fb`).send(sampleProduct('a/b')).expect(201);
      for (let n = 0; n < 3; n++) await server.http.get(`${PRODUCTS}/search?q=keyboard`).expect(200);
      await server.http.get('/v1/collections/nothing/search').expect(404);
      await server.http.get('/nothing').expect(404);
      const { text } = await server.http.get('/metrics').expect(200);
      const requests = 'aisle_http_request_duration_seconds_count';
      const search = 'route="/v1/collections/:collection/search"';
      expect(metric(text, requests, search, 'method="GET"', 'status="200"')).toBe(3);
      expect(metric(text, requests, search, 'status="404"')).toBe(1);
      expect(metric(text, requests, 'route="none"', 'status="404"')).toBe(1);
      expect(text).not.toContain('a%2Fb');
      expect(text).not.toContain('"nothing"');
      expect(metric(text, 'aisle_search_duration_seconds_count', 'collection="products"')).toBe(3);
      expect(metric(text, 'aisle_search_engine_duration_seconds_count', 'collection="products"')).toBe(3);
      const [total = 0, engine = 0] = [
        'aisle_search_duration_seconds_sum',
        'aisle_search_engine_duration_seconds_sum',
      ].map((name) => metric(text, name, 'collection="products"'));
      expect(engine).toBeGreaterThan(0);
      expect(total).toBeGreaterThan(engine);
      for (const name of ['aisle_collection_documents', 'aisle_index_documents']) {
        expect(metric(text, name, 'collection="products"')).toBe(1);
      }
      expect(metric(text, 'aisle_index_failures', 'collection="products"')).toBe(0);
      expect(metric(text, 'aisle_index_memory_bytes', 'collection="products"')).toBeGreaterThan(0);
      expect(metric(text, 'aisle_index_state', 'collection="shops"', 'state="ready"')).toBe(1);
      expect(metric(text, 'aisle_engine_up')).toBe(1);
      expect(metric(text, 'aisle_engine_memory_used_bytes', 'server="')).toBeGreaterThan(0);
      expect(metric(text, 'aisle_engine_commands_total')).toBeGreaterThan(0);
      expect(metric(text, 'aisle_engine_aof_ok')).toBe(1);
      expect(metric(text, 'aisle_engine_replicas')).toBe(0);
      expect(metric(text, 'aisle_engine_biggest_key_bytes', '{products}:doc:a/b')).toBeGreaterThan(0);
      expect(metric(text, 'process_resident_memory_bytes')).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  });
});
