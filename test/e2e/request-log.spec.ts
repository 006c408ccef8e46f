import { once } from 'node:events';
import { get, request as openRequest } from 'node:http';
import { until } from '../support/processes.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const SHOPS = '/v1/collections/shops';

describe('the log', () => {
  let server: TestServer;
  let lines: string[] = [];
  let spy: jest.SpyInstance;

  beforeAll(async () => {
    server = await startTestServer({ LOG_LEVEL: 'log' });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    lines = [];
    spy = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      lines.push(String(text));
      return true;
    });
  });
  afterEach(() => {
    spy.mockRestore();
  });

  const entries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  const entry = async (message: string) => {
    await until(`"${message}" is logged`, () => entries().some((line) => line['message'] === message));
    return entries().find((line) => line['message'] === message);
  };

  it('has one line of JSON for each request: route, status, times, id', async () => {
    await server.http.get(`${SHOPS}/search?q=secret-words`).set('x-request-id', 'r-1').expect(200);
    expect(await entry('GET /v1/collections/:collection/search 200')).toEqual({
      level: 'log',
      pid: process.pid,
      timestamp: expect.any(Number),
      message: 'GET /v1/collections/:collection/search 200',
      context: 'Http',
      method: 'GET',
      route: '/v1/collections/:collection/search',
      status: 200,
      ms: expect.any(Number),
      engineMs: expect.any(Number),
      requestId: 'r-1',
    });
    const [{ ms, engineMs }] = entries() as [{ ms: number; engineMs: number }];
    expect(engineMs).toBeGreaterThan(0);
    expect(ms).toBeGreaterThan(engineMs);
    expect(lines).toHaveLength(1);
    expect(lines.join('')).not.toContain('secret-words');
  });

  it('names the code of a problem', async () => {
    await server.http.get(`${SHOPS}/search?x=1`).expect(400);
    expect(await entry('GET /v1/collections/:collection/search 400')).toMatchObject({ code: 'UNKNOWN_PARAMETER' });
  });

  it('knows the pages and files of the description', async () => {
    for (const path of ['/docs', '/docs/swagger-ui.css', '/docs-json']) await server.http.get(path).expect(200);
    for (const path of ['/docs/errors', '/docs/nothing', '/docs-nothing']) await server.http.get(path);
    await entry('GET none 404');
    expect(entries().map(({ message }) => message)).toEqual([
      'GET /docs 200',
      'GET /docs 200',
      'GET /docs-json 200',
      'GET /docs/errors 200',
      'GET /docs 404',
      'GET none 404',
    ]);
  });

  it('counts the wait for the engine of several searches to their request', async () => {
    const searches = [{ collection: 'shops' }, { collection: 'products' }];
    await server.http.post('/v1/search').send({ searches }).expect(200);
    const line = await entry('POST /v1/search 200');
    expect(line?.['engineMs']).toBeGreaterThan(0);
  });

  it('says that a client went away, and calls it no fault', async () => {
    const upload = openRequest(`${server.url}${SHOPS}/import`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
    });
    upload.on('error', () => undefined);
    upload.write('{"id":');
    await once(upload, 'socket');
    await server.http.get(SHOPS).expect(200);
    upload.destroy();
    expect(await entry('POST /v1/collections/:collection/import 499')).toMatchObject({ aborted: true });
    expect(entries().filter(({ level }) => level !== 'log')).toEqual([]);
  });

  it('leaves probes to who debugs', async () => {
    await server.http.get('/health/live').expect(200);
    await server.http.get('/metrics').expect(200);
    await new Promise((resolve) => get(`${server.url}${SHOPS}`, resolve));
    await entry('GET /v1/collections/:collection 200');
    expect(lines).toHaveLength(1);
  });
});
