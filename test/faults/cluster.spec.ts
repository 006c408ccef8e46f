import calculateSlot from 'cluster-key-slot';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import { EngineError } from '../../src/lib/errors/engine-errors.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { defineScript, scriptCommand } from '../../src/lib/redis/script.js';
import { Cache } from '../../src/lib/state/cache/cache.js';
import { Stock } from '../../src/lib/stock/stock.js';
import { products } from '../../src/server/catalog/products.js';
import { OpenedConnections } from '../support/opened-connections.js';
import { PRINTED } from '../support/printed-by-examples.js';
import { until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';
import { startCluster } from '../support/redis-cluster.js';
import type { RedisCluster } from '../support/redis-cluster.js';
import { runExample } from '../support/run-example.js';
import { sampleProduct } from '../support/sample-product.js';
import { GOODS } from '../support/stock-lab.js';
import { createCollection, putAll } from '../support/test-shop.js';

const opened = new OpenedConnections();
const APPEND = defineScript("#!lua\nreturn redis.call('RPUSH', KEYS[1], ARGV[1])");
const NUMBERS = Array.from({ length: 60 }, (_, number) => number);
let cluster: RedisCluster;

beforeAll(async () => {
  cluster = await startCluster();
}, 90_000);
afterAll(async () => {
  await opened.close();
  await cluster.close();
});

const connect = (more: object = {}) => opened.open({ ...cluster.options, commandTimeoutMs: 10_000, ...more });

it('each command goes to the node that has its key', async () => {
  const connection = await connect();
  expect(connection.capabilities).toMatchObject({ cluster: true, searchable: false });
  expect(connection.primaries()).toHaveLength(3);
  await Promise.all(NUMBERS.map((number) => connection.send(['SET', `k${number}`, String(number)])));
  const sizes = await Promise.all(connection.primaries().map((node) => node.send(['DBSIZE'])));
  expect(sizes.every((size) => Number(size) > 0)).toBe(true);
  expect(await Promise.all(NUMBERS.map((number) => connection.send(['GET', `k${number}`])))).toEqual(
    NUMBERS.map(String),
  );
});

it('commands, scripts and transactions of one pipeline are split by node and answered in order', async () => {
  const connection = await connect();
  const replies = await connection.pipeline([
    ...NUMBERS.map((number) => ['SET', `p${number}`, String(number)]),
    ['MULTI'],
    ['INCR', '{own}a'],
    ['INCR', '{own}a'],
    ['EXEC'],
    ...NUMBERS.map((number) => scriptCommand(APPEND, [`list${number}`], [String(number)])),
    ['NONSENSE', 'p1'],
    ...NUMBERS.map((number) => ['GET', `p${number}`]),
  ]);
  expect(replies).toEqual([
    ...NUMBERS.map(() => 'OK'),
    ...['OK', 'QUEUED', 'QUEUED', [1, 2]],
    ...NUMBERS.map(() => 1),
    expect.any(EngineError),
    ...NUMBERS.map(String),
  ]);
});

it('keys of several nodes in one command are refused, and the error says what to do', async () => {
  const connection = await connect();
  await expect(connection.send(['MGET', 'a', 'b'])).rejects.toMatchObject({
    message: expect.stringMatching(/hash tag/),
  });
  await expect(connection.send(['SCAN', '0'])).rejects.toMatchObject({ message: expect.stringMatching(/primaries/) });
});

it('a slot that moved is followed, by commands, scripts and pipelines', async () => {
  const connection = await connect();
  const key = 'moves';
  const slot = calculateSlot(key);
  await connection.send(['SET', key, '1']);
  await connection.send(['DEL', key]);
  await cluster.moveEmptySlot(slot);
  expect(await connection.send(['SET', key, '2'])).toBe('OK');
  await connection.send(['DEL', key]);
  await cluster.moveEmptySlot(slot);
  expect(
    await connection.pipeline([
      ['SET', key, '3'],
      ['GET', key],
    ]),
  ).toEqual(['OK', '3']);
  await connection.send(['DEL', key]);
  await cluster.moveEmptySlot(slot);
  expect(await connection.run(APPEND, [key], ['4'])).toBe(1);
  await connection.send(['DEL', key]);
  await cluster.moveEmptySlot(slot);
  expect(await connection.pipeline([['MULTI'], ['SET', key, '5'], ['GET', key], ['EXEC']])).toEqual([
    ...['OK', 'QUEUED', 'QUEUED', ['OK', '5']],
  ]);
});

it('a key on its way to another node is asked for there', async () => {
  const connection = await connect();
  const key = 'on its way';
  const slot = String(calculateSlot(key));
  const from = await cluster.ownerOf(Number(slot));
  const to = cluster.nodes.slice(0, 3).find((node) => node !== from)!;
  const [fromId] = await sendTo(from.url, ['CLUSTER', 'MYID']);
  const [toId] = await sendTo(to.url, ['CLUSTER', 'MYID']);
  await sendTo(to.url, ['CLUSTER', 'SETSLOT', slot, 'IMPORTING', String(fromId)]);
  await sendTo(from.url, ['CLUSTER', 'SETSLOT', slot, 'MIGRATING', String(toId)]);
  expect(await connection.send(['SET', key, 'there'])).toBe('OK');
  expect(
    await connection.pipeline([
      ['GET', key],
      ['APPEND', key, '!'],
    ]),
  ).toEqual(['there', 6]);
  expect(await connection.run(APPEND, [`{${key}}list`], ['1'])).toBe(1);
  expect(await sendTo(to.url, ['ASKING'], ['GET', key])).toEqual(['OK', 'there!']);
  await sendTo(to.url, ['CLUSTER', 'SETSLOT', slot, 'NODE', String(toId)]);
  await sendTo(from.url, ['CLUSTER', 'SETSLOT', slot, 'NODE', String(toId)]);
  expect(await connection.send(['GET', key])).toBe('there!');
});

it('a lent connection keeps to the node of its keys; messages reach every node', async () => {
  const connection = await connect();
  for (const key of ['x', 'y', 'z']) {
    const replies = await connection.exclusive(async (own) => {
      await own.send(['WATCH', key]);
      return own.pipeline([['MULTI'], ['SET', key, '1'], ['EXEC']]);
    });
    expect(replies.at(-1)).toEqual(['OK']);
  }
  await connection.exclusive(async (own) => {
    const [near, far] = await keysOfTwoNodes();
    await own.send(['WATCH', near]);
    await expect(own.send(['WATCH', far])).rejects.toMatchObject({ message: expect.stringMatching(/hash tag/) });
  });
  const other = await connect();
  const heard: string[] = [];
  await connection.subscriber.subscribe('news', (message) => heard.push(message));
  await other.send(['PUBLISH', 'news', 'hello']);
  await until('the message', () => heard.includes('hello'));
});

it('a cache keeps values on all nodes, and makes them invalid together', async () => {
  const cache = new Cache(await connect(), createKeys('clustered'));
  let loads = 0;
  const double = cache.wrap({ prefix: 'double', ttlMs: 60_000 }, (number: number) => {
    loads++;
    return Promise.resolve(2 * number);
  });
  const doubles = () => Promise.all(NUMBERS.map((number) => double(number)));
  await double(0);
  await doubles();
  expect(await doubles()).toEqual(NUMBERS.map((number) => 2 * number));
  expect(loads).toBe(NUMBERS.length);
  expect(await double.read(1)).toMatchObject({ value: 2, source: 'cache' });
  await double.invalidateAll();
  await double(1);
  expect(loads).toBe(NUMBERS.length + 1);
  await cache.close();
});

it('replicas answer reads that ask for one', async () => {
  const connection = await connect({ replicas: 1 });
  await connection.send(['SET', 'copied', '1']);
  const role = async () => {
    const [[name]] = (await connection.pipeline([['ROLE']], { consistency: 'replica' })) as [[string]];
    return name;
  };
  await until('a replica', async () => (await role()) === 'slave');
  await until('the copy', async () => (await connection.send(['GET', 'copied'], { consistency: 'replica' })) === '1');
});

it('documents of all partitions are written, changed, counted and deleted; a search is refused', async () => {
  const connection = await connect();
  const { repository, search } = await createCollection(connection, createKeys('c'), 'things', {
    fields: { name: { kind: 'text' } },
    partitions: 4,
  });
  await Promise.all(NUMBERS.map((number) => repository.put({ id: `t${number}`, name: `thing ${number}` })));
  await repository.patch('t1', { name: 'changed' });
  await repository.delete('t2');
  expect(await repository.count()).toBe(NUMBERS.length - 1);
  const read = await repository.getMany(['t1', 't2', 't3']);
  expect(read.map((found) => found?.document.name ?? null)).toEqual(['changed', null, 'thing 3']);
  await expect(search.search({ q: 'thing' })).rejects.toMatchObject({
    code: 'NOT_SUPPORTED',
    message: expect.stringMatching(/Run Redis 8/),
  });
});

it('stock of several partitions is reserved, sold and given back as a whole', async () => {
  const connection = await connect();
  const keys = createKeys('goods');
  const { repository } = await createCollection(connection, keys, 'goods', { ...GOODS, partitions: 4 });
  const ids = NUMBERS.slice(0, 8).map((number) => `g${number}`);
  await putAll(
    repository,
    ids.map((id) => ({ id, name: id, stock: 5, inStock: true })),
  );
  const stock = new Stock({ definitions: new DefinitionStore(connection, keys).handle('goods'), connection, keys });
  const lines = ids.map((id) => ({ id, quantity: 2 }));
  const quantities = () => Promise.all(ids.map(async (id) => (await repository.getPath(id, 'stock'))?.value));
  const sold = await stock.reserve(lines, { ttlMs: 60_000, idempotencyKey: 'one' });
  await stock.commit(sold.id);
  const returned = await stock.reserve(lines, { ttlMs: 60_000, idempotencyKey: 'two' });
  expect(await quantities()).toEqual(ids.map(() => 1));
  await stock.release(returned.id);
  expect(await quantities()).toEqual(ids.map(() => 3));
  await expect(
    stock.reserve([{ id: 'g0', quantity: 4 }], { ttlMs: 60_000, idempotencyKey: 'three' }),
  ).rejects.toMatchObject({
    code: 'INSUFFICIENT_STOCK',
  });
});

it.each(Object.entries(PRINTED))(
  'the example of the pattern does the same on a cluster: %s',
  async (pattern, printed) => {
    const connection = await connect();
    const keys = createKeys('shop');
    const definitions = new DefinitionStore(connection, keys);
    definitions.attach(products);
    if ((await definitions.load('products')) === null) {
      await definitions.publish({ source: 'code', serving: products, other: null, state: 'ready' }, null);
    }
    const access = { definitions: definitions.handle('products'), connection, keys, collection: products };
    await new DocumentRepository(access).put(sampleProduct('shirt', { stock: 5 }) as never);
    const lines = await runExample(pattern, { connection, keys, definitions });
    expect(lines.slice(0, printed.length).toSorted()).toEqual(printed.toSorted());
  },
);

it('writes go on by themselves when a primary is killed under load', async () => {
  const connection = await connect();
  const victim = await cluster.ownerOf(calculateSlot('k0'));
  const load = { stop: false };
  const failures = new Set<string>();
  let done = 0;
  const running = (async () => {
    for (let number = 0; !load.stop; number++) {
      const [reply] = await connection.pipeline([['SET', 'k0', String(number)]]);
      if (reply instanceof EngineError) failures.add(reply.code);
      else done++;
      if (reply instanceof Error) await new Promise((wake) => setTimeout(wake, 20));
    }
  })();
  await until('work', () => done > 50);
  await victim.kill();
  const before = done;
  await until('writes', () => done > before + 50, 60_000);
  load.stop = true;
  await running;
  expect([...failures].filter((code) => !/^ENGINE_(UNAVAILABLE|TIMEOUT|READ_ONLY)$/.test(code))).toEqual([]);
  await until('all nodes', () => connection.isReady(), 60_000);
  expect(connection.losses()).toBeGreaterThan(0);
}, 120_000);

async function keysOfTwoNodes(): Promise<[string, string]> {
  const near = 'k0';
  const owner = await cluster.ownerOf(calculateSlot(near));
  for (const number of NUMBERS) {
    if ((await cluster.ownerOf(calculateSlot(`k${number}`))) !== owner) return [near, `k${number}`];
  }
  throw new Error('All keys lie on one node.');
}
