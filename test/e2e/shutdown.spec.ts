import { once } from 'node:events';
import { request as openRequest } from 'node:http';
import { startServer } from '../../src/server/start.js';
import { startTestEngine } from '../support/engine.js';
import { until } from '../support/processes.js';

describe('shutting down', () => {
  it('cuts off an upload that does not end within the time for it', async () => {
    const engine = await startTestEngine();
    const env = { PORT: '0', AISLE_REDIS_URL: engine.url, AISLE_SEED: 'off', LOG_LEVEL: 'fatal' };
    const server = await startServer(env, { graceMs: 300 });
    try {
      const upload = openRequest(`${server.url}/v1/collections/shops/import`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-ndjson' },
      });
      upload.write('{"id":"never');
      await once(upload, 'socket');
      await until('a request is under way', async () => (await fetch(`${server.url}/health/live`)).ok);
      const cut = once(upload, 'error');
      const started = performance.now();
      await server.close();
      await cut;
      expect(performance.now() - started).toBeLessThan(30_000);
      await expect(fetch(`${server.url}/health/live`)).rejects.toThrow();
    } finally {
      await engine.close();
    }
  });
});
