import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { expectProblem } from '../support/problem.js';
import { sampleProduct } from '../support/sample-product.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const PRODUCTS = '/v1/collections/products';
const PAGE = 'https://shop.example';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('HTTP', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ AISLE_CORS_ORIGINS: `${PAGE},http://localhost:5173` });
    await server.http.put(`${PRODUCTS}/documents/p1`).send(sampleProduct('p1')).expect(201);
  });
  afterAll(() => server.close());

  describe('addresses', () => {
    it.each(['/nothing', '/v1', '/v1/nothing', `${PRODUCTS}/documents/p1/more`, `${PRODUCTS}/nothing/x`])(
      '%s is none',
      async (address) => {
        expectProblem(await server.http.get(address), 'ROUTE_NOT_FOUND');
        expectProblem(await server.http.options(address), 'ROUTE_NOT_FOUND');
      },
    );

    it.each([
      ['post', '/v1/collections', 'GET, HEAD, OPTIONS'],
      ['patch', PRODUCTS, 'DELETE, GET, HEAD, OPTIONS, PUT'],
      ['get', `${PRODUCTS}/documents`, 'OPTIONS, POST'],
      ['post', `${PRODUCTS}/documents/p1`, 'DELETE, GET, HEAD, OPTIONS, PATCH, PUT'],
      ['delete', `${PRODUCTS}/search`, 'GET, HEAD, OPTIONS, POST'],
      ['get', '/v1/search', 'OPTIONS, POST'],
      ['put', `${PRODUCTS}/import`, 'OPTIONS, POST'],
      ['post', '/health/live', 'GET, HEAD, OPTIONS'],
    ] as const)('%s %s is refused with what it takes', async (method, address, allow) => {
      const reply = await server.http[method](address);
      expect(expectProblem(reply, 'METHOD_NOT_ALLOWED').detail).toContain(allow);
      expect(reply.headers['allow']).toBe(allow);
      const options = await server.http.options(address).expect(204);
      expect(options.headers['allow']).toBe(allow);
    });

    it('takes a slash at the end', async () => {
      await server.http.get('/v1/collections/').expect(200);
      expectProblem(await server.http.post('/v1/collections/'), 'METHOD_NOT_ALLOWED');
    });

    it.each([
      '/v1/collections?page=2',
      `${PRODUCTS}?q=x`,
      `${PRODUCTS}/documents/p1?field=name`,
      `${PRODUCTS}/export?fields=name`,
      '/health/ready?verbose',
      '/metrics?x=1',
      `${PRODUCTS}/search?query=x`,
      `${PRODUCTS}/facets/brand?page=2`,
    ])('%s has a parameter that is not known', async (address) => {
      expectProblem(await server.http.get(address), 'UNKNOWN_PARAMETER');
    });

    it('takes a parameter once, and only UTF-8', async () => {
      expectProblem(await server.http.get(`${PRODUCTS}/documents/p1?fields=name&fields=price`), 'INVALID_VALUE');
      expectProblem(await server.http.get(`${PRODUCTS}/documents/p1?fields=%ff`), 'INVALID_VALUE');
      expectProblem(await server.http.get(`${PRODUCTS}/documents/p1?fields=`), 'INVALID_VALUE');
    });
  });

  it('answers what is no HTTP with a problem too', async () => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.write('HELLO\r\n\r\n');
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1.1 400 .*content-type: application\/problem\+json/s);
    expect(JSON.parse(body)).toMatchObject({ status: 400, code: 'INVALID_REQUEST' });
  });

  describe('bodies', () => {
    const post = (body: string | Buffer, headers: Readonly<Record<string, string>> = {}) =>
      server.http
        .post(`${PRODUCTS}/search`)
        .set({ 'content-type': 'application/json', ...headers })
        .serialize((sent: unknown) => sent as string)
        .send(body);

    it('are JSON', async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml']) {
        const reply = await post('{}', { 'content-type': type });
        expect(expectProblem(reply, 'UNSUPPORTED_MEDIA_TYPE').detail).toContain('Content-Type: application/json');
      }
      expectProblem(await server.http.post(`${PRODUCTS}/search`), 'UNSUPPORTED_MEDIA_TYPE');
      expectProblem(await post('{}', { 'content-type': 'application/json; charset=latin1' }), 'UNSUPPORTED_MEDIA_TYPE');
      await post('{}', { 'content-type': 'application/json; charset=utf-8' }).expect(200);
    });

    it('name line and column of what is not JSON', async () => {
      expect(expectProblem(await post('{\n  "q": NaN\n}'), 'INVALID_JSON').detail).toContain('line 2, column 8');
      expectProblem(await post(''), 'INVALID_JSON');
      expectProblem(await post(Buffer.from([0x7b, 0xff, 0x7d])), 'INVALID_JSON');
    });

    it('may be compressed, and are measured as what they hold', async () => {
      await post(gzipSync('{"size": 0}'), { 'content-encoding': 'gzip' }).expect(200);
      expectProblem(await post('{}', { 'content-encoding': 'gzip' }), 'INVALID_REQUEST');
      expectProblem(await post('{}', { 'content-encoding': 'sdch' }), 'UNSUPPORTED_MEDIA_TYPE');
      const bomb = gzipSync(Buffer.alloc(50_000_000, ' '));
      expectProblem(await post(bomb, { 'content-encoding': 'gzip' }), 'BODY_TOO_LARGE');
    });

    it('have a size and a depth', async () => {
      expectProblem(await post(`{"q": "${'x'.repeat(2_100_000)}"}`), 'BODY_TOO_LARGE');
      expectProblem(await post(`{"where": ${'{"not":'.repeat(200)}{}${'}'.repeat(200)}}`), 'LIMIT_EXCEEDED');
      expectProblem(await post('['.repeat(900_000)), 'INVALID_JSON');
      await server.http.get('/health/live').expect(200);
    });

    it('without a length are measured too', async () => {
      const chunk = new TextEncoder().encode('x'.repeat(100_000));
      let sent = 0;
      const reply = await fetch(`${server.url}${PRODUCTS}/search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: new ReadableStream({
          pull(controller) {
            if (++sent > 40) controller.close();
            else controller.enqueue(chunk);
          },
        }),
        duplex: 'half',
      });
      expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([413, 'BODY_TOO_LARGE']);
    });
  });

  describe('answers', () => {
    it('are compressed for who wants it', async () => {
      const zipped = await server.http.get('/v1/collections').set('accept-encoding', 'gzip').expect(200);
      expect(zipped.headers['content-encoding']).toBe('gzip');
      expect(zipped.headers['vary']).toContain('Accept-Encoding');
      const plain = await server.http.get('/v1/collections').set('accept-encoding', 'identity').expect(200);
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(zipped.body).toEqual(plain.body);
    });

    it('to HEAD have the headers of GET alone', async () => {
      for (const address of ['/v1/collections', `${PRODUCTS}/search`, '/health/ready', '/metrics', '/docs/errors']) {
        const reply = await server.http.head(address).expect(200);
        expect(reply.text).toBeFalsy();
      }
      const missing = await server.http.head('/nothing').expect(404);
      expect(missing.headers['content-type']).toMatch(/^application\/problem\+json/);
    });

    it('carry the id of the request, or a new one', async () => {
      const given = await server.http.get('/nothing').set('x-request-id', 'from-the-proxy:7');
      expect(given.headers['x-request-id']).toBe('from-the-proxy:7');
      for (const bad of ['a b', '<script>', 'x'.repeat(200)]) {
        const made = await server.http.get('/health/live').set('x-request-id', bad);
        expect(made.headers['x-request-id']).toMatch(UUID);
      }
    });

    it('tell neither framework nor more than a browser may do', async () => {
      const { headers } = await server.http.get('/health/live');
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['content-security-policy']).toContain("default-src 'self'");
      expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    });
  });

  describe('pages of other origins', () => {
    const preflight = (address: string, method: string, origin = PAGE) =>
      server.http.options(address).set('origin', origin).set('access-control-request-method', method);

    it.each([
      ['GET', `${PRODUCTS}/search`],
      ['POST', `${PRODUCTS}/search`],
      ['POST', '/v1/search'],
      ['GET', `${PRODUCTS}/documents/p1`],
      ['POST', `${PRODUCTS}/documents/get`],
      ['GET', `${PRODUCTS}/facets/brand`],
    ])('may %s %s where they are configured', async (method, address) => {
      const allowed = await preflight(address, method).expect(204);
      expect(allowed.headers).toMatchObject({
        'access-control-allow-origin': PAGE,
        'access-control-allow-methods': method,
        'access-control-allow-headers': expect.stringContaining('authorization'),
      });
      expect(allowed.headers['vary']?.toLowerCase()).toContain('origin');
      const refused = await preflight(address, method, 'https://other.example').expect(204);
      expect(refused.headers['access-control-allow-origin']).toBeUndefined();
      expect(refused.headers['vary']?.toLowerCase()).toContain('origin');
    });

    it.each([
      ['PUT', `${PRODUCTS}/documents/p1`],
      ['DELETE', `${PRODUCTS}/documents/p1`],
      ['POST', `${PRODUCTS}/documents`],
      ['POST', `${PRODUCTS}/import`],
      ['DELETE', PRODUCTS],
      ['GET', '/metrics'],
    ])('may never %s %s', async (method, address) => {
      const reply = await preflight(address, method).expect(204);
      expect(reply.headers['access-control-allow-origin']).toBeUndefined();
    });

    it('read answers and problems, with their tags and ids', async () => {
      const page = await server.http.get(`${PRODUCTS}/search`).set('origin', PAGE).expect(200);
      expect(page.headers['access-control-allow-origin']).toBe(PAGE);
      expect(page.headers['access-control-expose-headers']).toContain('etag');
      const problem = await server.http.get(`${PRODUCTS}/search?x=1`).set('origin', PAGE);
      expect(expectProblem(problem, 'UNKNOWN_PARAMETER')).toBeDefined();
      expect(problem.headers['access-control-allow-origin']).toBe(PAGE);
      const put = await server.http.put(`${PRODUCTS}/documents/p1`).set('origin', PAGE).send(sampleProduct('p1'));
      expect(put.headers['access-control-allow-origin']).toBeUndefined();
    });

    it('may all search under *, and none without the setting', async () => {
      const [all, none] = [await startTestServer({ AISLE_CORS_ORIGINS: '*' }), await startTestServer()];
      try {
        const open = await all.http.get(`${PRODUCTS}/search`).set('origin', 'https://any.example').expect(200);
        expect(open.headers['access-control-allow-origin']).toBe('*');
        const closed = await none.http.get(`${PRODUCTS}/search`).set('origin', PAGE).expect(200);
        expect(closed.headers['access-control-allow-origin']).toBeUndefined();
      } finally {
        await all.close();
        await none.close();
      }
    });
  });
});
