import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { spawnTypeScript, until } from '../support/processes.js';
import { startRedis } from '../support/redis-process.js';
import type { RedisProcess } from '../support/redis-process.js';
import { startTcpProxy } from '../support/tcp-proxy.js';
import type { TcpProxy } from '../support/tcp-proxy.js';
import { accountKey } from '../support/transfers.js';

const keys = createKeys('faults');
const payers: ChildProcess[] = [];
const known = new Map<string, string>();
let redis: RedisProcess;
let proxy: TcpProxy;
let connection: RedisConnection;

beforeAll(async () => {
  redis = await startRedis({ args: ['--appendonly', 'yes', '--appendfsync', 'always'] });
  proxy = await startTcpProxy(redis.port);
  connection = await openConnection({ url: redis.url, reconnect: { graceMs: 20_000 } });
});
afterAll(async () => {
  for (const payer of payers) payer.kill('SIGKILL');
  await connection.close();
  await proxy.close();
  await redis.close();
});

function startPayer(name: string): void {
  const url = `redis://127.0.0.1:${proxy.port}`;
  const payer = spawnTypeScript(join(import.meta.dirname, '../support/payer.ts'), [url, 'faults', name]);
  createInterface({ input: payer.stdout! }).on('line', (line) => {
    const [id = '', from = ''] = line.split(' ');
    known.set(id, from);
  });
  payers.push(payer);
}

const knownOf = (name: string) => [...known.keys()].filter((id) => id.startsWith(`${name}-`)).length;
const more = (name: string) => {
  const before = knownOf(name);
  return until(`more transfers of ${name}`, () => knownOf(name) > before + 10, 40_000);
};

it('transfers happen once or not at all, whether processes, connections or the engine are cut off', async () => {
  const [alice, bob] = ['alice', 'bob'].map((name) => accountKey(keys, name)) as [string, string];
  await connection.send(['MSET', alice, '100000', bob, '100000']);
  for (const name of ['a', 'b', 'c']) startPayer(name);
  for (const name of ['a', 'b', 'c']) await more(name);
  payers[0]!.kill('SIGKILL');
  await more('b');
  await redis.kill();
  await redis.start();
  await more('b');
  proxy.hangUp();
  await more('b');
  await more('c');
  payers.forEach((payer) => payer.kill('SIGKILL'));
  await until('all are dead', () => payers.every(({ signalCode }) => signalCode !== null));
  const scan = ['SCAN', '0', 'MATCH', accountKey(keys, 'transfer:*'), 'COUNT', '1000000'];
  const [, receipts] = (await connection.send(scan)) as [string, string[]];
  const done = new Set(receipts.map((receipt) => receipt.slice(receipt.lastIndexOf(':') + 1)));
  expect([...known.keys()].filter((id) => !done.has(id))).toEqual([]);
  const towardsAlice = [...done].filter((id) => Number(id.split('-')[1]) % 3 === 0).length;
  const expected = 100_000 + towardsAlice - (done.size - towardsAlice);
  expect(await connection.send(['MGET', alice, bob])).toEqual([String(expected), String(200_000 - expected)]);
});
