import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FacetValue, FlagValue, Hit, SearchResult } from '../../src/lib/index.js';
import { expectDescribed } from '../support/api-description.js';
import { expectProblem } from '../support/problem.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const PRODUCTS = '/v1/collections/products';
const SEED = readFileSync(join(import.meta.dirname, '../../seed/products.ndjson'), 'utf8');

interface Product {
  readonly id: string;
  readonly name: string;
  readonly brand: string;
  readonly price: number;
  readonly popularity: number;
  readonly inStock: boolean;
}

const catalogue = SEED.split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Product);
const [{ brand: BRAND }] = catalogue as [Product];
const ofBrand = catalogue.filter(({ brand }) => brand === BRAND);
const byPrice = (a: Product, b: Product) => a.price - b.price || (a.id < b.id ? -1 : 1);
const idsOf = (hits: readonly { id: string }[]) => hits.map(({ id }) => id);

describe('search', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    await server.http.post(`${PRODUCTS}/import`).set('content-type', 'application/x-ndjson').send(SEED).expect(200);
    await server.http
      .put('/v1/collections/vectors')
      .send({ fields: { v: { kind: 'vector', dimensions: 2, algorithm: 'flat' }, color: { kind: 'tag' } } })
      .expect(201);
    const vectors = { east: [1, 0], north: [0, 1], 'north-east': [1, 1] };
    for (const [id, v] of Object.entries(vectors)) {
      await server.http
        .put(`/v1/collections/vectors/documents/${id}`)
        .send({ v, color: id.slice(0, 5) })
        .expect(201);
    }
  });
  afterAll(() => server.close());

  it('answers the same by GET and by POST', async () => {
    const address = `${PRODUCTS}/search?where[brand]=${encodeURIComponent(BRAND)}&where[price][lt]=300&sort=price:asc&facets=inStock,price&size=5&fields=name,price`;
    const get = await server.http.get(address).expect(200);
    const post = await server.http
      .post(`${PRODUCTS}/search`)
      .send({
        where: { brand: [BRAND], price: { lt: 300 } },
        sort: ['price:asc'],
        facets: ['inStock', 'price'],
        size: 5,
        fields: ['name', 'price'],
      })
      .expect(200);
    expect({ ...get.body, tookMs: 0 }).toEqual({ ...post.body, tookMs: 0 });
    const expected = ofBrand.filter(({ price }) => price < 300).sort(byPrice);
    expect(get.body).toMatchObject({ total: expected.length, page: 1, size: 5, partial: false });
    expect(idsOf(get.body.hits)).toEqual(idsOf(expected.slice(0, 5)));
    const [first] = expected as [Product];
    expect(get.body.hits[0].document).toEqual({ name: first.name, price: first.price });
  });

  it('gives everything in the order of the collection, page by page', async () => {
    const expected = [...catalogue].sort((a, b) => b.popularity - a.popularity || (a.id < b.id ? -1 : 1));
    const seen: string[] = [];
    for (let page = 1; seen.length < expected.length; page++) {
      const { body } = await server.http.get(`${PRODUCTS}/search?size=100&page=${page}&fields=id`).expect(200);
      expect(body.total).toBe(catalogue.length);
      seen.push(...idsOf(body.hits));
    }
    expect(seen).toEqual(idsOf(expected));
  });

  it('goes to the end by cursor', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const cursor = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
      const { body } = await server.http
        .get(`${PRODUCTS}/search?sort=price:asc&size=50&fields=id${cursor}`)
        .expect(200);
      seen.push(...idsOf(body.hits));
      ({ after } = body);
    } while (after !== undefined);
    expect(seen).toEqual(idsOf([...catalogue].sort(byPrice)));
  });

  it('counts facets, a field without its own selection', async () => {
    const { body } = await server.http
      .post(`${PRODUCTS}/search`)
      .send({ where: { brand: BRAND }, facets: [{ field: 'brand', size: 1_000 }, 'inStock'], size: 0 })
      .expect(200);
    expect(body.hits).toEqual([]);
    const counts = new Map<string, number>();
    for (const { brand } of catalogue) counts.set(brand, (counts.get(brand) ?? 0) + 1);
    const { values, valueCount, exact } = body.facets.brand;
    expect(Object.fromEntries((values as FacetValue[]).map(({ value, count }) => [value, count]))).toEqual(
      Object.fromEntries(counts),
    );
    expect({ valueCount, exact }).toEqual({ valueCount: counts.size, exact: true });
    const inStock = (body.facets.inStock.values as FlagValue[]).find(({ value }) => value);
    expect(inStock?.count ?? 0).toBe(ofBrand.filter((product) => product.inStock).length);
  });

  it('searches within the values of a facet', async () => {
    const { body } = await server.http.get(`${PRODUCTS}/facets/brand?q=${BRAND.slice(0, 4)}&size=5`).expect(200);
    expect(body.values).toContainEqual({ value: BRAND, count: ofBrand.length });
    const colors = await server.http.get(`${PRODUCTS}/facets/variants%5B%5D.color?where[inStock]=true`).expect(200);
    expect(colors.body.values.length).toBeGreaterThan(0);
    expectProblem(await server.http.get(`${PRODUCTS}/facets/sku`), 'NOT_A_FACET');
    expectProblem(await server.http.get(`${PRODUCTS}/facets/price`), 'NOT_A_FACET');
    expectProblem(await server.http.get(`${PRODUCTS}/facets/nothing`), 'UNKNOWN_FIELD');
  });

  it('tells that words were too many to guess', async () => {
    const q = Array.from('abcdefghijklm', (letter) => `xq${letter}zzw`).join('+');
    const answer = await server.http.get(`${PRODUCTS}/search?q=${q}`).expect(200);
    expectDescribed(answer, 'get', '/v1/collections/{collection}/search');
    expect(answer.body).toMatchObject({ partial: true, partialReasons: ['GUESS_LIMIT'] });
    const refused = await server.http.get(`${PRODUCTS}/search?q=${q}&partial=fail`);
    expect(expectProblem(refused, 'LIMIT_EXCEEDED').errors).toMatchObject([{ path: 'q' }]);
  });

  it('ranks words and marks them', async () => {
    const { body } = await server.http.get(`${PRODUCTS}/search?q=wireless+headph&highlight=name&size=3`).expect(200);
    expect(body.query).toEqual({ text: 'wireless headph', corrected: null, optional: [], mode: 'keyword', rules: [] });
    expect(body.total).toBeGreaterThan(0);
    const scores = (body.hits as Hit[]).map(({ score = NaN }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(JSON.stringify(body.hits[0].highlights)).toContain('<mark>');
  });

  it('finds neighbours of a vector among those that match', async () => {
    const vector = { field: 'v', value: [1, 0.1], k: 2 };
    const all = await server.http.post('/v1/collections/vectors/search').send({ vector }).expect(200);
    expect(idsOf(all.body.hits)).toEqual(['east', 'north-east']);
    expect(all.body.hits[0].document).toEqual({ id: 'east', color: 'east' });
    const some = await server.http
      .post('/v1/collections/vectors/search')
      .send({ vector, where: { color: 'north' }, fields: ['v'] })
      .expect(200);
    expect((some.body.hits as Hit[]).map(({ document }) => document)).toEqual([{ v: [1, 1] }, { v: [0, 1] }]);
  });

  it('answers several searches by position, a problem in the place of one that fails', async () => {
    const searches = [
      { collection: 'products', q: 'headphones', size: 1 },
      { collection: 'nothing' },
      { collection: 'products', where: { colour: 'red' } },
      { size: 1 },
      'x',
      { collection: 'shops', size: 0 },
    ];
    const { body } = await server.http.post('/v1/search').send({ searches }).expect(200);
    const [first, ...others] = body.results as Record<string, unknown>[];
    const alone = await server.http.post(`${PRODUCTS}/search`).send({ q: 'headphones', size: 1 });
    expect({ ...first, tookMs: 0 }).toEqual({ ...alone.body, tookMs: 0 });
    expect(others.map(({ code, status, total }) => [code, status, total])).toEqual([
      ['COLLECTION_NOT_FOUND', 404, undefined],
      ['UNKNOWN_FIELD', 400, undefined],
      ['INVALID_VALUE', 400, undefined],
      ['INVALID_VALUE', 400, undefined],
      [undefined, undefined, 0],
    ]);
  });

  it('takes 50 searches and refuses more, and members that are not known', async () => {
    const searches = Array.from({ length: 50 }, () => ({ collection: 'products', size: 0 }));
    const { body } = await server.http.post('/v1/search').send({ searches }).expect(200);
    expect((body.results as SearchResult[]).map(({ total }) => total)).toEqual(Array(50).fill(catalogue.length));
    expectProblem(await server.http.post('/v1/search').send({ searches: [...searches, {}] }), 'LIMIT_EXCEEDED');
    expectProblem(await server.http.post('/v1/search').send({ searches, more: 1 }), 'UNKNOWN_PARAMETER');
    for (const wrong of [{}, [], { searches: {} }, { searches: null }]) {
      expectProblem(await server.http.post('/v1/search').send(wrong), 'INVALID_VALUE');
    }
  });

  it('finds what was written when the write has returned', async () => {
    const address = `${PRODUCTS}/documents/fresh`;
    const product = { ...(catalogue[0] as Product), id: 'fresh', name: 'Zyxwvut' };
    for (let round = 0; round < 20; round++) {
      await server.http.put(address).send(product).expect(201);
      expect((await server.http.get(`${PRODUCTS}/search?q=zyxwvut`)).body.total).toBe(1);
      await server.http.delete(address).expect(200);
      expect((await server.http.get(`${PRODUCTS}/search?q=zyxwvut`)).body.total).toBe(0);
    }
  });
});
