import { createCollection } from '../../src/lib/collections/create-collection.js';
import { numeric, tag, vector } from '../../src/lib/collections/fields.js';
import { openDocumentStore } from '../support/document-store.js';
import type { DocumentStore } from '../support/document-store.js';

const fields = {
  price: numeric(),
  'variants[].color': tag({ facet: true }),
  embedding: vector({ dimensions: 2 }),
  'media.embedding': vector({ dimensions: 3 }),
};
const one = createCollection('one', null, fields, {});
const three = createCollection('three', null, fields, { partitions: 3, id: 'sku' });

let store: DocumentStore;
beforeAll(async () => {
  store = await openDocumentStore();
  await store.publish(one, three);
});
afterAll(() => store.close());

const rich = {
  id: 'rich',
  price: 0.1,
  specs: { layout: 'DE', keys: 87 },
  variants: [{ color: 'Red', stock: 3 }, { color: 'blue' }],
  embedding: [0.1, -2],
  media: { url: 'u', embedding: [1, 0, 1e-7] },
};

describe('get', () => {
  beforeAll(() => store.repository(one).put(rich));

  it.each([
    [['price'], { price: 0.1 }],
    [
      ['specs.layout', 'variants[].color'],
      { specs: { layout: 'DE' }, variants: [{ color: 'Red' }, { color: 'blue' }] },
    ],
    [['embedding'], { embedding: [0.1, -2] }],
    [['media'], { media: rich.media }],
    [['media.url'], { media: { url: 'u' } }],
    [['media.embedding', 'id'], { id: 'rich', media: { embedding: [1, 0, 1e-7] } }],
    [['nothing'], {}],
  ])('gives the fields %j', async (wanted, document) => {
    expect((await store.repository(one).get('rich', { fields: wanted }))?.document).toEqual(document);
  });

  it('does not read vectors that are not asked for', async () => {
    const sent: string[][] = [];
    const spied = {
      ...store.connection,
      pipeline: (commands: string[][]) => {
        sent.push(...commands);
        return store.connection.pipeline(commands);
      },
    };
    await store.repository(one, { connection: spied }).get('rich', { fields: ['price', 'media.url'] });
    expect(sent).toEqual([['JSON.GET', 'test:{one}:doc:rich', '$.doc', '$.meta']]);
  });

  it('refuses a field that is no path', async () => {
    await expect(store.repository(one).get('rich', { fields: ['a[0]'] })).rejects.toMatchObject({
      code: 'INVALID_VALUE',
    });
  });
});

describe('paths', () => {
  it('are read, set, raised and appended to', async () => {
    const repository = store.repository(one);
    await repository.put({ ...rich, id: 'paths' });
    const versions = [
      (await repository.setPath('paths', 'variants[1].stock', 4)).version,
      (await repository.increment('paths', 'variants[0].stock', -2)).version,
      (await repository.append('paths', 'variants', [{ color: 'green' }, null])).version,
      (await repository.setPath('paths', 'embedding[1]', 5)).version,
    ];
    expect([...versions].sort((a, b) => a - b)).toEqual(versions);
    expect((await repository.get('paths'))?.document).toEqual({
      ...rich,
      id: 'paths',
      variants: [{ color: 'Red', stock: 1 }, { color: 'blue', stock: 4 }, { color: 'green' }, null],
      embedding: [0.1, 5],
    });
    expect(await repository.getPath('paths', 'variants[0].stock')).toEqual({ value: 1, version: versions.at(-1) });
    expect(await repository.getPath('paths', 'media.embedding[2]')).toMatchObject({ value: 1e-7 });
    expect((await repository.getPath('paths', 'variants[9]'))?.value).toBeUndefined();
    expect(await repository.increment('paths', 'price', 0.2)).toMatchObject({ value: 0.1 + 0.2 });
  });

  it('are refused where they lead nowhere, and where the document would not fit', async () => {
    const repository = store.repository(one);
    await repository.put({ ...rich, id: 'wrong' });
    const change = expect.objectContaining({ code: 'INVALID_VALUE' });
    await expect(repository.setPath('wrong', 'a.b', 1)).rejects.toEqual(change);
    await expect(repository.setPath('wrong', 'a b..c', 1)).rejects.toEqual(change);
    await expect(repository.setPath('wrong', 'price', undefined)).rejects.toEqual(change);
    await expect(repository.increment('wrong', 'sold')).rejects.toEqual(change);
    await expect(repository.increment('wrong', 'price', Infinity)).rejects.toEqual(change);
    await expect(repository.append('wrong', 'specs', [1])).rejects.toEqual(change);
    await expect(repository.setPath('wrong', 'price', 'cheap')).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    await expect(repository.setPath('wrong', 'id', 'other')).rejects.toMatchObject({ code: 'INVALID_ID' });
    await repository.setPath('wrong', 'count', 2 ** 53 - 1);
    await expect(repository.increment('wrong', 'count', 1)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
    const half = 'x'.repeat(600_000);
    await repository.setPath('wrong', 'texts', [half]);
    await expect(repository.append('wrong', 'texts', [half])).rejects.toMatchObject({ code: 'DOCUMENT_TOO_LARGE' });
    const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) });
    await repository.setPath('wrong', 'deep', nested(60));
    await expect(repository.setPath('wrong', `deep${'.a'.repeat(60)}`, nested(59))).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });
});

describe('getMany', () => {
  it('gives documents in the order of the ids, null for those that are missing', async () => {
    const repository = store.repository(three);
    const documents = Array.from({ length: 20 }, (_, index) => ({ sku: `sku ${index}`, price: index }));
    for (const document of documents) await repository.put(document);
    const found = await repository.getMany(['sku 7', 'none', 'sku 3', 'sku 7', 'sku 19']);
    expect(found.map((hit) => hit?.document ?? null)).toEqual([
      documents[7],
      null,
      documents[3],
      documents[7],
      documents[19],
    ]);
    expect(await repository.getMany([])).toEqual([]);
  });

  it('takes a thousand ids', async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `none ${index}`);
    expect(await store.repository(three).getMany(ids)).toEqual(ids.map(() => null));
    await expect(store.repository(three).getMany([...ids, 'x'])).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  });

  it('takes numbers for ids', async () => {
    const repository = store.repository(one);
    await repository.put({ id: 42, price: 1 });
    expect((await repository.getMany([42, '42'])).map((hit) => hit?.document)).toEqual([
      { id: 42, price: 1 },
      { id: 42, price: 1 },
    ]);
  });
});

describe('a vector', () => {
  it('is found by a process that does not know that it was moved', async () => {
    const before = createCollection('moving', null, { price: numeric() }, {});
    const after = createCollection('moving', null, fields, {});
    await store.publish(before);
    const late = await store.connect();
    await late.repository(before).put({ id: 'a', price: 1 });
    const record = await store.definitions.inspect('moving');
    await store.definitions.publish({ source: 'stored', serving: after, other: null, state: 'ready' }, record);
    const repository = store.repository(after, { collection: undefined as never });
    await repository.put({ ...rich, id: 'b' });
    expect((await late.repository(before).get('b'))?.document).toEqual({ ...rich, id: 'b' });
  });
});
