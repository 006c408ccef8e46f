import { products } from '../../src/server/catalog/products.js';
import { openDocumentStore } from '../support/document-store.js';
import type { DocumentStore } from '../support/document-store.js';
import { PRINTED } from '../support/printed-by-examples.js';
import { runExample } from '../support/run-example.js';
import { sampleProduct } from '../support/sample-product.js';

let store: DocumentStore;

beforeAll(async () => {
  store = await openDocumentStore();
  await store.publish(products);
});
afterAll(() => store.close());

it.each(Object.entries(PRINTED))('the example of the section does what it says: %s', async (section, printed) => {
  const { connection, keys, definitions } = store;
  const repository = store.repository(products);
  await repository.put(sampleProduct('shirt', { stock: 5 }) as never);
  const lines = await runExample(section, { connection, keys, definitions });
  expect(lines.slice(0, printed.length).toSorted()).toEqual(printed.toSorted());
  expect((await repository.getPath('shirt', 'stock'))?.value).toBe(section === 'Stock' ? 13 : 5);
});
