import { expectDescribed } from '../support/api-description.js';
import { expectProblem } from '../support/problem.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const SEARCH = '/v1/collections/shops/search';
const ADMIN = 'the-admin-key-of-this-test';
const KEY = 'the-search-key-of-this-test';

describe('AISLE_SEARCH_LIMIT', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({
      AISLE_SEARCH_LIMIT: '4/h',
      AISLE_TRUSTED_PROXIES: '1',
      AISLE_ADMIN_KEY: ADMIN,
      AISLE_SEARCH_KEY: KEY,
      AISLE_CORS_ORIGINS: 'https://shop.example',
    });
  });
  afterAll(() => server.close());

  const from = (ip: string, key = KEY) => ({ 'x-forwarded-for': ip, authorization: `Bearer ${key}` });
  const search = (ip: string, key?: string) => server.http.get(SEARCH).set(from(ip, key));

  it('refuses further searches of an address, on all search routes, and tells when to come again', async () => {
    for (const remaining of ['3', '2']) {
      expect((await search('192.0.2.1').expect(200)).headers).toMatchObject({
        'ratelimit-limit': '4',
        'ratelimit-remaining': remaining,
        'ratelimit-policy': '4;w=3600',
      });
    }
    await server.http.post(SEARCH).set(from('192.0.2.1')).send({}).expect(200);
    await server.http.get('/v1/collections/shops/facets/city').set(from('192.0.2.1')).expect(200);
    const refused = await search('192.0.2.1').set('origin', 'https://shop.example');
    expectDescribed(refused, 'get', '/v1/collections/{collection}/search');
    expect(expectProblem(refused, 'RATE_LIMITED').detail).toMatch(
      /^Too many requests: 4 in 3600 s are allowed\. Try again in \d+ s\.$/,
    );
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['access-control-expose-headers']).toContain('ratelimit-remaining');
    await server.http.get('/v1/collections').set(from('192.0.2.1')).expect(200);
  });

  it('counts each address for itself, and an IPv6 network as one', async () => {
    for (let n = 0; n < 4; n++) await search(`2001:db8::${n + 1}`).expect(200);
    expectProblem(await search('2001:db8::9'), 'RATE_LIMITED');
    await search('2001:db8:0:1::1').expect(200);
  });

  it('believes the nearest proxy alone', async () => {
    for (let n = 0; n < 4; n++) await search(`10.0.0.${n}, 192.0.2.2`).expect(200);
    expectProblem(await search('10.0.0.9, 192.0.2.2'), 'RATE_LIMITED');
  });

  it('counts every search of a request that holds several', async () => {
    const searchAll = (count: number) =>
      server.http
        .post('/v1/search')
        .set(from('192.0.2.3'))
        .send({ searches: Array.from({ length: count }, () => ({ collection: 'shops' })) });
    expect((await searchAll(3).expect(200)).headers['ratelimit-remaining']).toBe('1');
    expectProblem(await searchAll(2), 'RATE_LIMITED');
    expect((await searchAll(1).expect(200)).headers['ratelimit-remaining']).toBe('0');
    expectProblem(await searchAll(1), 'RATE_LIMITED');
    expectProblem(await server.http.post('/v1/search').set(from('192.0.2.4')).send({}), 'INVALID_VALUE');
  });

  it('refuses a request of more searches than the limit ever allows, and says how many one may hold', async () => {
    const searchAll = (count: number, key?: string) =>
      server.http
        .post('/v1/search')
        .set(from('192.0.2.7', key))
        .send({ searches: Array.from({ length: count }, () => ({ collection: 'shops', size: 0 })) });
    const refused = await searchAll(5);
    expectDescribed(refused, 'post', '/v1/search');
    expect(expectProblem(refused, 'LIMIT_EXCEEDED')).toMatchObject({
      status: 400,
      detail:
        'searches: has 5 elements, but AISLE_SEARCH_LIMIT allows 4 searches in 3600 s, so one request may hold at most 4. Send them in several requests.',
      errors: [{ path: 'searches', message: expect.stringContaining('at most 4') }],
    });
    await searchAll(5, ADMIN).expect(200);
    expect((await searchAll(4).expect(200)).headers['ratelimit-remaining']).toBe('0');
  });

  it('counts nothing of a request that it refuses', async () => {
    await search('192.0.2.8').expect(200);
    const searches = Array.from({ length: 4 }, () => ({ collection: 'shops', size: 0 }));
    for (let n = 0; n < 3; n++) {
      const refused = await server.http.post('/v1/search').set(from('192.0.2.8')).send({ searches });
      expectProblem(refused, 'RATE_LIMITED');
      expect(refused.headers['ratelimit-remaining']).toBe('3');
    }
  });

  it('counts what is answered with 400 too', async () => {
    const refused = await server.http.get(`${SEARCH}?sizes=3`).set(from('192.0.2.10'));
    expectProblem(refused, 'UNKNOWN_PARAMETER');
    expect(refused.headers['ratelimit-remaining']).toBe('3');
  });

  it('does not hold for the admin key, nor before a key was shown', async () => {
    for (let n = 0; n < 6; n++) await search('192.0.2.5', ADMIN).expect(200);
    for (let n = 0; n < 6; n++) expectProblem(await search('192.0.2.6', 'wrong'), 'UNAUTHORIZED');
    await search('192.0.2.6').expect(200);
  });

  it('is off unless it is set', async () => {
    const other = await startTestServer();
    try {
      const { headers } = await other.http.get(SEARCH).expect(200);
      expect(headers['ratelimit-limit']).toBeUndefined();
    } finally {
      await other.close();
    }
  });
});
