import { expectProblem } from '../support/problem.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const ADMIN = 'the-admin-key-of-this-test';

describe('short links', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ AISLE_ADMIN_KEY: ADMIN, AISLE_LINK_HOSTS: 'shop.example, *.shop.example' });
  });
  afterAll(() => server.close());

  const admin = <T extends { set(name: string, value: string): T }>(request: T) =>
    request.set('authorization', `Bearer ${ADMIN}`);
  const create = (body: object) => admin(server.http.post('/v1/links')).send(body);
  const url = 'https://shop.example/lamp?color=red';

  it('are made, followed without a key, and counted', async () => {
    const made = await create({ url, code: 'lamp', ttlSeconds: 3_600 }).expect(201);
    expect(made.headers.location).toBe('/v1/links/lamp');
    expect(made.body).toMatchObject({ code: 'lamp', url, path: '/s/lamp', clicks: 0, lastClickAt: null });
    for (let times = 0; times < 2; times++) {
      const followed = await server.http
        .get('/s/lamp')
        .redirects(0)
        .set('referer', 'https://news.example/')
        .expect(302);
      expect(followed.headers).toMatchObject({ location: url, 'cache-control': 'no-store' });
    }
    const looked = await server.http.head('/s/lamp').redirects(0).expect(302);
    expect(looked.headers.location).toBe(url);
    const { body } = await admin(server.http.get('/v1/links/lamp')).expect(200);
    expect(body).toMatchObject({ clicks: 2, recent: [{ referrer: 'https://news.example/' }, {}] });
    expect(body.days).toHaveLength(30);
    const list = await admin(server.http.get('/v1/links?sort=clicks')).expect(200);
    expect(list.body.links).toMatchObject([{ code: 'lamp', clicks: 2 }]);
  });

  it('with a taken code are refused', async () => {
    await create({ url, code: 'taken' }).expect(201);
    expectProblem(await create({ url: 'https://shop.example/', code: 'taken' }), 'LINK_CODE_TAKEN');
  });

  it('for the same address are one where that is asked for', async () => {
    const first = await create({ url, reuse: true }).expect(201);
    const second = await create({ url, reuse: true }).expect(200);
    expect(second.body).toEqual(first.body);
  });

  it('that are permanent are answered with 301', async () => {
    const { body } = await create({ url, permanent: true }).expect(201);
    const { headers } = await server.http.get(String(body.path)).redirects(0).expect(301);
    expect(headers['cache-control']).toBe('max-age=86400');
  });

  it('are deleted', async () => {
    await create({ url, code: 'short-lived' }).expect(201);
    await admin(server.http.delete('/v1/links/short-lived')).expect(204);
    expectProblem(await server.http.get('/s/short-lived').redirects(0), 'LINK_NOT_FOUND');
    expectProblem(await admin(server.http.get('/v1/links/short-lived')), 'LINK_NOT_FOUND');
  });

  it.each([
    [{}, 'INVALID_VALUE', 'url: must be an address'],
    [{ url: 'javascript:alert(1)' }, 'INVALID_VALUE', 'begins with http'],
    [{ url: 'https://evil.example/' }, 'INVALID_VALUE', 'not allowed'],
    [{ url, code: 'a b' }, 'INVALID_VALUE', 'letters, digits'],
    [{ url, code: 7 }, 'INVALID_VALUE', 'code: must be a text'],
    [{ url, ttlSeconds: 0 }, 'INVALID_VALUE', 'ttlSeconds: must be'],
    [{ url, reuse: 'yes' }, 'INVALID_VALUE', 'reuse: must be true or false'],
    [{ url, ttl: 5 }, 'UNKNOWN_PARAMETER', 'Use: url, code'],
  ] as const)('of %j are refused', async (body, code, detail) => {
    expect(expectProblem(await create(body), code).detail).toContain(detail);
  });

  it('are listed by clicks alone', async () => {
    expectProblem(await admin(server.http.get('/v1/links?sort=age')), 'INVALID_VALUE');
    expectProblem(await admin(server.http.get('/v1/links?size=0')), 'INVALID_VALUE');
  });
});
