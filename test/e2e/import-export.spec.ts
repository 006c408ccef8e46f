import { createReadStream } from 'node:fs';
import { request as openRequest } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { until } from '../support/processes.js';
import { expectProblem } from '../support/problem.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const NOTES = '/v1/collections/notes';
const NDJSON = 'application/x-ndjson';
const SEED = join(import.meta.dirname, '../../seed/products.ndjson');

const parseLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('import and export', () => {
  let server: TestServer;

  const post = (body: string | Buffer, type = NDJSON) =>
    server.http
      .post(`${NOTES}/import`)
      .set('content-type', type)
      .buffer(true)
      .parse((response, done) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (piece: string) => (text += piece));
        response.on('end', () => {
          done(
            null,
            (response as { headers?: Record<string, string> }).headers?.['content-type']?.includes('problem')
              ? JSON.parse(text)
              : text,
          );
        });
      })
      .send(body);

  beforeAll(async () => {
    server = await startTestServer();
    const fields = { title: { kind: 'text' }, n: { kind: 'numeric', sortable: true } };
    await server.http.put(NOTES).send({ fields }).expect(201);
  });
  afterAll(() => server.close());

  it('answers a line for each document, the summary last, and 200 when none failed', async () => {
    const reply = await post('{"id":"a","title":"x"}\r\n\n{"id":"b","title":"y"}\n{"id":"a","title":"z"}');
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toMatch(/^application\/x-ndjson/);
    expect(parseLines(reply.body)).toEqual([
      { line: 1, id: 'a', status: 'created', version: expect.any(Number) },
      { line: 3, id: 'b', status: 'created', version: expect.any(Number) },
      { line: 4, id: 'a', status: 'replaced', version: expect.any(Number) },
      { summary: { total: 3, created: 2, replaced: 1, failed: 0 } },
    ]);
    expect((await server.http.get(`${NOTES}/documents/a`)).body.title).toBe('z');
  });

  it('answers 207 when some failed, each with its code, and keeps the good ones', async () => {
    const reply = await post('{"id":"c","title":"x"}\nnot json\n{"id":"d","n":"text"}\n{"id":"","title":"x"}\n[1]\n');
    expect(reply.status).toBe(207);
    const lines = parseLines(reply.body);
    expect(lines.map(({ line, status, code }) => [line, status, code])).toEqual([
      [1, 'created', undefined],
      [2, 'failed', 'INVALID_JSON'],
      [3, 'failed', 'VALIDATION_FAILED'],
      [4, 'failed', 'INVALID_ID'],
      [5, 'failed', 'VALIDATION_FAILED'],
      [undefined, undefined, undefined],
    ]);
    expect(lines.at(-1)).toEqual({ summary: { total: 5, created: 1, replaced: 0, failed: 4 } });
    await server.http.get(`${NOTES}/documents/c`).expect(200);
  });

  it('names the column of what is no JSON, all faults of a document, and no id that a line did not hold', async () => {
    const reply = await post('  {"id": "e",}\n{"n": "x", "title": 5}\n');
    expect(parseLines(reply.body).slice(0, 2)).toEqual([
      {
        line: 1,
        id: null,
        status: 'failed',
        code: 'INVALID_JSON',
        detail: 'The line is not valid JSON at column 14: expected a key in double quotes, found "}".',
      },
      {
        line: 2,
        id: null,
        status: 'failed',
        code: 'VALIDATION_FAILED',
        detail: expect.stringContaining('(and 1 more)'),
        errors: [
          { path: 'title', message: expect.any(String) },
          { path: 'n', message: expect.any(String) },
        ],
      },
    ]);
  });

  it('answers 400 when all failed, and 200 to an import of nothing', async () => {
    const failed = await post('x\ny\n');
    expect(failed.status).toBe(400);
    expect(parseLines(failed.body)).toHaveLength(3);
    const empty = await post('');
    expect([empty.status, parseLines(empty.body)]).toEqual([
      200,
      [{ summary: { total: 0, created: 0, replaced: 0, failed: 0 } }],
    ]);
  });

  it('takes a compressed upload, and refuses one that is not what it says', async () => {
    const zipped = await post(gzipSync('{"id":"zipped","title":"x"}\n')).set('content-encoding', 'gzip');
    expect(parseLines(zipped.body).at(-1)).toMatchObject({ summary: { created: 1 } });
    expectProblem(await post('{"id":"plain"}\n').set('content-encoding', 'gzip'), 'INVALID_REQUEST');
    expectProblem(await post('x').set('content-encoding', 'zstd-of-the-future'), 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('refuses other media types with the one to send, and collections that are not there', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
      expect(expectProblem(await post('{"id":"e"}', type), 'UNSUPPORTED_MEDIA_TYPE').detail).toContain(NDJSON);
    }
    const reply = await server.http.post('/v1/collections/nothing/import').set('content-type', NDJSON).send('{}\n');
    expectProblem(reply, 'COLLECTION_NOT_FOUND');
  });

  it('loads the example catalogue and gives all of it back', async () => {
    const products = '/v1/collections/products';
    const upload = await fetch(`${server.url}${products}/import`, {
      method: 'POST',
      headers: { 'content-type': NDJSON },
      body: createReadStream(SEED),
      duplex: 'half',
    });
    expect(upload.status).toBe(200);
    const { summary } = parseLines(await upload.text()).at(-1) as { summary: { total: number; failed: number } };
    expect(summary.failed).toBe(0);
    const { body: found } = await server.http.get(`${products}/search?size=0`).expect(200);
    expect(found.total).toBe(summary.total);
    const exported = await fetch(`${server.url}${products}/export`);
    expect(exported.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    const documents = parseLines(await exported.text());
    const sent = parseLines(await new Response(createReadStream(SEED)).text());
    const byId = (a: Record<string, unknown>, b: Record<string, unknown>) =>
      String(a['id']) < String(b['id']) ? -1 : 1;
    expect(documents.sort(byId)).toEqual(sent.sort(byId));
  });

  it('answers HEAD of an export without reading it, and 404 for a collection that is not there', async () => {
    const reply = await server.http.head(`${NOTES}/export`).expect(200);
    expect(reply.headers['content-type']).toMatch(/^application\/x-ndjson/);
    expectProblem(await server.http.get('/v1/collections/nothing/export'), 'COLLECTION_NOT_FOUND');
  });

  it('keeps what came before a client went away, and serves on', async () => {
    const upload = openRequest(`${server.url}${NOTES}/import`, { method: 'POST', headers: { 'content-type': NDJSON } });
    upload.on('error', () => undefined);
    for (let n = 0; n < 100; n++) upload.write(`{"id":"cut-${n}","title":"x"}\n`);
    await until(
      'the first document is there',
      async () => (await server.http.get(`${NOTES}/documents/cut-0`)).status === 200,
    );
    upload.write('{"id":"cut-half');
    upload.destroy();
    expectProblem(await server.http.get(`${NOTES}/documents/cut-half`), 'DOCUMENT_NOT_FOUND');
    await server.http.get('/health/live').expect(200);
  });
});
