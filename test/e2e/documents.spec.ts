import { expectProblem } from '../support/problem.js';
import { sampleProduct } from '../support/sample-product.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const PRODUCTS = '/v1/collections/products/documents';
const NOTES = '/v1/collections/notes/documents';
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('documents', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    await server.http
      .put('/v1/collections/notes')
      .send({ fields: { title: { kind: 'text' }, v: { kind: 'vector', dimensions: 2 } } })
      .expect(201);
  });
  afterAll(() => server.close());

  describe('POST', () => {
    it('stores a document and tells where it is and which version it has', async () => {
      const reply = await server.http.post(PRODUCTS).send(sampleProduct('post-1')).expect(201);
      expect(reply.body).toEqual({ id: 'post-1', version: expect.any(Number) });
      expect(reply.headers).toMatchObject({ location: `${PRODUCTS}/post-1`, etag: `"${reply.body.version}"` });
      const stored = await server.http.get(`${PRODUCTS}/post-1`).expect(200);
      expect(stored.body).toEqual(sampleProduct('post-1'));
    });

    it('refuses an id that exists, and leaves the document alone', async () => {
      await server.http.post(PRODUCTS).send(sampleProduct('post-2')).expect(201);
      const again = await server.http.post(PRODUCTS).send(sampleProduct('post-2', { name: 'Other' }));
      expect(expectProblem(again, 'DOCUMENT_EXISTS').detail).toContain('post-2');
      expect((await server.http.get(`${PRODUCTS}/post-2`)).body).toEqual(sampleProduct('post-2'));
    });

    it('gives a document without an id a UUID of version 7, and writes it into it', async () => {
      const { body } = await server.http.post(NOTES).send({ title: 'Without' }).expect(201);
      expect(body.id).toMatch(UUID_V7);
      const stored = await server.http.get(`${NOTES}/${body.id}`).expect(200);
      expect(stored.body).toEqual({ id: body.id, title: 'Without' });
    });

    it('names every member that is wrong', async () => {
      const reply = await server.http.post(PRODUCTS).send(sampleProduct('post-3', { price: -1, name: 7 }));
      const { errors } = expectProblem(reply, 'VALIDATION_FAILED');
      expect(errors?.map(({ path }) => path)).toEqual(expect.arrayContaining(['price', 'name']));
      expectProblem(await server.http.get(`${PRODUCTS}/post-3`), 'DOCUMENT_NOT_FOUND');
    });
  });

  describe('GET', () => {
    it('gives the bare document with its version as a tag', async () => {
      const { body } = await server.http.put(`${NOTES}/get-1`).send({ title: 'a', more: { deep: [1, null] } });
      const reply = await server.http.get(`${NOTES}/get-1`).expect(200);
      expect(reply.body).toEqual({ id: 'get-1', title: 'a', more: { deep: [1, null] } });
      expect(reply.headers.etag).toBe(`"${body.version}"`);
    });

    it('gives the wanted fields alone, vectors among them', async () => {
      await server.http.put(`${NOTES}/get-2`).send({ title: 'a', v: [0.25, 0.5], more: { x: 1, y: 2 } });
      const reply = await server.http.get(`${NOTES}/get-2?fields=v,more.x,absent`).expect(200);
      expect(reply.body).toEqual({ v: [0.25, 0.5], more: { x: 1 } });
    });

    it.each(['"{v}"', 'W/"{v}"', '"1x", "{v}"', '*'])('answers 304 to If-None-Match %s', async (header) => {
      const { body } = await server.http.put(`${NOTES}/get-3`).send({ title: 'a' });
      const tag = header.replace('{v}', String(body.version));
      const reply = await server.http.get(`${NOTES}/get-3`).set('if-none-match', tag).expect(304);
      expect(reply.text).toBe('');
      expect(reply.headers.etag).toBe(`"${body.version}"`);
      await server.http.get(`${NOTES}/get-3`).set('if-none-match', '"0"').expect(200);
    });

    it('answers HEAD with the headers alone', async () => {
      await server.http.put(`${NOTES}/get-4`).send({ title: 'a' });
      const reply = await server.http.head(`${NOTES}/get-4`).expect(200);
      expect(reply.headers.etag).toMatch(/^"\d+"$/);
      expect(reply.text).toBeUndefined();
      await server.http.head(`${NOTES}/absent`).expect(404);
    });

    it('says which document or collection there is not', async () => {
      const document = await server.http.get(`${NOTES}/absent`);
      expect(expectProblem(document, 'DOCUMENT_NOT_FOUND').detail).toContain('"absent"');
      const collection = await server.http.get('/v1/collections/nothing/documents/1');
      expect(expectProblem(collection, 'COLLECTION_NOT_FOUND').detail).toMatch(/"nothing".*notes, products, shops/);
    });
  });

  describe('ids in addresses', () => {
    it.each([
      'a/b',
      '/',
      'a/../b',
      '%',
      '100%25',
      'é ü',
      '日本語',
      '👩‍🚀',
      'a?b#c&d=e',
      '"quoted"',
      "it's",
      'a+b c',
      'get',
      '...',
      '{}[]|\\^`<>',
      '-1',
      'null',
      'x'.repeat(256),
    ])('%s is an id like others', async (id) => {
      const address = `${NOTES}/${encodeURIComponent(id)}`;
      const { headers } = await server.http.put(address).send({ title: 'a' }).expect(201);
      expect(headers.location).toBe(address);
      expect((await server.http.get(address).expect(200)).body).toEqual({ id, title: 'a' });
      const found = await server.http.post('/v1/collections/notes/search').send({ where: { id } }).expect(200);
      expect((found.body.hits as { id: string }[]).map((hit) => hit.id)).toEqual([id]);
      const { body } = await server.http.delete(address).expect(200);
      expect(body.id).toBe(id);
    });

    it.each([
      ['%00', 'INVALID_ID'],
      ['a%0Ab', 'INVALID_ID'],
      ['x'.repeat(257), 'INVALID_ID'],
      ['%E0%A4', 'INVALID_REQUEST'],
      ['%ED%A0%80', 'INVALID_REQUEST'],
      ['%zz', 'INVALID_REQUEST'],
    ] as const)('%s is refused with %s', async (id, code) => {
      expectProblem(await server.http.get(`${NOTES}/${id}`), code);
      expectProblem(await server.http.put(`${NOTES}/${id}`).send({ title: 'a' }), code);
    });
  });

  describe('PUT', () => {
    it('creates, then replaces, each with a greater version', async () => {
      const created = await server.http.put(`${NOTES}/put-1`).send({ title: 'a', old: 1 }).expect(201);
      expect(created.headers.location).toBe(`${NOTES}/put-1`);
      const replaced = await server.http.put(`${NOTES}/put-1`).send({ id: 'put-1', title: 'b' }).expect(200);
      expect(replaced.headers.location).toBeUndefined();
      expect(replaced.body.version).toBeGreaterThan(created.body.version);
      expect(replaced.headers.etag).toBe(`"${replaced.body.version}"`);
      expect((await server.http.get(`${NOTES}/put-1`)).body).toEqual({ id: 'put-1', title: 'b' });
    });

    it('takes a whole number as the id in the document', async () => {
      await server.http.put(`${NOTES}/42`).send({ id: 42, title: 'a' }).expect(201);
      expect((await server.http.get(`${NOTES}/42`)).body).toEqual({ id: 42, title: 'a' });
    });

    it('refuses another id than that of the address', async () => {
      const reply = await server.http.put(`${NOTES}/put-2`).send({ id: 'other', title: 'a' });
      expectProblem(reply, 'INVALID_ID');
      expectProblem(await server.http.get(`${NOTES}/other`), 'DOCUMENT_NOT_FOUND');
    });
  });

  describe('PATCH', () => {
    it.each(['application/merge-patch+json', 'application/json'])('merges %s', async (type) => {
      await server.http.put(`${NOTES}/patch-1`).send({ title: 'a', more: { x: 1, y: 2 }, list: [1, 2] });
      const patch = { more: { x: null, z: 3 }, list: [9], absent: null };
      const reply = await server.http.patch(`${NOTES}/patch-1`).set('content-type', type).send(JSON.stringify(patch));
      expect(reply.status).toBe(200);
      expect(reply.headers.etag).toBe(`"${reply.body.version}"`);
      const stored = await server.http.get(`${NOTES}/patch-1`);
      expect(stored.body).toEqual({ id: 'patch-1', title: 'a', more: { y: 2, z: 3 }, list: [9] });
    });

    it('refuses what makes the document wrong, and changes nothing', async () => {
      await server.http.put(`${PRODUCTS}/patch-2`).send(sampleProduct('patch-2')).expect(201);
      const reply = await server.http.patch(`${PRODUCTS}/patch-2`).send({ price: null, name: 'Other' });
      expect(expectProblem(reply, 'VALIDATION_FAILED').errors?.map(({ path }) => path)).toContain('price');
      expect((await server.http.get(`${PRODUCTS}/patch-2`)).body).toEqual(sampleProduct('patch-2'));
    });

    it('refuses a document that is not there, and another id', async () => {
      expectProblem(await server.http.patch(`${NOTES}/absent`).send({ title: 'a' }), 'DOCUMENT_NOT_FOUND');
      await server.http.put(`${NOTES}/patch-3`).send({ title: 'a' });
      expectProblem(await server.http.patch(`${NOTES}/patch-3`).send({ id: 'b' }), 'INVALID_ID');
    });

    it('loses nothing of concurrent patches', async () => {
      await server.http.put(`${NOTES}/patch-4`).send({ title: 'a' });
      const members = Array.from({ length: 20 }, (_, index) => `m${index}`);
      const replies = await Promise.all(
        members.map((member) => server.http.patch(`${NOTES}/patch-4`).send({ [member]: 1 })),
      );
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(replies.map(({ body }) => Number(body.version))).size).toBe(20);
      const { body } = await server.http.get(`${NOTES}/patch-4`);
      expect(Object.keys(body).sort()).toEqual(['id', 'title', ...members].sort());
    });
  });

  describe('DELETE', () => {
    it('deletes once', async () => {
      await server.http.put(`${NOTES}/delete-1`).send({ title: 'a' });
      await server.http.delete(`${NOTES}/delete-1`).expect(200);
      expectProblem(await server.http.get(`${NOTES}/delete-1`), 'DOCUMENT_NOT_FOUND');
      expectProblem(await server.http.delete(`${NOTES}/delete-1`), 'DOCUMENT_NOT_FOUND');
    });
  });

  describe('POST …/get', () => {
    it('gives documents in the order of the ids, null for those that are not there', async () => {
      await server.http.put(`${NOTES}/many-1`).send({ title: 'a', more: 1 });
      await server.http.put(`${NOTES}/7`).send({ id: 7, title: 'b' });
      const reply = await server.http
        .post(`${NOTES}/get`)
        .send({ ids: [7, 'absent', 'many-1', 'many-1'], fields: ['title'] })
        .expect(200);
      expect(reply.body).toEqual({ documents: [{ title: 'b' }, null, { title: 'a' }, { title: 'a' }] });
    });

    it('takes 1,000 ids and refuses more', async () => {
      const ids = Array.from({ length: 1_000 }, (_, index) => `none-${index}`);
      const reply = await server.http.post(`${NOTES}/get`).send({ ids }).expect(200);
      expect(reply.body.documents).toEqual(ids.map(() => null));
      expectProblem(await server.http.post(`${NOTES}/get`).send({ ids: [...ids, 'x'] }), 'LIMIT_EXCEEDED');
    });
  });
});
