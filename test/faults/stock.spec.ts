import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { partitionOf } from '../../src/lib/collections/partition.js';
import { fromDefinitionJson } from '../../src/lib/collections/definition-json.js';
import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { DocumentRepository } from '../../src/lib/documents/document-repository.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { Stock } from '../../src/lib/stock/stock.js';
import { spawnTypeScript, until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { GOODS } from '../support/stock-lab.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import type { TcpProxy } from '../support/tcp-proxy.js';

const keys = createKeys('faults');
const STOCK = 1_500;

let redis: RedisProcess;
let proxy: TcpProxy;
let connection: RedisConnection;
let repository: DocumentRepository;
let stock: Stock;
let buyers: Buyer[] = [];

interface Buyer {
  readonly process: ChildProcess;
  readonly lines: string[];
}

beforeEach(async () => {
  redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  proxy = await startTcpProxy(redis.port);
  connection = await openConnection({ url: redis.url, reconnect: { graceMs: 20_000 } });
});
afterEach(async () => {
  for (const buyer of buyers) buyer.process.kill('SIGKILL');
  buyers = [];
  await connection.close();
  await proxy.close();
  await redis.close();
});

async function openShop(partitions: number, ids: readonly string[]): Promise<void> {
  const definitions = new DefinitionStore(connection, keys);
  const collection = fromDefinitionJson('goods', { ...GOODS, partitions });
  await definitions.publish({ serving: collection, other: null, source: 'stored', state: 'ready' }, null);
  const access = { definitions: definitions.handle('goods'), connection, keys };
  repository = new DocumentRepository(access);
  stock = new Stock(access);
  for (const id of ids) await repository.put({ id, stock: STOCK, inStock: true });
}

function startBuyer(name: string, ids: readonly string[]): Buyer {
  const lines = JSON.stringify(ids.map((id) => ({ id, quantity: 1 })));
  const url = `redis://127.0.0.1:${proxy.port}`;
  const process = spawnTypeScript(join(import.meta.dirname, '../support/buyer.ts'), [url, 'faults', name, lines]);
  const buyer: Buyer = { process, lines: [] };
  createInterface({ input: process.stdout! }).on('line', (line) => buyer.lines.push(line));
  buyers.push(buyer);
  return buyer;
}

const sales = () => buyers.flatMap(({ lines }) => lines.filter((line) => line !== 'started' && line !== 'done'));
const allBuy = () => until('a sale of each buyer', () => buyers.every(({ lines }) => lines.length > 1), 40_000);
const soldAtLeast = (count: number) => until(`${count} sales`, () => sales().length >= count, 40_000);
const isDone = ({ lines, process }: Buyer) => lines.includes('done') || process.signalCode !== null;

/** All reservations that the engine knows, by state. */
async function countStates(partitions: number): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  let cursor = '0';
  do {
    const match = `${keys.namespace}:{goods*:stock:record:*`;
    const [next, found] = (await connection.send(['SCAN', cursor, 'MATCH', match, 'COUNT', '1000'])) as [
      string,
      string[],
    ];
    cursor = next;
    const deciding = found.filter((key) => {
      const name = key.slice(key.indexOf(':record:') + 8);
      return !name.includes('.') && (partitions === 1 || key.includes(`{goods.${partitionOf(name, partitions)}}`));
    });
    for (const state of await connection.pipeline(deciding.map((key) => ['HGET', key, 'state']))) {
      const name = typeof state === 'string' ? state : 'none';
      counts[name] = (counts[name] ?? 0) + 1;
    }
  } while (cursor !== '0');
  return counts;
}

async function expectNothingLost(partitions: number, ids: readonly string[]): Promise<void> {
  let left: unknown[] = [];
  await until(
    'all reservations have ended',
    async () => {
      await stock.sweep();
      const { held = 0, pending = 0, aborted = 0 } = await countStates(partitions);
      return held + pending + aborted === 0;
    },
    40_000,
  );
  left = await Promise.all(ids.map(async (id) => (await repository.getPath(id, 'stock'))?.value));
  const { committed = 0 } = await countStates(partitions);
  expect(left).toEqual(ids.map(() => STOCK - committed));
  const known = sales();
  expect(new Set(known).size).toBe(known.length);
  expect(known.length).toBeLessThanOrEqual(committed);
  for (const id of known) expect(await stock.find(id)).toMatchObject({ state: 'committed' });
}

it.each([
  ['one partition', 1, ['a', 'b']],
  ['several partitions', 4, ['a', 'b', 'c', 'd', 'e']],
])('buyers of %s that are killed sell nothing twice and lose nothing', async (_, partitions, ids) => {
  await openShop(partitions, ids);
  for (let number = 0; number < 3; number++) startBuyer(`buyer ${number}`, ids);
  await allBuy();
  buyers[0]!.process.kill('SIGKILL');
  await soldAtLeast(sales().length + 40);
  buyers[1]!.process.kill('SIGKILL');
  await soldAtLeast(sales().length + 20);
  buyers[2]!.process.kill('SIGKILL');
  await until('all are dead', () => buyers.every(isDone));
  await expectNothingLost(partitions, ids);
  expect(await stock.reserve(ids.map((id) => ({ id, quantity: 1 })))).toMatchObject({ state: 'held' });
});

it('connections that break off and an engine that is killed sell nothing twice and lose nothing', async () => {
  const ids = ['a', 'b'];
  await openShop(1, ids);
  for (let number = 0; number < 2; number++) startBuyer(`buyer ${number}`, ids);
  await allBuy();
  proxy.hangUp();
  await soldAtLeast(sales().length + 20);
  await redis.kill();
  await redis.start();
  await soldAtLeast(sales().length + 50);
  await redis.kill();
  await redis.start();
  await soldAtLeast(sales().length + 50);
  for (const { process } of buyers) process.kill('SIGKILL');
  await until('all are dead', () => buyers.every(isDone));
  await expectNothingLost(1, ids);
});
