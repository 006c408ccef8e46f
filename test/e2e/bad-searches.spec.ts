import type { ErrorCode } from '../../src/lib/index.js';
import { PRODUCTS, startHostileServer, THINGS } from '../support/hostile-server.js';
import type { HostileServer, Json } from '../support/hostile-server.js';
import { expectProblem } from '../support/problem.js';

const conditions = (count: number) => ({ or: Array.from({ length: count }, (_, n) => ({ price: n })) });
const deepWhere = (depth: number) => `{"where": ${'{"not":'.repeat(depth)}{"price":1}${'}'.repeat(depth)}}`;

const SEARCHES: readonly (readonly [what: string, body: Json, code: ErrorCode])[] = [
  ['malformed JSON', '{"q": }', 'INVALID_JSON'],
  ['null', 'null', 'INVALID_VALUE'],
  ['a list', '[]', 'INVALID_VALUE'],
  ['an unknown member', { query: 'x' }, 'UNKNOWN_PARAMETER'],
  ['a member that passes for a parsed search', { kind: 'search', collection: 'products' }, 'UNKNOWN_PARAMETER'],
  ['__proto__', '{"__proto__": {"q": "x"}}', 'UNKNOWN_PARAMETER'],
  ['constructor', '{"constructor": 1}', 'UNKNOWN_PARAMETER'],
  ['a number for q', { q: 7 }, 'INVALID_VALUE'],
  ['a list nested 100 deep for q', `{"q": ${'['.repeat(100)}${']'.repeat(100)}}`, 'INVALID_VALUE'],
  ['10,000 characters', { q: 'x'.repeat(10_000) }, 'LIMIT_EXCEEDED'],
  ['NUL in q', { q: 'a\u0000b' }, 'INVALID_VALUE'],
  ['a lone surrogate in q', '{"q": "\\udc00"}', 'INVALID_VALUE'],
  ['an unknown field', { where: { colour: 'red' } }, 'UNKNOWN_FIELD'],
  ['__proto__ as a field', '{"where": {"__proto__": "x"}}', 'UNKNOWN_FIELD'],
  ['hasOwnProperty as a field', { where: { hasOwnProperty: 'x' } }, 'UNKNOWN_FIELD'],
  ['a field of another kind', { where: { name: 'x' } }, 'INVALID_FILTER'],
  ['an unknown condition', { where: { price: { above: 7 } } }, 'INVALID_FILTER'],
  ['a string for a number', { where: { price: '7' } }, 'INVALID_VALUE'],
  ['a number beyond all', '{"where": {"price": 1e999}}', 'INVALID_VALUE'],
  ['a number beyond 2^53', { where: { price: { gt: 1e17 } } }, 'INVALID_VALUE'],
  ['a string for a boolean', { where: { inStock: 'true' } }, 'INVALID_VALUE'],
  ['a date that is none', { where: { releasedAt: { gt: 'yesterday' } } }, 'INVALID_VALUE'],
  ['no value', { where: { brand: [] } }, 'EMPTY_FILTER'],
  ['a blank value', { where: { brand: ' ' } }, 'EMPTY_FILTER'],
  ['NUL in a value', { where: { brand: 'a\u0000' } }, 'INVALID_VALUE'],
  ['500 conditions', { where: conditions(500) }, 'LIMIT_EXCEEDED'],
  ['1,001 values', { where: { price: Array.from({ length: 1_001 }, (_, n) => n) } }, 'LIMIT_EXCEEDED'],
  ['conditions nested 20 deep', deepWhere(20), 'LIMIT_EXCEEDED'],
  ['conditions nested 10,000 deep', deepWhere(10_000), 'LIMIT_EXCEEDED'],
  ['a page below 1', { page: -1 }, 'INVALID_VALUE'],
  ['page 0', { page: 0 }, 'INVALID_VALUE'],
  ['a broken page', { page: 1.5 }, 'INVALID_VALUE'],
  ['a page beyond the depth', { page: 1_000_000 }, 'PAGE_TOO_DEEP'],
  ['a page beyond all', '{"page": 1e300}', 'INVALID_VALUE'],
  ['a size below 0', { size: -1 }, 'INVALID_VALUE'],
  ['a size of 251', { size: 251 }, 'LIMIT_EXCEEDED'],
  ['a string for a size', { size: '20' }, 'INVALID_VALUE'],
  ['a cursor that is none', { sort: ['price:asc'], after: 'x' }, 'INVALID_CURSOR'],
  ['a sort by what is not sortable', { sort: ['description:asc'] }, 'NOT_SORTABLE'],
  ['a sort by an unknown field', { sort: ['colour:asc'] }, 'UNKNOWN_FIELD'],
  ['a sort without a direction', { sort: ['price'] }, 'INVALID_VALUE'],
  ['a facet that is none', { facets: ['sku'] }, 'NOT_A_FACET'],
  ['a facet of an unknown field', { facets: ['colour'] }, 'UNKNOWN_FIELD'],
  ['21 facets', { facets: Array.from({ length: 21 }, () => 'brand') }, 'LIMIT_EXCEEDED'],
  ['a facet of 1,001 values', { facets: [{ field: 'brand', size: 1_001 }] }, 'LIMIT_EXCEEDED'],
  ['a range upside down', { facets: [{ field: 'price', ranges: [{ from: 2, to: 1 }] }] }, 'INVALID_VALUE'],
  ['highlights of an unknown field', { highlight: { fields: ['colour'] } }, 'UNKNOWN_FIELD'],
  ['no time at all', { timeoutMs: 0 }, 'INVALID_VALUE'],
  ['more time than there is', { timeoutMs: 60_000 }, 'LIMIT_EXCEEDED'],
  ['what comes later', { distinct: 'brand' }, 'NOT_SUPPORTED'],
  ['typos that are no boolean', { typos: 'no' }, 'INVALID_VALUE'],
  ['typos of null', { q: 'x', typos: null }, 'INVALID_VALUE'],
  ['a match that is not known', { match: 'any' }, 'INVALID_VALUE'],
  ['a match that is a list', { q: 'x', match: ['all'] }, 'INVALID_VALUE'],
  ['synonyms that are no boolean', { q: 'x', synonyms: 'false' }, 'INVALID_VALUE'],
  ['synonyms that are a list', { q: 'x', synonyms: [['tv', 'television']] }, 'INVALID_VALUE'],
  ['a language that is not known', { q: 'x', language: 'klingon' }, 'INVALID_VALUE'],
  ['a language by its code', { q: 'x', language: 'de' }, 'INVALID_VALUE'],
  ['a language in capitals', { q: 'x', language: 'German' }, 'INVALID_VALUE'],
  ['several languages', { q: 'x', language: ['german', 'english'] }, 'INVALID_VALUE'],
  ['a language that every object has', { q: 'x', language: 'constructor' }, 'INVALID_VALUE'],
  ['a language of null', { q: 'x', language: null }, 'INVALID_VALUE'],
  ['a vector in a collection without one', { vector: { field: 'embedding', value: [1] } }, 'UNKNOWN_FIELD'],
];

const THING_SEARCHES: readonly (readonly [what: string, body: Json, code: ErrorCode])[] = [
  ['a vector that is too short', { vector: { field: 'v', value: [1, 2] } }, 'INVALID_VECTOR'],
  ['a vector of zeros', { vector: { field: 'v', value: [0, 0, 0] } }, 'INVALID_VECTOR'],
  ['a vector that overflows', { vector: { field: 'v', value: [1e39, 0, 0] } }, 'INVALID_VALUE'],
  ['a vector with a string', { vector: { field: 'v', value: [1, 2, 'x'] } }, 'INVALID_VALUE'],
  ['too many neighbours', { vector: { field: 'v', value: [1, 2, 3], k: 1e6 } }, 'LIMIT_EXCEEDED'],
  ['a place that is none', { where: { place: { near: { lat: 91, lon: 0, km: 1 } } } }, 'INVALID_VALUE'],
  ['no distance', { where: { place: { near: { lat: 1, lon: 0, km: 0 } } } }, 'INVALID_VALUE'],
];

const QUERY_STRINGS: readonly (readonly [query: string, code: ErrorCode])[] = [
  ['query=x', 'UNKNOWN_PARAMETER'],
  ['page=-1', 'INVALID_VALUE'],
  ['page=two', 'INVALID_VALUE'],
  ['page=9999999999999', 'PAGE_TOO_DEEP'],
  ['size=1e400', 'INVALID_VALUE'],
  ['q=a&q=b', 'INVALID_VALUE'],
  ['q[a]=b', 'INVALID_VALUE'],
  ['q=%00', 'INVALID_VALUE'],
  ['q=%ff', 'INVALID_VALUE'],
  ['q=%', 'INVALID_VALUE'],
  ['__proto__[x]=y', 'UNKNOWN_PARAMETER'],
  ['where[__proto__]=y', 'UNKNOWN_PARAMETER'],
  ['constructor[prototype][x]=y', 'UNKNOWN_PARAMETER'],
  ['where[colour]=red', 'UNKNOWN_FIELD'],
  ['where[price][lt]=cheap', 'INVALID_VALUE'],
  ['where[brand]=', 'EMPTY_FILTER'],
  ['where[inStock]=1', 'INVALID_VALUE'],
  [`where${'[not]'.repeat(30)}[price]=1`, 'LIMIT_EXCEEDED'],
  [Array.from({ length: 1_001 }, (_, n) => `where[price]=${n}`).join('&'), 'LIMIT_EXCEEDED'],
  ['q=x&typos=no', 'INVALID_VALUE'],
  ['q=x&typos=', 'INVALID_VALUE'],
  ['q=x&typos=true&typos=false', 'INVALID_VALUE'],
  ['q=x&match=', 'INVALID_VALUE'],
  ['q=x&match=ALL', 'INVALID_VALUE'],
  ['q=x&synonyms=0', 'INVALID_VALUE'],
  ['q=x&language=', 'INVALID_VALUE'],
  ['q=x&language=en-GB', 'INVALID_VALUE'],
  ['q=x&language[]=german&language[]=english', 'INVALID_VALUE'],
  ['sort=price', 'INVALID_VALUE'],
  ['facets=', 'UNKNOWN_FIELD'],
];

/** What means something to the engine, and nothing to us. */
const SYNTAX = [
  '*',
  '@price:[0 +inf]',
  'x | *',
  '-x',
  '~x',
  '%x%',
  '(x',
  '"x',
  "x'",
  'x}{y',
  '{$p0}',
  '$p0',
  '=>[KNN 1 @v $p0]',
  'x=>{$weight:5}',
  '\\',
  'a\\',
  "w'*x*'",
  '@brand:{a|b}',
  'ismissing(@brand)',
  'x\n@price:[0 1]',
  '\u001f\u001b',
  '💥',
];

let server: HostileServer;

beforeAll(async () => {
  server = await startHostileServer();
});
afterAll(() => server.close());

describe('bad input in searches', () => {
  it.each(SEARCHES)('%s', async (_, body, code) => {
    expectProblem(await server.sendJson('post', `${PRODUCTS}/search`, body), code);
  });

  it.each(THING_SEARCHES)('%s', async (_, body, code) => {
    expectProblem(await server.sendJson('post', `${THINGS}/search`, body), code);
  });

  it.each(QUERY_STRINGS.map(([query, code]) => [query.slice(0, 60), query, code] as const))(
    '?%s',
    async (_, query, code) => {
      expectProblem(await server.http.get(`${PRODUCTS}/search?${query}`), code);
    },
  );
});

describe('query syntax in a text', () => {
  it.each(SYNTAX)('%j finds itself alone, wherever it stands', async (text) => {
    const id = `id ${text.replace(/\p{Cc}/gu, ' ')}`;
    const address = `${THINGS}/documents/${encodeURIComponent(id)}`;
    await server
      .sendJson('put', address, { title: text, tags: [text], path: [text], code: `A1${text}` })
      .then(({ status }) => {
        expect(status).toBe(201);
      });
    try {
      const where = [{ tags: text }, { path: text }, { code: `A1${text}` }, { id }, { not: { tags: 'other' }, id }];
      for (const condition of where) {
        const reply = await server.sendJson('post', `${THINGS}/search`, { where: condition, facets: ['tags', 'path'] });
        expect({ status: reply.status, total: reply.body.total, condition }).toEqual({
          status: 200,
          total: 1,
          condition,
        });
        expect(reply.body.facets.tags.values[0]).toMatchObject({ value: text, count: 1 });
      }
      for (const q of [text, `${text} nothing-like-it`, `nothing-like-it ${text}`]) {
        const reply = await server.sendJson('post', `${THINGS}/search`, { q, typos: false, match: 'all' });
        expect(reply.status).toBe(200);
        if (/[a-z0-9]/i.test(text) || q !== text) expect(reply.body.total).toBe(q === text ? 1 : 0);
      }
      const other = await server.sendJson('post', `${THINGS}/search`, { where: { tags: `${text}x` } });
      expect([other.status, other.body.total]).toEqual([200, 0]);
      expectProblem(
        await server.sendJson('post', `${THINGS}/search`, { where: { [`tags${text}`]: 'x' } }),
        'UNKNOWN_FIELD',
      );
      expectProblem(await server.sendJson('post', `${THINGS}/search`, { sort: [`${text}:asc`] }), 'UNKNOWN_FIELD');
      expectProblem(await server.sendJson('post', `${THINGS}/search`, { facets: [text] }), 'UNKNOWN_FIELD');
    } finally {
      await server.http.delete(address).expect(200);
    }
  });
});
