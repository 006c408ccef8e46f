import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { until } from '../support/processes.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const ADDRESS = '/v1/collections/things';

let server: TestServer;
let connection: RedisConnection;

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  server = await startTestServer(env);
  connection = await openConnection({ url: server.engineUrl });
  const fields = { color: { kind: 'tag', facet: true } };
  await server.http.put(ADDRESS).send({ fields }).expect(201);
  await server.http.put(`${ADDRESS}/documents/1`).send({ color: 'red' }).expect(201);
}

afterEach(async () => {
  await connection.close();
  await server.close();
});

async function ask(): Promise<void> {
  const { body } = await server.http.get(`${ADDRESS}/facets/color?q=r`).expect(200);
  expect(body).toEqual({ values: [{ value: 'red', count: 1 }], valueCount: 1, exact: true });
}

/** Milliseconds that answers in the engine live on. */
async function lives(): Promise<readonly number[]> {
  const reply = await connection.send(['SCAN', '0', 'MATCH', 'aisle:cache:{facets:*}', 'COUNT', '100000']);
  const [, keys] = reply as [string, string[]];
  return (await Promise.all(keys.map((key) => connection.send(['PTTL', key])))).map(Number);
}

const metrics = async () => (await server.http.get('/metrics').expect(200)).text;

it('searches within facets are kept in the engine, no longer than replies are in a process', async () => {
  await start({});
  let kept: readonly number[] = [];
  await until('an answer is kept', async () => {
    await ask();
    kept = await lives();
    return kept.length === 1;
  });
  expect(kept[0]).toBeLessThanOrEqual(10_000);
  expect(await metrics()).toContain('aisle_cache_loads_total{prefix="facets"}');
});

it('they are not where nothing is to be kept', async () => {
  await start({ AISLE_SEARCH_CACHE_MB: '0' });
  for (let n = 0; n < 3; n++) await ask();
  expect(await lives()).toEqual([]);
  expect(await metrics()).not.toContain('prefix="facets"');
});
