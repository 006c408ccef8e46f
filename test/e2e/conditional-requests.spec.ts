import { expectProblem } from '../support/problem.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const NOTES = '/v1/collections/notes/documents';

let server: TestServer;
let count = 0;

beforeAll(async () => {
  server = await startTestServer();
  await server.http
    .put('/v1/collections/notes')
    .send({ fields: { title: { kind: 'text' } } })
    .expect(201);
});
afterAll(() => server.close());

/** Stores a new document at a new address. */
async function store() {
  const address = `${NOTES}/n${++count}`;
  const { body } = await server.http.put(address).send({ title: 'stored' }).expect(201);
  return { address, version: body.version as number };
}
const titleAt = async (address: string) => (await server.http.get(address)).body.title as string | undefined;

describe('conditional writes', () => {
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

  it.each(['if-match', 'if-none-match'])('refuses %s where nothing has a version, and writes nothing', async (name) => {
    const refused = [
      await server.http.post(NOTES).set(name, '"1"').send({ id: 'posted' }),
      await server.http
        .post('/v1/collections/notes/import')
        .set('content-type', 'application/x-ndjson')
        .set(name, '*')
        .send('{"id": "posted"}\n'),
      await server.http
        .put('/v1/collections/others')
        .set(name, '*')
        .send({ fields: { title: { kind: 'text' } } }),
      await server.http.delete('/v1/collections/notes?confirm=notes').set(name, '"1"'),
    ];
    for (const reply of refused) {
      expect(expectProblem(reply, 'INVALID_REQUEST').detail).toMatch(/^If-(None-)?Match does not apply here/);
    }
    expectProblem(await server.http.get(`${NOTES}/posted`), 'DOCUMENT_NOT_FOUND');
    expectProblem(await server.http.get('/v1/collections/others'), 'COLLECTION_NOT_FOUND');
    await server.http.get('/v1/collections/notes').expect(200);
  });
});

describe('conditional reads', () => {
  it.each(['*', '"{v}"', 'W/"{v}"', '"0", "{v}"'])('give the document on If-Match %s', async (header) => {
    const { address, version } = await store();
    const reply = await server.http
      .get(address)
      .set('if-match', header.replace('{v}', String(version)))
      .expect(200);
    expect(reply.body.title).toBe('stored');
  });

  it.each(['"0"', '"not-ours"'])('are refused on If-Match %s', async (header) => {
    const { address } = await store();
    expectProblem(await server.http.get(address).set('if-match', header), 'VERSION_CONFLICT');
    expect((await server.http.head(address).set('if-match', header)).status).toBe(412);
  });

  it('answer 404 to a document that is not there, whatever If-Match asks for, and 400 to what is no tag', async () => {
    expectProblem(await server.http.get(`${NOTES}/absent`).set('if-match', '*'), 'DOCUMENT_NOT_FOUND');
    const { address } = await store();
    expectProblem(await server.http.get(address).set('if-match', '7'), 'INVALID_REQUEST');
  });

  it('answer 304 where both conditions hold, and 412 where If-Match does not', async () => {
    const { address, version } = await store();
    const tag = `"${version}"`;
    await server.http.get(address).set({ 'if-match': tag, 'if-none-match': tag }).expect(304);
    await server.http.get(address).set({ 'if-match': '"0"', 'if-none-match': tag }).expect(412);
  });
});
