import request from 'supertest';
import { startServer } from '../../src/server/start.js';
import { until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';

interface Line {
  readonly level: string;
  readonly context: string;
  readonly message: string;
  readonly ms?: number;
}

it('the log tells once that the connection to the engine is lost, and once that it is back', async () => {
  const redis = await startRedis({ args: ['--requirepass', 'secret-password', '--appendonly', 'yes'] });
  const text: string[] = [];
  const spy = jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text.push(String(chunk));
    return true;
  });
  const told = () => text.map((line) => JSON.parse(line) as Line).filter(({ context }) => context === 'Engine');
  const url = redis.url.replace('redis://', 'redis://:secret-password@');
  const server = await startServer(
    { PORT: '0', AISLE_REDIS_URL: url, AISLE_SEED: 'off', LOG_LEVEL: 'log' },
    { graceMs: 500 },
  );
  try {
    const search = () => request(server.url).get('/v1/collections/products/search?size=0');
    await search().expect(200);
    expect(told()).toEqual([]);
    await redis.kill();
    await until('the loss is told', () => told().length > 0);
    for (let n = 0; n < 5; n++) await search().expect(503);
    await redis.start();
    await until('its end is told', () => told().length > 1);
    await until('an answer', async () => (await search()).status === 200);
  } finally {
    await server.close();
    await redis.close();
    spy.mockRestore();
  }
  expect(told()).toEqual([
    expect.objectContaining({
      level: 'warn',
      code: 'ENGINE_UNAVAILABLE',
      message: expect.stringMatching(
        new RegExp(`^The connection to Redis at 127\\.0\\.0\\.1:${redis.port} was lost: `),
      ),
    }),
    expect.objectContaining({
      level: 'log',
      message: expect.stringMatching(/^The connection to Redis is back after \d+\.\d s\.$/),
      ms: expect.any(Number),
    }),
  ]);
  expect(text.join('')).not.toContain('secret-password');
});
