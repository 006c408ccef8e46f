import type { FacetNode, FlagValue, ValuesFacet } from '../../src/lib/index.js';
import { startTestServer } from '../support/test-server.js';
import type { TestServer } from '../support/test-server.js';

const ADDRESS = '/v1/collections/things';

const FIELDS = {
  brand: { kind: 'tag', facet: true },
  'variants[].color': { kind: 'tag', facet: true, searchable: true },
  category: { kind: 'hierarchy', facet: true },
  path: { kind: 'hierarchy', facet: true, separator: '/' },
  inStock: { kind: 'boolean', facet: true },
  'flags[]': { kind: 'boolean', facet: true },
  price: { kind: 'numeric', facet: true },
  since: { kind: 'date', facet: true },
};

const THINGS = [
  {
    brand: ['Clavis', 'a,b', 'a|b', ' edge '],
    variants: [{ color: 'Rot' }, { color: 'rot' }, { color: 'Grün & Blau' }],
    category: 'Audio > Headphones > In-Ear',
    path: 'a/b/c',
    inStock: true,
    flags: [true, false],
    price: 0,
    since: '2024-02-29',
  },
  {
    brand: 'CLAVIS',
    variants: [{ color: '{x}' }, { color: '\\' }, { color: '"q"' }, { color: '100 %' }],
    category: ['Audio > Headphones', 'Video'],
    path: ['a / b', 'x > y'],
    inStock: false,
    flags: [false, false],
    price: [10, 30],
    since: '2024-03-01T12:00:00Z',
  },
  {
    brand: ['true', '1', 'null', '[x]', '+1', 'ß', 'ÇA', 'a\nb'],
    category: 'Audio',
    path: 'A/B',
    inStock: true,
    price: 99.5,
    since: ['2023-01-01', '2025-01-01'],
  },
  { brand: 'Clavis', inStock: null, flags: [] },
];

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.http.put(ADDRESS).send({ fields: FIELDS }).expect(201);
  for (const [at, thing] of THINGS.entries()) {
    await server.http
      .post(`${ADDRESS}/documents`)
      .send({ id: `${at}`, ...thing })
      .expect(201);
  }
});
afterAll(() => server.close());

/** The total of a search with one condition, by POST and by GET. */
async function totals(field: string, condition: unknown): Promise<readonly number[]> {
  const posted = await server.http.post(`${ADDRESS}/search`).send({ where: { [field]: condition } });
  const bounds = typeof condition === 'object' && condition !== null ? Object.entries(condition) : [['', condition]];
  const query = bounds.map(([name, value]) => {
    const key = `where[${field.replace('[]', '%5B%5D')}]${name === '' ? '' : `[${String(name)}]`}`;
    return `${key}=${encodeURIComponent(String(value))}`;
  });
  const got = await server.http.get(`${ADDRESS}/search?${query.join('&')}`);
  expect([field, condition, posted.body, got.body]).toEqual([
    field,
    condition,
    expect.objectContaining({ total: expect.any(Number) }),
    expect.objectContaining({ total: expect.any(Number) }),
  ]);
  return [Number(posted.body.total), Number(got.body.total)];
}

async function facetOf(facet: unknown, where: object = {}) {
  const { body } = await server.http
    .post(`${ADDRESS}/search`)
    .send({ facets: [facet], where, size: 0 })
    .expect(200);
  return Object.values(body.facets as Record<string, unknown>)[0];
}

describe('a value of a facet, as it stands, as a condition', () => {
  it.each(['brand', 'variants[].color', 'category', 'path', 'inStock', 'flags[]'])(
    'finds as many documents as it counts: %s',
    async (field) => {
      const { values } = (await facetOf({ field, size: 100 })) as Pick<ValuesFacet, 'values'>;
      expect(values.length).toBeGreaterThan(1);
      for (const { value, count } of values)
        expect([value, ...(await totals(field, value))]).toEqual([value, count, count]);
      const found = await server.http.get(`${ADDRESS}/facets/${encodeURIComponent(field)}?size=100`).expect(200);
      expect((found.body as ValuesFacet).values.length).toBeGreaterThanOrEqual(values.length);
      for (const { value, count } of (found.body as ValuesFacet).values) {
        expect([value, ...(await totals(field, value))]).toEqual([value, count, count]);
      }
    },
  );

  it('is a boolean where the field is one', async () => {
    const values = [
      { value: true, count: 2 },
      { value: false, count: 1 },
    ];
    const { values: flags } = (await facetOf('inStock', { inStock: false })) as { values: readonly FlagValue[] };
    expect(flags).toEqual(values.map((flag) => ({ ...flag, selected: !flag.value })));
    const found = await server.http.get(`${ADDRESS}/facets/inStock`).expect(200);
    expect(found.body).toEqual({ values, valueCount: 2, exact: true });
    const begun = await server.http.get(`${ADDRESS}/facets/inStock?q=fa`).expect(200);
    expect(begun.body).toEqual({ values: values.slice(1), valueCount: 1, exact: true });
  });

  it('finds as many documents below a level of a hierarchy', async () => {
    const { values } = (await facetOf('category', { category: 'Audio > Headphones' })) as {
      values: readonly FacetNode[];
    };
    const nodes = (list: readonly FacetNode[]): readonly FacetNode[] =>
      list.flatMap((node) => [node, ...nodes(node.children)]);
    expect(nodes(values).map(({ value }) => value)).toEqual([
      'Audio',
      'Audio > Headphones',
      'Audio > Headphones > In-Ear',
      'Video',
    ]);
    for (const { value, count } of nodes(values)) {
      expect([value, ...(await totals('category', value))]).toEqual([value, count, count]);
    }
  });

  it.each([
    ['price', [{ to: 10 }, { from: 10, to: 30 }, { from: 30 }]],
    ['since', [{ to: '2024-03-01' }, { from: '2024-03-01', to: '2025-01-01' }, { from: '2025-01-01' }]],
  ])('a range finds as many documents as it counts: %s', async (field, ranges) => {
    const facet = (await facetOf({ field, ranges })) as {
      ranges: readonly { from?: unknown; to?: unknown; count: number }[];
    };
    expect(facet.ranges).toHaveLength(3);
    for (const { from, to, count } of facet.ranges) {
      const condition = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) };
      expect([from, ...(await totals(field, condition))]).toEqual([from, count, count]);
    }
  });
});
