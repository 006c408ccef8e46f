import fc from 'fast-check';
import { createCollection } from '../../src/lib/collections/create-collection.js';
import { layoutOf } from '../../src/lib/collections/field-layout.js';
import { packedFacetsOf } from '../../src/lib/collections/packed-facets.js';
import { toJsonDocument } from '../../src/lib/documents/json-document.js';
import { anyDocument, everyField } from '../support/arbitrary-document.js';
import { collect } from '../support/collect.js';
import { openDocumentStore } from '../support/document-store.js';
import type { DocumentStore } from '../support/document-store.js';
import { TEST_SEED } from '../support/test-seed.js';

let store: DocumentStore;
beforeAll(async () => {
  store = await openDocumentStore();
});
afterAll(() => store.close());

describe.each([[1], [3]])('documents at random in %i partitions', (partitions) => {
  const collection = createCollection(`every${partitions}`, null, everyField, { partitions });
  beforeAll(() => store.publish(collection));

  it(`are all indexed if they are accepted, and read as they were given (seed ${TEST_SEED})`, async () => {
    const documents = fc
      .sample(anyDocument, { numRuns: 3_000, seed: TEST_SEED + partitions })
      .map((document, index) => ({
        ...document,
        id: `d${index}`,
      }));
    const repository = store.repository(collection);
    const results = await collect(repository.putMany(documents));
    const accepted = results.filter(({ status }) => status === 'created').map(({ index }) => index);
    const codes = new Set(results.flatMap(({ error }) => (error === undefined ? [] : [error.code])));
    expect([...codes]).toEqual(['VALIDATION_FAILED']);
    expect(accepted.length).toBeGreaterThan(documents.length / 10);
    expect(await store.indexed(collection)).toEqual({ documents: accepted.length, failures: 0 });
    for (let start = 0; start < accepted.length; start += 500) {
      const part = accepted.slice(start, start + 500).flatMap((index) => documents[index] ?? []);
      const found = await repository.getMany(part.map(({ id }) => id));
      expect(found.map((hit) => hit?.document)).toEqual(part.map((document) => toJsonDocument(document, [])));
    }
  });
});

describe('documents of a collection that indexes nothing', () => {
  const collection = createCollection('anything', null, {}, {});
  beforeAll(() => store.publish(collection));

  it('are read as they were given', async () => {
    const repository = store.repository(collection);
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' }),
      fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), fc.double(), { maxKeys: 4 }),
    );
    let number = 0;
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        const document = { id: `v${++number}`, given };
        const plain = toJsonDocument(document, []);
        fc.pre(plain !== undefined);
        await repository.create(document);
        expect((await repository.get(document.id))?.document).toEqual(plain);
      }),
      { numRuns: 500 },
    );
    expect(await store.indexed(collection)).toEqual({ documents: await repository.count(), failures: 0 });
  });

  it('may have a depth of 120 and a size of a megabyte', async () => {
    const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) });
    const documents = [
      { id: 'deep', a: nested(118) },
      { id: 'large', a: 'ä€😀\x01'.repeat(69_000) },
    ];
    const repository = store.repository(collection);
    for (const document of documents) {
      await repository.create(document);
      expect((await repository.get(document.id))?.document).toEqual(document);
    }
  });
});

describe('what is stored', () => {
  const collection = createCollection('rich', null, everyField, {});
  beforeAll(() => store.publish(collection));

  it('is the document, what search needs of it, and its meta data', async () => {
    const { version } = await store.repository(collection).create({
      id: 'r"1',
      name: ['Crème Brûlée', 'Straße'],
      sku: 'K2-BLK',
      brand: ['Big Cat', 'big cat'],
      path: 'Audio > In-Ear',
      price: [9.5, 3],
      inStock: true,
      released: '2026-01-02',
      place: { lat: 52.5, lon: 13.4 },
      embedding: [1, 0, 0.5],
      specs: { layout: 'DE', keys: 87, odd: null },
      flags: [true, false],
      variants: [{ color: 'Red', price: 1, sizes: [1, 2], at: '2026-01-01T00:00:00.5+01:00' }, { color: 'RED' }],
      media: { embedding: [2, 1], url: 'u' },
      unknown: [{ a: 1 }],
    });
    const reply = await store.connection.send(['JSON.GET', 'test:{rich}:doc:r"1', '$']);
    const [envelope] = JSON.parse(reply as string) as { doc: object; idx: Record<string, unknown>; meta: object }[];
    const layout = layoutOf(collection);
    const names = (path: string) => layout.get(path)!.members;
    expect(envelope).toEqual({
      doc: {
        id: 'r"1',
        name: ['Crème Brûlée', 'Straße'],
        sku: 'K2-BLK',
        brand: ['Big Cat', 'big cat'],
        path: 'Audio > In-Ear',
        price: [9.5, 3],
        inStock: true,
        released: '2026-01-02',
        place: { lat: 52.5, lon: 13.4 },
        specs: { layout: 'DE', keys: 87, odd: null },
        flags: [true, false],
        variants: [{ color: 'Red', price: 1, sizes: [1, 2], at: '2026-01-01T00:00:00.5+01:00' }, { color: 'RED' }],
        media: { url: 'u' },
        unknown: [{ a: 1 }],
      },
      idx: {
        [names('name').words]: '\uF8F0creme creme brulee \uF8F0strasse strasse',
        [names('name').sort]: ['creme brulee', 'strasse'],
        [names('sku').filter]: 'k2blk',
        [names('sku').sort]: ['k2-blk'],
        [names('brand').filter]: ['big cat'],
        [names('brand').facet]: 'Big Cat',
        [names('brand').words]: 'big cat \uF8F1big\uF8F1cat big cat \uF8F1big\uF8F1cat',
        [names('brand').sort]: ['big cat'],
        [names('path').filter]: ['audio', 'audio > in-ear'],
        [names('path').facet]: 'Audio\x1fAudio > In-Ear',
        [names('path').words]: 'audio \uF8F1audio in ear \uF8F1in\uF8F1ear',
        [names('price').sort]: [3, 9.5],
        [names('released').filter]: Date.UTC(2026, 0, 2),
        [names('released').sort]: [Date.UTC(2026, 0, 2)],
        [names('place').filter]: '13.4,52.5',
        [names('embedding').filter]: [1, 0, 0.5],
        [names('specs.layout').filter]: ['de'],
        [names('specs.keys').sort]: [87],
        [names('flags[]').filter]: ['true', 'false'],
        [names('variants[].color').filter]: ['red'],
        [names('variants[].color').facet]: 'Red',
        [packedFacetsOf(layout)!.member]: 'ABig Cat\x1fBAudio\x1fBAudio > In-Ear\x1fCRed',
        [names('variants[].price').sort]: [1],
        [names('variants[].at').filter]: Date.UTC(2025, 11, 31, 23, 0, 0, 500),
        [names('media.embedding').filter]: [2, 1],
        has: [...layout.keys()]
          .filter((path) => path !== 'variants[].place')
          .flatMap((path) => [names(path).filter, ...(['name', 'price'].includes(path) ? [names(path).several] : [])]),
      },
      meta: {
        id: 'r"1',
        version,
        created: expect.any(Number),
        updated: expect.any(Number),
        shape: expect.stringMatching(/^[0-9a-f]{8}$/),
        marks: expect.stringMatching(/^[0-9a-f]{8}[\w-]+$/),
        vectors: { embedding: names('embedding').filter, 'media.embedding': names('media.embedding').filter },
      },
    });
  });
});
