import { expectProblem } from '../support/problem.js';
import { sampleProduct } from '../support/sample-product.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const PRODUCTS = '/v1/collections/products';
const SYNONYMS = `${PRODUCTS}/synonyms`;

describe('synonyms', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    await server.http
      .put(`${PRODUCTS}/documents/sofa`)
      .send(sampleProduct('sofa', { name: 'Sofa Grey' }))
      .expect(201);
  });
  afterAll(() => server.close());

  const totalOf = async (query: string) => Number((await server.http.get(`${PRODUCTS}/search?${query}`)).body.total);

  it('are made, shown, replaced and deleted, as the next search shows', async () => {
    expect(await totalOf('q=couch')).toBe(0);
    const couch = { synonyms: ['sofa', 'couch'] };
    const made = await server.http.put(`${SYNONYMS}/couch`).send(couch).expect(201);
    expect(made.body).toEqual({ id: 'couch', ...couch });
    expect(await totalOf('q=couch')).toBe(1);
    expect(await totalOf('q=couch&synonyms=false')).toBe(0);
    expect((await server.http.get(SYNONYMS).expect(200)).body).toEqual({ synonyms: [made.body] });
    expect((await server.http.get(`${SYNONYMS}/couch`).expect(200)).body).toEqual(made.body);
    await server.http
      .put(`${SYNONYMS}/couch`)
      .send({ root: 'sofa', synonyms: ['couch'] })
      .expect(200);
    expect(await totalOf('q=couch')).toBe(0);
    await server.http.delete(`${SYNONYMS}/couch`).expect(204);
    expectProblem(await server.http.get(`${SYNONYMS}/couch`), 'SYNONYM_NOT_FOUND');
    expectProblem(await server.http.delete(`${SYNONYMS}/couch`), 'SYNONYM_NOT_FOUND');
  });

  it.each([
    [{ synonyms: ['sofa'] }, 'INVALID_VALUE', 'synonyms'],
    [{ synonyms: ['sofa', 'couch'], language: 'klingon' }, 'INVALID_VALUE', 'language'],
    [{ words: ['sofa', 'couch'] }, 'UNKNOWN_PARAMETER', 'words'],
  ] as const)('refuse %j, naming the member', async (body, code, path) => {
    const problem = expectProblem(await server.http.put(`${SYNONYMS}/couch`).send(body), code);
    expect(problem).toMatchObject({ errors: [{ path }] });
  });

  it('refuse an unknown language of a search, and an unknown collection', async () => {
    expectProblem(await server.http.get(`${PRODUCTS}/search?q=sofa&language=klingon`), 'INVALID_VALUE');
    expectProblem(await server.http.get('/v1/collections/none/synonyms'), 'COLLECTION_NOT_FOUND');
  });
});
