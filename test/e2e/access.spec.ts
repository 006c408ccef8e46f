import { expectProblem } from '../support/problem.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const ADMIN = 'the-admin-key-of-this-test';
const SEARCH = 'the-search-key-of-this-test';
const bearer = (key: string) => `Bearer ${key}`;

const SHOPS = '/v1/collections/shops';
interface Call {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  readonly address: string;
  readonly body?: object;
}

const OPEN: readonly Call[] = [
  { method: 'get', address: '/health/live' },
  { method: 'get', address: '/health/ready' },
  { method: 'get', address: '/docs/errors' },
  { method: 'get', address: '/docs' },
  { method: 'get', address: '/docs-json' },
];
const READS: readonly Call[] = [
  { method: 'get', address: '/v1/collections' },
  { method: 'get', address: SHOPS },
  { method: 'get', address: `${SHOPS}/documents/1` },
  { method: 'post', address: `${SHOPS}/documents/get`, body: { ids: ['1'] } },
  { method: 'get', address: `${SHOPS}/search` },
  { method: 'post', address: `${SHOPS}/search`, body: {} },
  { method: 'post', address: '/v1/search', body: { searches: [] } },
  { method: 'get', address: `${SHOPS}/facets/city` },
  { method: 'get', address: `${SHOPS}/export` },
  { method: 'get', address: '/v1/trending/products' },
  { method: 'get', address: '/v1/trending/searches' },
  { method: 'post', address: `${SHOPS}/documents/1/views` },
];
const WRITES: readonly Call[] = [
  { method: 'put', address: '/v1/collections/notes', body: { fields: {} } },
  { method: 'delete', address: '/v1/collections/notes?confirm=notes' },
  { method: 'post', address: `${SHOPS}/documents`, body: {} },
  { method: 'put', address: `${SHOPS}/documents/1`, body: {} },
  { method: 'patch', address: `${SHOPS}/documents/1`, body: {} },
  { method: 'delete', address: `${SHOPS}/documents/1` },
  { method: 'post', address: `${SHOPS}/import`, body: {} },
  { method: 'post', address: `${SHOPS}/stock/reservations`, body: {} },
  { method: 'get', address: `${SHOPS}/stock/reservations/1` },
  { method: 'post', address: `${SHOPS}/stock/reservations/1/commit` },
  { method: 'delete', address: `${SHOPS}/stock/reservations/1` },
  { method: 'post', address: `${SHOPS}/stock/restock`, body: {} },
  { method: 'post', address: '/v1/sessions', body: {} },
  { method: 'get', address: '/v1/sessions/current' },
  { method: 'patch', address: '/v1/sessions/current', body: {} },
  { method: 'delete', address: '/v1/sessions/current' },
  { method: 'get', address: '/v1/users/7/sessions' },
  { method: 'delete', address: '/v1/users/7/sessions' },
  { method: 'post', address: '/v1/links', body: {} },
  { method: 'get', address: '/v1/links' },
  { method: 'get', address: '/v1/links/abc' },
  { method: 'delete', address: '/v1/links/abc' },
  { method: 'get', address: '/metrics' },
  { method: 'get', address: '/v1/admin/engine' },
];

describe('keys', () => {
  let server: TestServer;

  const call = ({ method, address, body }: Call, authorization?: string) => {
    const request = server.http[method](address);
    if (authorization !== undefined) void request.set('authorization', authorization);
    return body === undefined ? request : request.send(body);
  };

  beforeAll(async () => {
    server = await startTestServer({ AISLE_ADMIN_KEY: ADMIN, AISLE_SEARCH_KEY: SEARCH });
  });
  afterAll(() => server.close());

  it.each(OPEN)('$method $address needs none', async (request) => {
    expect((await call(request)).status).toBe(200);
  });

  it.each(READS)('$method $address needs one, the search key or the admin key', async (request) => {
    const refused = await call(request);
    expectProblem(refused, 'UNAUTHORIZED');
    expect(refused.headers['www-authenticate']).toBe('Bearer realm="aisle"');
    for (const key of [SEARCH, ADMIN]) expect([200, 404]).toContain((await call(request, bearer(key))).status);
  });

  it.each(WRITES)('$method $address needs the admin key', async (request) => {
    expectProblem(await call(request), 'UNAUTHORIZED');
    const refused = await call(request, bearer(SEARCH));
    expectProblem(refused, 'FORBIDDEN');
    expect(refused.headers['www-authenticate']).toContain('insufficient_scope');
    expect([401, 403]).not.toContain((await call(request, bearer(ADMIN))).status);
  });

  it.each([
    `Bearer ${ADMIN}x`,
    `Bearer ${ADMIN.slice(1)}`,
    `Bearer ${ADMIN.toUpperCase()}`,
    'Bearer ',
    ADMIN,
    `Basic ${ADMIN}`,
    `Bearer ${ADMIN} ${ADMIN}`,
    'Bearer \u00e9',
  ])('refuses "%s"', async (authorization) => {
    expectProblem(await call({ method: 'get', address: SHOPS }, authorization), 'UNAUTHORIZED');
  });

  it('takes the scheme in any case', async () => {
    expect((await call({ method: 'get', address: SHOPS }, `bearer ${ADMIN}`)).status).toBe(200);
  });

  it('is asked for before a body is read', async () => {
    const reply = await server.http
      .post(`${SHOPS}/documents`)
      .set('content-type', 'application/json')
      .send('x'.repeat(3_000_000));
    expectProblem(reply, 'UNAUTHORIZED');
  });

  it('is asked for when the admin key alone is set', async () => {
    const other = await startTestServer({ AISLE_ADMIN_KEY: ADMIN });
    try {
      expectProblem(await other.http.get(SHOPS), 'UNAUTHORIZED');
      await other.http.get(SHOPS).set('authorization', bearer(ADMIN)).expect(200);
    } finally {
      await other.close();
    }
  });
});
