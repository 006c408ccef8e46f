import { expectProblem } from '../support/problem.js';
import { until } from '../support/processes.js';
import { sampleProduct } from '../support/sample-product.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const DOCUMENTS = '/v1/collections/products/documents';

describe('trending', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    for (const id of ['lamp', 'desk', 'gone']) {
      await server.http
        .put(`${DOCUMENTS}/${id}`)
        .send(sampleProduct(id, { name: `Fine ${id}` }))
        .expect(201);
    }
  });
  afterAll(() => server.close());

  const view = (id: string) => server.http.post(`${DOCUMENTS}/${id}/views`);

  it('counts views, and shows the products that have most', async () => {
    const views = await Promise.all(Array.from({ length: 30 }, () => view('desk').expect(200)));
    expect(views.map(({ body }) => Number(body.views)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 30 }, (_, at) => at + 1),
    );
    for (let times = 0; times < 3; times++) await view('lamp').expect(200);
    await view('gone').expect(200);
    await server.http.delete(`${DOCUMENTS}/gone`).expect(200);
    const { body } = await server.http.get('/v1/trending/products').expect(200);
    expect(body).toEqual({
      products: [
        { views: 30, document: sampleProduct('desk', { name: 'Fine desk' }) },
        { views: 3, document: sampleProduct('lamp', { name: 'Fine lamp' }) },
      ],
    });
    const first = await server.http.get('/v1/trending/products?size=1&days=1').expect(200);
    expect(first.body.products).toHaveLength(1);
  });

  it('counts searches that find something, ignoring case', async () => {
    const search = (q: string, more = '') =>
      server.http.get(`/v1/collections/products/search?q=${encodeURIComponent(q)}${more}`).expect(200);
    for (const q of ['Fine  Desk', 'fine desk', ' FINE DESK ', 'fine lamp', 'nothing of that', 'fi']) await search(q);
    await search('fine desk', '&page=2');
    await server.http
      .post('/v1/search')
      .send({ searches: [{ collection: 'products', q: 'fine lamp' }, { collection: 'products' }] })
      .expect(200);
    await until('the searches are counted', async () => {
      const { body } = await server.http.get('/v1/trending/searches').expect(200);
      return JSON.stringify(body) === '{"searches":[{"q":"fine desk","count":3},{"q":"fine lamp","count":2}]}';
    });
  });

  it('refuses what is not there, and bad numbers', async () => {
    expectProblem(await view('unknown'), 'DOCUMENT_NOT_FOUND');
    expectProblem(await server.http.post('/v1/collections/nothing/documents/1/views'), 'COLLECTION_NOT_FOUND');
    expect(expectProblem(await server.http.get('/v1/trending/products?days=31'), 'INVALID_VALUE').detail).toBe(
      'days: must be a whole number from 1 to 30, not "31"',
    );
    expectProblem(await server.http.get('/v1/trending/searches?size=0'), 'INVALID_VALUE');
    expectProblem(await server.http.get('/v1/trending/searches?page=2'), 'UNKNOWN_PARAMETER');
  });
});
