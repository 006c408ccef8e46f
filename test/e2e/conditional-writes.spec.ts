import { expectProblem } from '../support/problem.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const NOTES = '/v1/collections/notes/documents';

describe('conditional writes', () => {
  let server: TestServer;
  let count = 0;

  /** Stores a new document at a new address. */
  const store = async () => {
    const address = `${NOTES}/n${++count}`;
    const { body } = await server.http.put(address).send({ title: 'stored' }).expect(201);
    return { address, version: body.version as number };
  };
  const titleAt = async (address: string) => (await server.http.get(address)).body.title as string | undefined;

  beforeAll(async () => {
    server = await startTestServer();
    await server.http
      .put('/v1/collections/notes')
      .send({ fields: { title: { kind: 'text' } } })
      .expect(201);
  });
  afterAll(() => server.close());

  it.each(['"{v}"', 'W/"{v}"', '"0", "{v}"', '"not-ours", "{v}"', '*'])(
    'PUT happens on If-Match %s',
    async (header) => {
      const { address, version } = await store();
      const tag = header.replace('{v}', String(version));
      await server.http.put(address).set('if-match', tag).send({ title: 'changed' }).expect(200);
      expect(await titleAt(address)).toBe('changed');
    },
  );

  it.each(['"0"', 'W/"0"', '"0", "1000000"', '"not-ours"'])('no write happens on If-Match %s', async (header) => {
    const { address } = await store();
    expectProblem(await server.http.put(address).set('if-match', header).send({ title: 'x' }), 'VERSION_CONFLICT');
    expectProblem(await server.http.patch(address).set('if-match', header).send({ title: 'x' }), 'VERSION_CONFLICT');
    expectProblem(await server.http.delete(address).set('if-match', header), 'VERSION_CONFLICT');
    expect(await titleAt(address)).toBe('stored');
  });

  it('PUT with If-Match makes no document', async () => {
    for (const tag of ['*', '"1"', '"1", "2"']) {
      expectProblem(await server.http.put(`${NOTES}/absent`).set('if-match', tag).send({}), 'VERSION_CONFLICT');
    }
    expectProblem(await server.http.get(`${NOTES}/absent`), 'DOCUMENT_NOT_FOUND');
  });

  it('PUT with If-None-Match: * only makes a document', async () => {
    const { address } = await store();
    expectProblem(await server.http.put(address).set('if-none-match', '*').send({ title: 'x' }), 'VERSION_CONFLICT');
    expect(await titleAt(address)).toBe('stored');
    await server.http.put(`${NOTES}/made`).set('if-none-match', '*').send({ title: 'x' }).expect(201);
  });

  it('PUT with If-None-Match of versions replaces any other', async () => {
    const { address, version } = await store();
    const tag = `"${version}"`;
    expectProblem(await server.http.put(address).set('if-none-match', tag).send({ title: 'x' }), 'VERSION_CONFLICT');
    await server.http.put(address).set('if-none-match', '"0"').send({ title: 'changed' }).expect(200);
    expect(await titleAt(address)).toBe('changed');
  });

  it('PATCH and DELETE happen on the version that is there', async () => {
    const { address, version } = await store();
    const patched = await server.http
      .patch(address)
      .set('if-match', `"${version}"`)
      .send({ title: 'patched' })
      .expect(200);
    expectProblem(await server.http.delete(address).set('if-match', `"${version}"`), 'VERSION_CONFLICT');
    await server.http.delete(address).set('if-match', patched.headers.etag!).expect(200);
    expectProblem(await server.http.patch(address).set('if-match', '*').send({ title: 'x' }), 'DOCUMENT_NOT_FOUND');
    expectProblem(await server.http.delete(address).set('if-match', '"1"'), 'DOCUMENT_NOT_FOUND');
  });

  it('of many writers that read one version, one wins', async () => {
    const { address, version } = await store();
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, writer) =>
        server.http
          .put(address)
          .set('if-match', `"${version}"`)
          .send({ title: `writer ${writer}` }),
      ),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(412)]);
  });

  it.each(['7', '"7', 'W/7'])('refuses the header If-Match: %s rather than ignore it', async (header) => {
    const { address } = await store();
    expectProblem(await server.http.put(address).set('if-match', header).send({ title: 'x' }), 'INVALID_REQUEST');
    expect(await titleAt(address)).toBe('stored');
  });
});
