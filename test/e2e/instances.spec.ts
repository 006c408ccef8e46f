import { expectProblem } from '../support/problem.js';
import { until } from '../support/processes.js';
import { sampleProduct } from '../support/sample-product.js';
import { startServerOn, startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const NOTES = '/v1/collections/notes';
const PRODUCTS = '/v1/collections/products';
const FIELDS = { title: { kind: 'text' } };

describe('two servers on one engine', () => {
  let first: TestServer;
  let second: TestServer;

  beforeAll(async () => {
    first = await startTestServer();
    second = await startServerOn(first.engineUrl);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await first.http.delete(`${NOTES}?confirm=notes`);
  });
  afterAll(async () => {
    await second.close();
    await first.close();
  });

  /** From now on nothing that they know grows old, so that they read nothing anew unless they are told to. */
  const stopTheClock = () => jest.spyOn(performance, 'now').mockReturnValue(performance.now());
  const search = (server: TestServer, query: string) => server.http.get(`${NOTES}/search?${query}`);

  it('the one is told of synonyms that the other made, and searches with them', async () => {
    await first.http
      .put(`${PRODUCTS}/documents/sofa`)
      .send(sampleProduct('sofa', { name: 'Sofa' }))
      .expect(201);
    const found = async () => Number((await second.http.get(`${PRODUCTS}/search?q=couch`).expect(200)).body.total);
    expect(await found()).toBe(0);
    stopTheClock();
    const couch = { synonyms: ['sofa', 'couch'] };
    await first.http.put(`${PRODUCTS}/synonyms/couch`).send(couch).expect(201);
    await until('the synonym', async () => (await found()) === 1);
    await first.http.delete(`${PRODUCTS}/synonyms/couch`).expect(204);
    await until('its end', async () => (await found()) === 0);
  });

  it('the one is told of a definition that the other changed, and searches by it once the index is there', async () => {
    await first.http.put(NOTES).send({ fields: FIELDS }).expect(201);
    await second.http.put(`${NOTES}/documents/1`).send({ title: 'a', n: 7 }).expect(201);
    expectProblem(await search(second, 'where[n][gt]=5'), 'UNKNOWN_FIELD');
    stopTheClock();
    await first.http
      .put(NOTES)
      .send({ fields: { ...FIELDS, n: { kind: 'numeric' } } })
      .expect(202);
    await until('the field', async () => (await search(second, 'where[n][gt]=5')).body.total === 1);
    await second.http.put(`${NOTES}/documents/2`).send({ title: 'b', n: 8 }).expect(201);
    expect((await search(first, 'where[n][gt]=7').expect(200)).body.total).toBe(1);
  });

  it('the one is told of a collection that the other deleted, and knows the one that comes after it', async () => {
    await first.http.put(NOTES).send({ fields: FIELDS }).expect(201);
    await search(second, 'q=a').expect(200);
    stopTheClock();
    await first.http.delete(`${NOTES}?confirm=notes`).expect(204);
    await until('its end', async () => (await search(second, 'q=a')).status === 404);
    await first.http
      .put(NOTES)
      .send({ fields: { n: { kind: 'numeric' } } })
      .expect(201);
    await search(second, 'where[n][gt]=5').expect(200);
  });
});
