import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { readConfig } from '../../src/server/config/read-config.js';
import { createApp } from '../../src/server/create-app.js';
import { RouteTable } from '../../src/server/http/route-table.js';
import { createOpenApiDocument } from '../../src/server/openapi/openapi-document.js';
import { expectDescribed, expectSchema } from '../support/api-description.js';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';
import { sampleProduct } from '../support/sample-product.js';

const document = createOpenApiDocument();
const COLLECTION = '/v1/collections/{collection}';
const STOCK = `${COLLECTION}/stock`;
const SESSION = '/v1/sessions/current';
const seed = (name: string) =>
  readFileSync(join(import.meta.dirname, `../../seed/${name}.ndjson`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));

describe('the description of the API', () => {
  let engine: TestEngine;
  let app: NestExpressApplication;
  let http: ReturnType<typeof request>;

  beforeAll(async () => {
    engine = await startTestEngine();
    const env = { PORT: '0', AISLE_REDIS_URL: engine.url, AISLE_SEED: 'off', LOG_LEVEL: 'fatal' };
    app = await createApp({ config: readConfig(env), isTerminal: false });
    await app.listen(0, '127.0.0.1');
    http = request(app.getHttpServer());
  });
  afterAll(async () => {
    await app.close();
    await engine.close();
  });

  const routes = () => app.get(RouteTable).routes;
  const pathOf = (template: string) => template.replace(/:(\w+)/g, '{$1}');

  it('has every route, and no other', () => {
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method} ${path}`),
    );
    const running = routes().map(({ method, template }) => `${method.toLowerCase()} ${pathOf(template)}`);
    expect(running.length).toBeGreaterThan(15);
    expect(described.sort()).toEqual(running.sort());
  });

  it('says of every route who may use it, as the route declares', () => {
    expect(routes().filter(({ access }) => access === undefined)).toEqual([]);
    for (const { method, template, access } of routes()) {
      const { security, responses } = document.paths[pathOf(template)]![method.toLowerCase()]!;
      expect({ template, open: security.length === 0 }).toEqual({ template, open: access === 'open' });
      expect({ template, forbidden: '403' in responses }).toEqual({ template, forbidden: access === 'admin' });
    }
  });

  it('names all path parameters, and each operation once', () => {
    const ids = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.values(operations).map(({ operationId, parameters = [] }) => {
        const named = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `{${name}}`);
        expect([operationId, named.sort()]).toEqual([operationId, (path.match(/\{\w+\}/g) ?? []).sort()]);
        return operationId;
      }),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is served as JSON and as a page with all it needs', async () => {
    expect((await http.get('/docs-json').expect(200)).body).toEqual(JSON.parse(JSON.stringify(document)));
    const page = await http.get('/docs').expect(200);
    const scripts = [...page.text.matchAll(/(?:src|href)="\.(\/docs\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(scripts.length).toBeGreaterThan(2);
    for (const script of scripts) await http.get(script).expect(200);
    const errors = await http.get('/docs/errors').expect(200);
    expect(errors.text).toContain('id="UNKNOWN_FIELD"');
  });

  it('shows the documents of the shop as they are', () => {
    const { Product } = document.components.schemas;
    expect(Product?.required).toEqual(expect.arrayContaining(['id', 'name', 'price', 'categories', 'releasedAt']));
    expect(Product?.properties?.['variants']?.items?.properties?.['sku']).toMatchObject({
      type: 'string',
      maxLength: 64,
    });
    for (const product of seed('products')) expectSchema('Product', product);
    for (const shop of seed('shops')) expectSchema('Shop', shop);
    expect(() => {
      expectSchema('Product', sampleProduct('1', { price: '9' }));
    }).toThrow();
  });

  it('fits what is really answered', async () => {
    const products = '/v1/collections/products';
    const order = { idempotencyKey: 'order' };
    const put = (path: string, body: object) => http.put(path).send(body);
    const answers: readonly (readonly [method: string, path: string, send: () => request.Test])[] = [
      ['get', '/v1/collections', () => http.get('/v1/collections')],
      ['get', COLLECTION, () => http.get('/v1/collections/products')],
      ['get', COLLECTION, () => http.get('/v1/collections/nothing')],
      ['put', COLLECTION, () => put('/v1/collections/notes', { fields: { title: { kind: 'text' } } })],
      ['put', COLLECTION, () => put('/v1/collections/notes', { fields: { title: { kind: 'text' } } })],
      ['put', COLLECTION, () => put('/v1/collections/notes', { fields: { title: { kind: 'word' } } })],
      ['put', COLLECTION, () => put('/v1/collections/shops', { fields: {} })],
      [
        'post',
        `${COLLECTION}/documents`,
        () => http.post('/v1/collections/products/documents').send(sampleProduct('1')),
      ],
      [
        'post',
        `${COLLECTION}/documents`,
        () => http.post('/v1/collections/products/documents').send(sampleProduct('1')),
      ],
      ['post', `${COLLECTION}/documents`, () => http.post('/v1/collections/products/documents').send({})],
      ['put', `${COLLECTION}/documents/{id}`, () => put('/v1/collections/products/documents/2', sampleProduct('2'))],
      ['put', `${COLLECTION}/documents/{id}`, () => put('/v1/collections/products/documents/2', sampleProduct('2'))],
      ['put', `${COLLECTION}/documents/{id}`, () => put('/v1/collections/notes/documents/1', { title: 'a' })],
      [
        'put',
        `${COLLECTION}/documents/{id}`,
        () => put('/v1/collections/notes/documents/1', {}).set('if-match', '"0"'),
      ],
      [
        'patch',
        `${COLLECTION}/documents/{id}`,
        () => http.patch('/v1/collections/products/documents/2').send({ price: 1 }),
      ],
      ['get', `${COLLECTION}/documents/{id}`, () => http.get('/v1/collections/products/documents/2')],
      [
        'get',
        `${COLLECTION}/documents/{id}`,
        () => http.get('/v1/collections/products/documents/2').set('if-none-match', '*'),
      ],
      ['get', `${COLLECTION}/documents/{id}`, () => http.get('/v1/collections/products/documents/3')],
      [
        'post',
        `${COLLECTION}/documents/get`,
        () => http.post('/v1/collections/products/documents/get').send({ ids: ['1', 'x'] }),
      ],
      [
        'get',
        `${COLLECTION}/search`,
        () =>
          http.get(
            '/v1/collections/products/search?q=keyboard&highlight=name&facets=brand,categories,price,releasedAt',
          ),
      ],
      ['get', `${COLLECTION}/search`, () => http.get('/v1/collections/products/search?sort=price:asc&size=1')],
      [
        'post',
        `${COLLECTION}/search`,
        () =>
          http.post('/v1/collections/products/search').send({
            facets: [
              { field: 'price', ranges: [{ to: 50 }, { from: 50 }] },
              { field: 'releasedAt', ranges: [{ to: '2026-01-01' }] },
            ],
          }),
      ],
      ['post', `${COLLECTION}/search`, () => http.post('/v1/collections/products/search').send({ where: { a: 1 } })],
      [
        'post',
        '/v1/search',
        () => http.post('/v1/search').send({ searches: [{ collection: 'products' }, { collection: 'x' }] }),
      ],
      ['get', `${COLLECTION}/facets/{field}`, () => http.get('/v1/collections/products/facets/brand')],
      ['get', `${COLLECTION}/facets/{field}`, () => http.get('/v1/collections/products/facets/price')],
      ['get', `${COLLECTION}/export`, () => http.get('/v1/collections/products/export')],
      [
        'post',
        `${COLLECTION}/import`,
        () =>
          http.post('/v1/collections/notes/import').set('content-type', 'application/x-ndjson').send('{"id":"9"}\nx\n'),
      ],
      ['post', `${COLLECTION}/import`, () => http.post('/v1/collections/notes/import').send({})],
      [
        'post',
        `${STOCK}/reservations`,
        () => http.post(`${products}/stock/reservations`).send({ lines: [{ id: '1', quantity: 1 }], ...order }),
      ],
      [
        'post',
        `${STOCK}/reservations`,
        () => http.post(`${products}/stock/reservations`).send({ lines: [{ id: '1', quantity: 1 }], ...order }),
      ],
      [
        'post',
        `${STOCK}/reservations`,
        () => http.post(`${products}/stock/reservations`).send({ lines: [{ id: '1', quantity: 100 }] }),
      ],
      ['post', `${STOCK}/reservations`, () => http.post(`${products}/stock/reservations`).send({ lines: [] })],
      ['post', `${COLLECTION}/documents/{id}/views`, () => http.post(`${products}/documents/1/views`)],
      ['post', `${COLLECTION}/documents/{id}/views`, () => http.post(`${products}/documents/none/views`)],
      ['post', '/v1/links', () => http.post('/v1/links').send({ url: 'https://a.example/', code: 'lamp' })],
      ['post', '/v1/links', () => http.post('/v1/links').send({ url: 'https://a.example/', code: 'lamp' })],
      [
        'post',
        '/v1/links',
        () => http.post('/v1/links').send({ url: 'https://b.example/', permanent: true, reuse: true }),
      ],
      [
        'post',
        '/v1/links',
        () => http.post('/v1/links').send({ url: 'https://b.example/', permanent: true, reuse: true }),
      ],
      ['get', '/s/{code}', () => http.get('/s/lamp').redirects(0)],
      ['get', '/s/{code}', () => http.get('/s/nothing')],
      ['get', '/v1/links/{code}', () => http.get('/v1/links/lamp')],
      ['get', '/v1/links', () => http.get('/v1/links')],
      ['delete', '/v1/links/{code}', () => http.delete('/v1/links/lamp')],
      ['delete', '/v1/links/{code}', () => http.delete('/v1/links/lamp')],
      ['get', '/v1/trending/products', () => http.get('/v1/trending/products')],
      ['get', '/v1/trending/searches', () => http.get('/v1/trending/searches')],
      ['get', `${STOCK}/reservations/{reservation}`, () => http.get(`${products}/stock/reservations/none`)],
      ['delete', `${STOCK}/reservations/{reservation}`, () => http.delete(`${products}/stock/reservations/none`)],
      [
        'post',
        `${STOCK}/reservations/{reservation}/commit`,
        () => http.post(`${products}/stock/reservations/none/commit`),
      ],
      [
        'post',
        `${STOCK}/restock`,
        () => http.post(`${products}/stock/restock`).send({ lines: [{ id: '1', quantity: 1 }] }),
      ],
      ['delete', `${COLLECTION}/documents/{id}`, () => http.delete('/v1/collections/products/documents/2')],
      ['delete', `${COLLECTION}/documents/{id}`, () => http.delete('/v1/collections/products/documents/2')],
      ['delete', COLLECTION, () => http.delete('/v1/collections/notes')],
      ['delete', COLLECTION, () => http.delete('/v1/collections/notes?confirm=notes')],
      ['post', '/v1/sessions', () => http.post('/v1/sessions').send({ userId: '7', data: { cart: [] } })],
      ['post', '/v1/sessions', () => http.post('/v1/sessions').send({})],
      ['get', SESSION, () => http.get('/v1/sessions/current').set('x-session-token', 'none')],
      ['get', '/v1/users/{id}/sessions', () => http.get('/v1/users/7/sessions')],
      ['delete', '/v1/users/{id}/sessions', () => http.delete('/v1/users/7/sessions')],
      ['get', '/health/live', () => http.get('/health/live')],
      ['get', '/health/ready', () => http.get('/health/ready')],
      ['get', '/metrics', () => http.get('/metrics')],
      ['get', '/v1/admin/engine', () => http.get('/v1/admin/engine')],
      ['get', '/v1/admin/engine', () => http.get('/v1/admin/engine?scan=all')],
      ['get', '/docs/errors', () => http.get('/docs/errors')],
    ];
    const statuses: number[] = [];
    for (const [method, path, send] of answers) {
      const reply = await send();
      expectDescribed(reply, method, path);
      statuses.push(reply.status);
    }
    expect(statuses).toEqual([
      ...[200, 200, 404, 201, 200, 400, 409],
      ...[201, 409, 400, 201, 200, 201, 412, 200, 200, 304, 404, 200],
      ...[200, 200, 200, 400, 200, 200, 400, 200, 207, 415],
      ...[201, 200, 409, 400, 200, 404],
      ...[201, 409, 201, 200, 302, 404, 200, 200, 204, 404],
      ...[200, 200, 404, 404, 404, 204],
      ...[200, 404, 400, 204],
      ...[201, 400, 404, 200, 200],
      ...[200, 200, 200, 200, 400, 200],
    ]);
  });
});
