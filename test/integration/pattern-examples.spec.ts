import { products } from '../../src/server/catalog/products.js';
import { openDocumentStore } from '../support/document-store.js';
import type { DocumentStore } from '../support/document-store.js';
import { runExample } from '../support/run-example.js';
import { sampleProduct } from '../support/sample-product.js';

let store: DocumentStore;

beforeAll(async () => {
  store = await openDocumentStore();
  await store.publish(products);
});
afterAll(() => store.close());

const run = (section: string) => {
  const { connection, keys, definitions } = store;
  return runExample(section, { connection, keys, definitions });
};

it('the example of the circuit breaker reads through it', async () => {
  expect(await run('Circuit breaker')).toEqual(['20 false closed', '20']);
});

it('the example of the cache keeps, forgets and writes through', async () => {
  expect(await run('Cache')).toEqual(['20 cache', '25', '30 cache']);
});

it('the example of stock sells, gives back and restocks', async () => {
  const repository = store.repository(products);
  await repository.put(sampleProduct('shirt', { stock: 5 }) as never);
  await run('Stock');
  expect((await repository.getPath('shirt', 'stock'))?.value).toBe(13);
});

it('the example of sessions keeps a cart', async () => {
  expect(await run('Sessions')).toEqual(['user 7 {"cart":["42"]}', '1']);
});

it('the example of rate limits refuses the sixth login', async () => {
  expect(await run('Rate limits')).toEqual(['true 5 4 true 0', 'false true']);
});

it('the example of locks holds one', async () => {
  expect(await run('Locks')).toEqual(['fetch true true', 'store true true']);
});

it('the example of transactions moves each amount once', async () => {
  expect(await run('Transactions')).toEqual(['5000,10000']);
});

it('the example of counters, sets and leaderboards counts and ranks', async () => {
  expect(await run('Counters, sets and leaderboards')).toEqual([
    '2 2',
    '2 3',
    'post 2',
    '1 desk 5',
    '2 chair 3',
    '2 lamp 3',
  ]);
});

it('the example of hash objects and feeds keeps a cart and visits', async () => {
  expect(await run('Hash objects and feeds')).toEqual([
    '{"owner":"ann","items":1,"voucher":"SPRING","lines":[{"sku":"lamp"}]}',
    'SPRING ',
    '3 chair',
    '2 desk',
  ]);
});

it('the example of queues sends each mail once', async () => {
  expect(await run('Queues')).toEqual([
    'ann@example.com 1',
    'bob@example.com 1',
    '{"waiting":0,"delayed":0,"active":0,"dead":0}',
  ]);
});

it('the example of events hears them', async () => {
  const lines = await run('Events');
  expect(lines.toSorted()).toEqual(['orders.paid 4711', 'orders.sent 4711', 'parcel DE 1']);
});

it('the example of streams books each order once', async () => {
  expect(await run('Streams')).toEqual(['2000', '4711', '4712']);
});

it('the example of short links follows one', async () => {
  expect(await run('Short links')).toEqual(['https://shop.example/search?q=lamp 1', 'https://news.example/ 1 1']);
});

it('the example of monitoring looks at the engine', async () => {
  expect((await run('Monitoring')).slice(0, 2)).toEqual(['master true', 'true true true']);
});
