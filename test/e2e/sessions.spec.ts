import { expectDescribed } from '../support/api-description.js';
import { expectProblem } from '../support/problem.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const CURRENT = '/v1/sessions/current';

describe('sessions over HTTP', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const post = (body: object) =>
    fetch(`${server.url}/v1/sessions`, { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });
  const create = async (userId: string, data?: object): Promise<string> => {
    const { token } = (await (await post({ userId, ...(data && { data }) })).json()) as { token: string };
    return token;
  };
  const JSON_TYPE = { 'content-type': 'application/json' };
  const current = (method: 'get' | 'patch' | 'delete', token: string) =>
    server.http[method](CURRENT).set('x-session-token', token).set('cookie', '');

  it('begin, are read, changed and ended by their token', async () => {
    const token = await create('7', { cart: ['1'], coupon: 'X' });
    const read = await current('get', token).expect(200);
    expectDescribed(read, 'get', CURRENT);
    expect(read.headers['cache-control']).toBe('no-store');
    expect(read.body).toMatchObject({ userId: '7', data: { cart: ['1'], coupon: 'X' } });
    const patched = await current('patch', token)
      .set('content-type', 'application/merge-patch+json')
      .send(JSON.stringify({ coupon: null, cart: ['1', '2'], address: { city: 'Bonn' } }))
      .expect(200);
    expectDescribed(patched, 'patch', CURRENT);
    expect(patched.body.data).toEqual({ cart: ['1', '2'], address: { city: 'Bonn' } });
    expectDescribed(await current('delete', token).expect(204), 'delete', CURRENT);
    for (const method of ['get', 'delete'] as const) {
      expectProblem(await current(method, token), 'SESSION_NOT_FOUND');
    }
    expectProblem(await current('patch', token).send({}), 'SESSION_NOT_FOUND');
  });

  it('are carried by a cookie that scripts cannot read', async () => {
    const reply = await post({ userId: '8' });
    expect(reply.status).toBe(201);
    const { token } = (await reply.json()) as { token: string };
    const cookie = reply.headers.get('set-cookie') ?? '';
    expect(cookie).toBe(`aisle_session=${token}; Path=/v1/sessions; HttpOnly; SameSite=Strict`);
    const headers = { cookie: `other=1; ${cookie.split(';')[0] ?? ''}; last=2` };
    expect(await (await fetch(`${server.url}${CURRENT}`, { headers })).json()).toMatchObject({ userId: '8' });
    const ended = await fetch(`${server.url}${CURRENT}`, { method: 'DELETE', headers });
    expect(ended.status).toBe(204);
    expect(ended.headers.get('set-cookie')).toContain('aisle_session=; Path=/v1/sessions; Expires=Thu, 01 Jan 1970');
  });

  it('go by the header where both are sent', async () => {
    const [one, two] = [await create('one'), await create('two')];
    const headers = { cookie: `aisle_session=${one}`, 'x-session-token': two };
    expect(await (await fetch(`${server.url}${CURRENT}`, { headers })).json()).toMatchObject({ userId: 'two' });
  });

  it('of a user are listed and ended together', async () => {
    const tokens = [await create('a/b ü'), await create('a/b ü')];
    const address = `/v1/users/${encodeURIComponent('a/b ü')}/sessions`;
    const listed = await server.http.get(address).expect(200);
    expectDescribed(listed, 'get', '/v1/users/{id}/sessions');
    expect(listed.body.sessions).toHaveLength(2);
    expect(listed.text).not.toContain(tokens[0]!.slice(20));
    expect((await server.http.delete(address).expect(200)).body).toEqual({ ended: 2 });
    for (const token of tokens) expectProblem(await current('get', token), 'SESSION_NOT_FOUND');
  });

  it('changed at once lose no change', async () => {
    const token = await create('9');
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        current('patch', token)
          .send({ [`n${n}`]: n })
          .expect(200),
      ),
    );
    const { body } = await current('get', token);
    expect(Object.keys(body.data as object)).toHaveLength(20);
  });

  it.each([
    [{}, 'INVALID_VALUE', 'userId'],
    [{ userId: 7 }, 'INVALID_VALUE', 'userId'],
    [{ userId: '' }, 'INVALID_VALUE', 'userId'],
    [{ userId: '7', data: [] }, 'INVALID_VALUE', 'data'],
    [{ userId: '7', ttl: 1 }, 'UNKNOWN_PARAMETER', 'ttl'],
    [{ userId: '7', data: { text: 'x'.repeat(70_000) } }, 'LIMIT_EXCEEDED', 'data'],
    [[], 'INVALID_VALUE', ''],
  ] as const)('are not made of %.60j', async (body, code, path) => {
    const reply = await server.http.post('/v1/sessions').send(body);
    expect(expectProblem(reply, code).errors?.[0]?.path).toBe(path);
  });

  it('need a token', async () => {
    const reply = await fetch(`${server.url}${CURRENT}`);
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({
      code: 'INVALID_REQUEST',
      detail: expect.stringContaining('X-Session-Token'),
    });
  });

  it('are not changed by what is no object', async () => {
    const token = await create('10');
    expectProblem(await current('patch', token).send([]), 'INVALID_VALUE');
  });
});
