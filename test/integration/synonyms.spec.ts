import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import { CollectionManager } from '../../src/lib/indexes/collection-manager.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { SearchService } from '../../src/lib/search/search-service.js';
import { SYNONYM_LIMITS } from '../../src/lib/search/synonyms/synonym.js';
import type { Synonym } from '../../src/lib/search/synonyms/synonym.js';
import { Synonyms } from '../../src/lib/search/synonyms/synonyms.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import type { ConnectedEngine } from '../support/connected-engine.js';
import { putAll } from '../support/test-shop.js';
import { until } from '../support/processes.js';

const keys = createKeys('synonyms');
const definition = {
  fields: { name: { kind: 'text', weight: 5 }, category: { kind: 'tag', searchable: true, facet: true } },
  language: 'english',
};
const documents = [
  { id: 'sofa', name: 'Sofa Grey', category: 'Living room' },
  { id: 'couch', name: 'Couch Blue', category: 'Living room' },
  { id: 'seat', name: 'Love Seat', category: 'Living room' },
  { id: 'apart', name: 'Seat they love', category: 'Outdoor' },
  { id: 'phone', name: 'Smartphone X', category: 'Phones' },
  { id: 'pram', name: 'Kinderwagen', category: 'Baby' },
];

let engine: ConnectedEngine;
let connection: RedisConnection;
let store: DefinitionStore;
let manager: CollectionManager;
let synonyms: Synonyms;
let search: SearchService;

beforeAll(async () => {
  engine = await startConnectedEngine();
  ({ connection } = engine);
  store = new DefinitionStore(connection, keys);
  manager = new CollectionManager({ connection, keys, definitions: store });
  synonyms = new Synonyms({ connection, keys, definitions: store });
});

afterAll(async () => {
  await manager.close();
  await engine.close();
});

beforeEach(async () => {
  await manager.put('products', definition);
  const options = { connection, keys, definitions: store.handle('products') };
  await putAll(new DocumentRepository(options), documents);
  search = new SearchService({ ...options, synonyms: synonyms.cache });
});

afterEach(() => manager.remove('products'));

const idsOf = async (q: string, options: object = {}) =>
  (await search.search({ q, ...options })).hits.map(({ id }) => id);

async function put(...all: readonly Synonym[]): Promise<void> {
  for (const [at, synonym] of all.entries()) await synonyms.put('products', `s${at}`, synonym);
}

it('finds what means the same both ways, after what was typed', async () => {
  expect(await idsOf('sofa')).toEqual(['sofa']);
  await put({ synonyms: ['sofa', 'couch', 'love seat'] });
  expect(await idsOf('sofa')).toEqual(['sofa', 'seat', 'couch']);
  expect((await idsOf('couch'))[0]).toBe('couch');
  expect((await idsOf('love seat')).sort()).toEqual(['apart', 'couch', 'seat', 'sofa']);
  expect((await idsOf('grey couch')).sort()).toEqual(['sofa']);
});

it('finds in one direction alone from a root, and words that no document has', async () => {
  await put({ root: 'davenport', synonyms: ['sofa'] }, { root: 'cell phone', synonyms: ['smartphone'] });
  expect(await idsOf('davenport')).toEqual(['sofa']);
  expect(await idsOf('davenports')).toEqual(['sofa']);
  expect(await idsOf('cell phone')).toEqual(['phone']);
  expect(await idsOf('cell phones')).toEqual(['phone']);
  expect(await idsOf('smartphone')).toEqual(['phone']);
  expect((await search.search({ q: 'davenport' })).query).toMatchObject({ corrected: null, optional: [] });
});

it('keeps the words of a phrase together', async () => {
  await put({ root: 'settee', synonyms: ['love seat'] });
  expect(await idsOf('settee')).toEqual(['seat']);
  expect(await idsOf('settee', { typos: false })).toEqual(['seat']);
});

it('is found without typos too, and not where the search wants none', async () => {
  await put({ synonyms: ['sofa', 'couch'] });
  expect((await idsOf('sofa', { typos: false })).sort()).toEqual(['couch', 'sofa']);
  expect(await idsOf('sofa', { synonyms: false })).toEqual(['sofa']);
  await expect(search.search({ q: 'sofa', synonyms: 'no' as never })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
});

it('of a language counts in that language alone, and where none is named', async () => {
  await put({ synonyms: ['pram', 'kinderwagen'], language: 'german' });
  expect(await idsOf('pram')).toEqual(['pram']);
  expect(await idsOf('pram', { language: 'german' })).toEqual(['pram']);
  expect(await idsOf('pram', { language: 'english', match: 'all' })).toEqual([]);
});

it('marks synonyms', async () => {
  await put({ root: 'settee', synonyms: ['love seat', 'sofa'] });
  const { hits } = await search.search({ q: 'settee', highlight: { fields: ['name'] } });
  expect(Object.fromEntries(hits.map(({ id, highlights }) => [id, highlights?.['name']]))).toEqual({
    seat: '<mark>Love</mark> <mark>Seat</mark>',
    sofa: '<mark>Sofa</mark> Grey',
  });
});

it('is in force at the next search when it is changed and removed', async () => {
  for (const name of ['sofa', 'couch', 'sofa']) {
    await put({ root: 'settee', synonyms: [name] });
    expect(await idsOf('settee')).toEqual([name]);
  }
  await synonyms.delete('products', 's0');
  expect(await idsOf('settee', { match: 'all', typos: false })).toEqual([]);
});

it('counts for filters and facets as words do', async () => {
  await put({ synonyms: ['sofa', 'couch'] });
  const { total, facets } = await search.search({ q: 'sofa', facets: ['category'], where: { id: ['couch'] } });
  expect({ total, facets }).toMatchObject({
    total: 1,
    facets: { category: { values: [{ value: 'Living room', count: 1 }] } },
  });
});

it('is told to other processes', async () => {
  const others = new Synonyms({ connection, keys, definitions: store });
  await others.watch();
  const handle = store.handle('products');
  const theirs = new SearchService({ connection, keys, definitions: handle, synonyms: others.cache });
  const found = async () => (await theirs.search({ q: 'settee', match: 'all' })).total;
  expect(await found()).toBe(0);
  await put({ root: 'settee', synonyms: ['sofa'] });
  await until('the other process sees it', async () => (await found()) === 1);
});

it('lists, gives and replaces by id, and goes with the collection', async () => {
  const first = { synonyms: ['a', 'b c'] };
  expect(await synonyms.put('products', 'x', first)).toEqual({ created: true, synonym: { id: 'x', ...first } });
  const second = { root: 'a', synonyms: ['b'], language: 'english' } as const;
  expect(await synonyms.put('products', 'x', { id: 'x', ...second } as Synonym)).toMatchObject({ created: false });
  expect(await synonyms.get('products', 'x')).toEqual({ id: 'x', ...second });
  expect(await synonyms.list('products')).toEqual([{ id: 'x', ...second }]);
  await manager.remove('products');
  await expect(synonyms.list('products')).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
  await expect(synonyms.put('products', 'x', first)).rejects.toMatchObject({ code: 'COLLECTION_NOT_FOUND' });
  await manager.put('products', definition);
  expect(await synonyms.list('products')).toEqual([]);
});

it.each<[string, unknown, string, string]>([
  ['nothing', undefined, 'INVALID_VALUE', ''],
  ['no list', { synonyms: 'sofa' }, 'INVALID_VALUE', 'synonyms'],
  ['one word', { synonyms: ['sofa'] }, 'INVALID_VALUE', 'synonyms'],
  ['the same word twice', { root: 'Sofa', synonyms: ['sofa'] }, 'INVALID_VALUE', 'synonyms'],
  ['an empty list', { root: 'sofa', synonyms: [] }, 'INVALID_VALUE', 'synonyms'],
  ['no word', { synonyms: ['sofa', ' – '] }, 'INVALID_VALUE', 'synonyms[1]'],
  ['a number', { synonyms: ['sofa', 7] }, 'INVALID_VALUE', 'synonyms[1]'],
  ['too long a phrase', { synonyms: ['sofa', 'a b c d e f g'] }, 'LIMIT_EXCEEDED', 'synonyms[1]'],
  ['too many characters', { root: 'x'.repeat(101), synonyms: ['sofa'] }, 'LIMIT_EXCEEDED', 'root'],
  ['too many words', { synonyms: Array.from({ length: 51 }, (_, at) => `w${at}`) }, 'LIMIT_EXCEEDED', 'synonyms'],
  ['an unknown language', { synonyms: ['a', 'b'], language: 'x' }, 'INVALID_VALUE', 'language'],
  ['an unknown member', { synonyms: ['a', 'b'], oneWay: true }, 'UNKNOWN_PARAMETER', 'oneWay'],
  ['another id', { id: 'y', synonyms: ['a', 'b'] }, 'INVALID_VALUE', 'id'],
])('refuses %s', async (_, input, code, path) => {
  await expect(synonyms.put('products', 'x', input as Synonym)).rejects.toMatchObject({ code, faults: [{ path }] });
  expect(await synonyms.list('products')).toEqual([]);
});

it('refuses ids that are none, and more than there is room for', async () => {
  await expect(synonyms.put('products', 'a b', { synonyms: ['a', 'b'] })).rejects.toMatchObject({ code: 'INVALID_ID' });
  await expect(synonyms.get('products', 'x')).rejects.toMatchObject({ code: 'SYNONYM_NOT_FOUND', status: 404 });
  await expect(synonyms.delete('products', 'x')).rejects.toMatchObject({ code: 'SYNONYM_NOT_FOUND' });
  const fields = Array.from({ length: SYNONYM_LIMITS.count }, (_, at) => [`id${at}`, '{"synonyms":["a","b"]}']).flat();
  await connection.send(['HSET', keys.synonyms('products', null), ...fields]);
  await expect(synonyms.put('products', 'x', { synonyms: ['a', 'b'] })).rejects.toMatchObject({
    code: 'LIMIT_EXCEEDED',
  });
  expect(await synonyms.put('products', 'id7', { synonyms: ['a', 'c'] })).toMatchObject({ created: false });
});
