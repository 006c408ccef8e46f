import { startServer } from '../../src/server/start.js';
import type { RunningServer } from '../../src/server/start.js';
import { openEventStream } from '../support/event-stream.js';
import { until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';

let redis: RedisProcess;
let server: RunningServer;

beforeAll(async () => {
  redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  server = await startServer({ PORT: '0', AISLE_REDIS_URL: redis.url, AISLE_SEED: 'off', LOG_LEVEL: 'fatal' });
});
afterAll(async () => {
  await server.close();
  await redis.close();
});

it('a client that follows changes misses none while the engine is killed and started again', async () => {
  const address = `${server.url}/v1/collections/followed`;
  const request = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(address + path, { method: 'PUT', headers, body: JSON.stringify(body) });
    return response.ok;
  };
  expect(await request('', { fields: {} })).toBe(true);
  const stream = await openEventStream(`${address}/changes`);
  await until('the beginning', () => stream.events.length === 1);
  expect(await request('/documents/a', {})).toBe(true);
  await stream.changes(1);
  await redis.kill();
  await redis.start();
  await until('a write', () => request('/documents/b', {}));
  const changes = await stream.changes(2);
  expect(changes.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(stream.hasEnded()).toBe(false);
  expect(stream.events.map(({ event }) => event)).toEqual(['ready', 'change', 'change']);
  stream.close();
});
