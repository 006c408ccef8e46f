import { until } from '../support/processes.js';
import { expectProblem } from '../support/problem.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const NOTES = '/v1/collections/notes';
const FIELDS = { title: { kind: 'text' }, tags: { kind: 'tag', facet: true } };

describe('collections', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());
  afterEach(async () => {
    await server.http.delete(`${NOTES}?confirm=notes`);
  });

  it('lists those of the code with what they are', async () => {
    const { body } = await server.http.get('/v1/collections').expect(200);
    expect((body.collections as { name: string }[]).map(({ name }) => name)).toEqual(['products', 'shops']);
    expect(body.collections[0]).toMatchObject({
      id: 'id',
      defaultSort: ['popularity:desc'],
      documents: 0,
      index: { state: 'ready', progress: 1 },
      source: 'code',
      fields: { brand: { kind: 'tag', facet: true, searchable: true } },
    });
  });

  it('makes one, which can be used at once', async () => {
    const { body } = await server.http
      .put(NOTES)
      .send({ fields: FIELDS, defaultSort: ['id:desc'] })
      .expect(201);
    expect(body).toEqual({
      name: 'notes',
      id: 'id',
      fields: FIELDS,
      defaultSort: ['id:desc'],
      partitions: 1,
      documents: 0,
      index: { state: 'ready', progress: 1 },
      source: 'stored',
    });
    await server.http
      .put(`${NOTES}/documents/1`)
      .send({ title: 'a', tags: ['x'] })
      .expect(201);
    const found = await server.http.get(`${NOTES}/search?q=a&facets=tags`).expect(200);
    expect(found.body).toMatchObject({ total: 1, facets: { tags: { values: [{ value: 'x', count: 1 }] } } });
    expect((await server.http.get(NOTES).expect(200)).body).toMatchObject({ documents: 1 });
  });

  it('leaves one that is put again as it is', async () => {
    await server.http.put(NOTES).send({ fields: FIELDS }).expect(201);
    await server.http.put(NOTES).send({ fields: FIELDS, id: 'id', defaultSort: [] }).expect(200);
  });

  it('migrates one to another definition while the old one serves', async () => {
    await server.http.put(NOTES).send({ fields: FIELDS }).expect(201);
    await server.http.put(`${NOTES}/documents/1`).send({ title: 'a', n: 7 }).expect(201);
    const wanted = { ...FIELDS, n: { kind: 'numeric', sortable: true } };
    await server.http.put(NOTES).send({ fields: wanted }).expect(202);
    await until('the new definition serves', async () => (await server.http.get(NOTES)).body.fields.n !== undefined);
    await until('the index is ready', async () => (await server.http.get(NOTES)).body.index.state === 'ready');
    const found = await server.http.get(`${NOTES}/search?where[n][gt]=5&sort=n:desc`).expect(200);
    expect(found.body.total).toBe(1);
  });

  it('refuses a definition that documents do not fit, and names them', async () => {
    await server.http.put(NOTES).send({ fields: FIELDS }).expect(201);
    await server.http.put(`${NOTES}/documents/bad`).send({ title: 'a', n: 'seven' }).expect(201);
    const reply = await server.http.put(NOTES).send({ fields: { ...FIELDS, n: { kind: 'numeric' } } });
    expect(expectProblem(reply, 'DOCUMENTS_DO_NOT_FIT').errors?.map(({ path }) => path)).toEqual(['bad']);
    expect((await server.http.get(NOTES)).body.fields).toEqual(FIELDS);
  });

  it.each([
    [{}, 'INVALID_DEFINITION'],
    [[], 'INVALID_DEFINITION'],
    [{ fields: { a: { kind: 'word' } } }, 'INVALID_DEFINITION'],
    [{ fields: { a: { kind: 'tag', colour: true } } }, 'INVALID_DEFINITION'],
    [{ fields: { and: { kind: 'tag' } } }, 'INVALID_DEFINITION'],
    [{ fields: {}, defaultSort: ['nothing:asc'] }, 'UNKNOWN_FIELD'],
    [{ fields: {}, name: 'x' }, 'INVALID_DEFINITION'],
    [JSON.parse('{"fields": {"__proto__": {"kind": "tag"}}}') as object, 'INVALID_DEFINITION'],
  ] as const)('refuses the definition %j with %s', async (definition, code) => {
    expectProblem(
      await server.http.put(NOTES).set('content-type', 'application/json').send(JSON.stringify(definition)),
      code,
    );
    expectProblem(await server.http.get(NOTES), 'COLLECTION_NOT_FOUND');
  });

  it.each(['Notes', '1notes', 'a b', 'x'.repeat(65), 'n%C3%B6tes', '__proto__', 'constructor%2Fname'])(
    'refuses the name %s',
    async (name) => {
      const reply = await server.http.put(`/v1/collections/${name}`).send({ fields: FIELDS });
      expectProblem(reply, 'INVALID_DEFINITION');
      expectProblem(await server.http.get(`/v1/collections/${name}`), 'COLLECTION_NOT_FOUND');
    },
  );

  it('may be called as a member that every object has', async () => {
    await server.http.put('/v1/collections/constructor').send({ fields: FIELDS }).expect(201);
    await server.http.get('/v1/collections/constructor/search').expect(200);
    await server.http.delete('/v1/collections/constructor?confirm=constructor').expect(204);
  });

  it('deletes one with its documents when its name is repeated', async () => {
    await server.http.put(NOTES).send({ fields: FIELDS }).expect(201);
    await server.http.put(`${NOTES}/documents/1`).send({ title: 'a' }).expect(201);
    const refused = await server.http.delete(NOTES);
    expect(expectProblem(refused, 'CONFIRMATION_REQUIRED').detail).toContain('?confirm=notes');
    expectProblem(await server.http.delete(`${NOTES}?confirm=shops`), 'CONFIRMATION_REQUIRED');
    await server.http.get(`${NOTES}/documents/1`).expect(200);
    await server.http.delete(`${NOTES}?confirm=notes`).expect(204);
    expectProblem(await server.http.get(`${NOTES}/documents/1`), 'COLLECTION_NOT_FOUND');
    await server.http.put(NOTES).send({ fields: FIELDS }).expect(201);
    expect((await server.http.get(`${NOTES}/search`)).body.total).toBe(0);
  });

  it('leaves those of the code alone', async () => {
    expectProblem(await server.http.put('/v1/collections/shops').send({ fields: FIELDS }), 'DEFINED_IN_CODE');
    expectProblem(await server.http.delete('/v1/collections/shops?confirm=shops'), 'DEFINED_IN_CODE');
    await server.http.get('/v1/collections/shops').expect(200);
  });

  it('says that there is none of a name, on every way to it', async () => {
    const base = '/v1/collections/nothing';
    for (const reply of [
      await server.http.get(base),
      await server.http.delete(`${base}?confirm=nothing`),
      await server.http.get(`${base}/search`),
      await server.http.post(`${base}/search`).send({}),
      await server.http.get(`${base}/facets/brand`),
      await server.http.post(`${base}/documents`).send({}),
      await server.http.put(`${base}/documents/1`).send({}),
      await server.http.patch(`${base}/documents/1`).send({}),
      await server.http.delete(`${base}/documents/1`),
      await server.http.post(`${base}/documents/get`).send({ ids: ['1'] }),
    ]) {
      expectProblem(reply, 'COLLECTION_NOT_FOUND');
    }
  });
});
