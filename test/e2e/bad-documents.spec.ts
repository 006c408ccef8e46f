import type { ErrorCode } from '../../src/lib/index.js';
import { PRODUCTS, startHostileServer, THINGS } from '../support/hostile-server.js';
import type { HostileServer, Json } from '../support/hostile-server.js';
import { expectProblem } from '../support/problem.js';
import { sampleProduct } from '../support/sample-product.js';

const product = (members: Readonly<Record<string, unknown>>) => sampleProduct('bad', members);
const nested = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);

const DOCUMENTS: readonly (readonly [what: string, body: Json, code: ErrorCode])[] = [
  ['malformed JSON', '{"id": "bad"', 'INVALID_JSON'],
  ['single quotes', "{'id': 'bad'}", 'INVALID_JSON'],
  ['NaN', '{"id": "bad", "price": NaN}', 'INVALID_JSON'],
  ['Infinity', '{"id": "bad", "price": Infinity}', 'INVALID_JSON'],
  ['no body', '', 'INVALID_JSON'],
  ['null', 'null', 'VALIDATION_FAILED'],
  ['a list', '[]', 'VALIDATION_FAILED'],
  ['a string', '"document"', 'VALIDATION_FAILED'],
  ['nothing in it', '{}', 'VALIDATION_FAILED'],
  ['a string for a number', product({ price: '59.90' }), 'VALIDATION_FAILED'],
  ['a number for a string', product({ name: 7 }), 'VALIDATION_FAILED'],
  ['a string for a list', product({ categories: 'Audio' }), 'VALIDATION_FAILED'],
  ['a string for a boolean', product({ inStock: 'yes' }), 'VALIDATION_FAILED'],
  ['an object for a string', product({ brand: { name: 'x' } }), 'VALIDATION_FAILED'],
  ['null for a number', product({ price: null }), 'VALIDATION_FAILED'],
  ['a number beyond all', JSON.stringify(product({})).replace('59.9', '1e400'), 'VALIDATION_FAILED'],
  ['a whole number beyond 2^53', JSON.stringify(product({})).replace('59.9', '9007199254740993'), 'VALIDATION_FAILED'],
  ['a date that is none', product({ releasedAt: '2026-02-30' }), 'VALIDATION_FAILED'],
  ['a time without an offset', product({ releasedAt: '2026-03-01T10:00:00' }), 'VALIDATION_FAILED'],
  ['NUL', product({ name: 'a\u0000b' }), 'VALIDATION_FAILED'],
  ['a lone surrogate', JSON.stringify(product({})).replace('Wireless', '\\ud800'), 'VALIDATION_FAILED'],
  ['NUL in a name', product({ 'a\u0000b': 1 }), 'VALIDATION_FAILED'],
  ['__proto__', JSON.stringify(product({})).replace('{', '{"__proto__": {"price": 1}, '), 'VALIDATION_FAILED'],
  ['__proto__ below', product({ specs: JSON.parse('{"__proto__": {"x": 1}}') as object }), 'VALIDATION_FAILED'],
  ['121 levels', product({ specs: JSON.parse(nested(121)) as object }), 'VALIDATION_FAILED'],
  ['1,000 levels', `{"id": "bad", "specs": ${nested(1_000)}}`, 'LIMIT_EXCEEDED'],
  ['more than 1 MiB', product({ specs: { text: 'x'.repeat(1_100_000) } }), 'DOCUMENT_TOO_LARGE'],
  ['2 MB', product({ specs: { text: 'x'.repeat(2_200_000) } }), 'BODY_TOO_LARGE'],
  ['an empty id', product({ id: '' }), 'INVALID_ID'],
  ['an id with a line feed', product({ id: 'a\nb' }), 'INVALID_ID'],
  ['an id of 257 bytes', product({ id: 'x'.repeat(257) }), 'INVALID_ID'],
  ['a broken number as id', product({ id: 1.5 }), 'INVALID_ID'],
];

const THING_DOCUMENTS: readonly (readonly [what: string, body: Json, code: ErrorCode])[] = [
  ['a vector that is too short', { v: [1, 2] }, 'VALIDATION_FAILED'],
  ['a vector that is too long', { v: [1, 2, 3, 4] }, 'VALIDATION_FAILED'],
  ['a vector of zeros', { v: [0, 0, 0] }, 'VALIDATION_FAILED'],
  ['a vector with a string', { v: [1, 2, '3'] }, 'VALIDATION_FAILED'],
  ['a vector that overflows', { v: [1e39, 0, 0] }, 'VALIDATION_FAILED'],
  ['a place that is none', { place: { lat: 91, lon: 0 } }, 'VALIDATION_FAILED'],
  ['a place as a string', { place: '52.5,13.4' }, 'VALIDATION_FAILED'],
  ['more values than a facet takes', { tags: Array.from({ length: 1_001 }, (_, n) => `t${n}`) }, 'VALIDATION_FAILED'],
];

let server: HostileServer;

beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());

/** Nothing was written, and the index holds what the collection holds. */
const expectUntouched = async () => {
  const collections = await server.http.get('/v1/collections').expect(200);
  const counts = Object.fromEntries(
    (collections.body.collections as { name: string; documents: number }[]).map((one) => [one.name, one.documents]),
  );
  expect(counts).toEqual({ products: 1, shops: 0, things: 0 });
  expect((await server.http.get(`${PRODUCTS}/search?size=0`)).body.total).toBe(1);
};

describe('bad input in documents', () => {
  afterAll(expectUntouched);

  it.each(DOCUMENTS)('%s', async (_, body, code) => {
    expectProblem(await server.sendJson('post', `${PRODUCTS}/documents`, body), code);
  });

  it.each(THING_DOCUMENTS)('%s', async (_, body, code) => {
    const reply = await server.sendJson('put', `${THINGS}/documents/bad`, body);
    expect(expectProblem(reply, code).errors?.length).toBeGreaterThan(0);
  });

  it('names each member that is wrong in errors', async () => {
    const body = product({ name: '', price: 'x', variants: [{ sku: 'a', price: 1, stock: 1 }, { sku: 7 }] });
    const { errors = [] } = expectProblem(
      await server.sendJson('post', `${PRODUCTS}/documents`, body),
      'VALIDATION_FAILED',
    );
    const paths = errors.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['name', 'price', 'variants[1].sku', 'variants[1].price']));
    expect(paths.some((path) => path.startsWith('variants[0]'))).toBe(false);
  });
});

describe('bad input in patches', () => {
  afterAll(async () => {
    expect((await server.http.get(`${PRODUCTS}/documents/good`)).body).toEqual(sampleProduct('good'));
  });

  it.each([
    ['a list', '[1]', 'INVALID_VALUE'],
    ['a string', '"x"', 'INVALID_VALUE'],
    ['null', 'null', 'INVALID_VALUE'],
    ['__proto__', '{"__proto__": {"price": 1}}', 'INVALID_VALUE'],
    ['NUL', '{"name": "a\\u0000"}', 'INVALID_VALUE'],
    ['a wrong type', '{"price": "cheap"}', 'VALIDATION_FAILED'],
    ['a missing member', '{"name": null}', 'VALIDATION_FAILED'],
  ] as const)('%s', async (_, body, code) => {
    const reply = await server.http
      .patch(`${PRODUCTS}/documents/good`)
      .set('content-type', 'application/merge-patch+json')
      .serialize((sent: unknown) => sent as string)
      .send(body);
    expectProblem(reply, code);
  });
});
