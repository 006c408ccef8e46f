import { expectProblem } from '../support/problem.js';
import { sampleProduct } from '../support/sample-product.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';
import { until } from '../support/processes.js';

const PRODUCTS = '/v1/collections/products';
const RESERVATIONS = `${PRODUCTS}/stock/reservations`;

describe('stock', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server.close());

  const stockOf = async (id: string) => {
    const { body } = await server.http.get(`${PRODUCTS}/documents/${id}`).expect(200);
    return { stock: Number(body.stock), inStock: Boolean(body.inStock) };
  };
  const put = (id: string, stock: number) =>
    server.http
      .put(`${PRODUCTS}/documents/${id}`)
      .send(sampleProduct(id, { stock, inStock: stock > 0 }))
      .expect(201);
  const reserve = (...lines: readonly object[]) => server.http.post(RESERVATIONS).send({ lines });

  it('is reserved, committed and released, as the next search shows', async () => {
    await put('shirt', 1);
    const inStock = async () => Number((await server.http.get(`${PRODUCTS}/search?where[inStock]=true`)).body.total);
    const made = await reserve({ id: 'shirt', quantity: 1 }).expect(201);
    expect(made.body).toEqual({
      id: expect.any(String),
      state: 'held',
      lines: [{ id: 'shirt', quantity: 1 }],
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    expect(made.headers.location).toBe(`${RESERVATIONS}/${made.body.id}`);
    expect(await inStock()).toBe(0);
    expect((await server.http.get(made.headers.location!).expect(200)).body).toEqual(made.body);
    const released = await server.http.delete(made.headers.location!).expect(200);
    expect(released.body).toEqual({ ...made.body, state: 'released' });
    expect(await inStock()).toBe(1);
    const next = await reserve({ id: 'shirt', quantity: 1 }).expect(201);
    const sold = await server.http.post(`${next.headers.location}/commit`).expect(200);
    expect(sold.body).toMatchObject({ state: 'committed' });
    expectProblem(await server.http.delete(next.headers.location!), 'RESERVATION_ENDED');
    await server.http
      .post(`${PRODUCTS}/stock/restock`)
      .send({ lines: [{ id: 'shirt', quantity: 3 }] })
      .expect(204);
    expect(await stockOf('shirt')).toEqual({ stock: 3, inStock: true });
  });

  it('names the lines of which there is not enough, and takes nothing', async () => {
    await put('cap', 2);
    await put('hat', 5);
    const { errors } = expectProblem(
      await reserve({ id: 'hat', quantity: 1 }, { id: 'cap', quantity: 3 }, { id: 'no', quantity: 1 }),
      'INSUFFICIENT_STOCK',
    );
    expect(errors).toEqual([
      { path: 'lines[1]', message: '"cap" has 2 left, not 3' },
      { path: 'lines[2]', message: 'there is no stock of "no"' },
    ]);
    expect(await stockOf('hat')).toEqual({ stock: 5, inStock: true });
  });

  it('answers a repeated key with the same reservation, and another body under it with a conflict', async () => {
    await put('sock', 9);
    const send = (quantity: number) =>
      server.http.post(RESERVATIONS).send({ lines: [{ id: 'sock', quantity }], idempotencyKey: 'order 1' });
    const first = await send(2).expect(201);
    const second = await send(2).expect(200);
    expect(second.body).toEqual(first.body);
    expectProblem(await send(3), 'IDEMPOTENCY_KEY_REUSED');
    expect(await stockOf('sock')).toEqual({ stock: 7, inStock: true });
  });

  it('comes back by itself', async () => {
    await put('glove', 4);
    await server.http
      .post(RESERVATIONS)
      .send({ lines: [{ id: 'glove', quantity: 4 }], ttlSeconds: 1 })
      .expect(201);
    await until('the stock is back', async () => (await stockOf('glove')).stock === 4);
    expect(await stockOf('glove')).toEqual({ stock: 4, inStock: true });
  });

  it.each([
    [{}, 'INVALID_VALUE', 'lines: must be a list'],
    [[], 'INVALID_VALUE', 'must be an object'],
    [{ lines: [7] }, 'INVALID_VALUE', 'lines[0]: must be an object'],
    [{ lines: [{ id: 'x' }] }, 'INVALID_VALUE', 'lines[0].quantity'],
    [{ lines: [{ quantity: 1 }] }, 'INVALID_VALUE', 'lines[0].id'],
    [{ lines: [{ id: 'x', quantity: 1, color: 'red' }] }, 'UNKNOWN_PARAMETER', 'lines[0].color'],
    [{ lines: [{ id: 'x', quantity: -1 }] }, 'INVALID_VALUE', 'from 1 to 1000000'],
    [{ lines: [{ id: 'x', quantity: 1 }], ttlSeconds: 0 }, 'INVALID_VALUE', 'ttlSeconds: must be a whole number'],
    [{ lines: [{ id: 'x', quantity: 1 }], ttl: 5 }, 'UNKNOWN_PARAMETER', 'Use: lines, ttlSeconds, idempotencyKey'],
    [{ lines: [{ id: 'x', quantity: 1 }], idempotencyKey: 7 }, 'INVALID_VALUE', 'idempotencyKey'],
  ] as const)('refuses %j', async (body, code, detail) => {
    expect(expectProblem(await server.http.post(RESERVATIONS).send(body), code).detail).toContain(detail);
  });

  it('is told to be missing where there is none: of a collection, of a reservation', async () => {
    const lines = [{ id: 'x', quantity: 1 }];
    const shops = await server.http.post('/v1/collections/shops/stock/reservations').send({ lines });
    expectProblem(shops, 'STOCK_NOT_DECLARED');
    const nothing = await server.http.post('/v1/collections/nothing/stock/reservations').send({ lines });
    expectProblem(nothing, 'COLLECTION_NOT_FOUND');
    expectProblem(await server.http.get(`${RESERVATIONS}/unknown`), 'RESERVATION_NOT_FOUND');
    expectProblem(await server.http.post(`${RESERVATIONS}/unknown/commit`), 'RESERVATION_NOT_FOUND');
    expectProblem(await server.http.delete(`${RESERVATIONS}/unknown`), 'RESERVATION_NOT_FOUND');
    const restock = await server.http.post(`${PRODUCTS}/stock/restock`).send({ lines: [{ id: 'none', quantity: 1 }] });
    expect(expectProblem(restock, 'INVALID_VALUE').errors).toMatchObject([{ path: 'lines[0].id' }]);
  });
});
