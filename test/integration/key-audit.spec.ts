import { auditKeys } from '../../src/lib/monitoring/key-audit.js';
import { products } from '../../src/server/catalog/products.js';
import { openDocumentStore } from '../support/document-store.js';
import type { DocumentStore } from '../support/document-store.js';
import { runCommand } from '../support/run-command.js';
import { runExample } from '../support/run-example.js';
import { sampleProduct } from '../support/sample-product.js';

const PATTERNS = [
  ...['Cache', 'Sessions', 'Rate limits', 'Locks', 'Transactions', 'Counters, sets and leaderboards'],
  ...['Hash objects and feeds', 'Queues', 'Events', 'Streams', 'Short links', 'Stock'],
];

let store: DocumentStore;

beforeAll(async () => {
  store = await openDocumentStore();
  await store.publish(products);
  await store.repository(products).put(sampleProduct('shirt', { stock: 5 }) as never);
  const { connection, keys, definitions } = store;
  for (const pattern of PATTERNS) await runExample(pattern, { connection, keys, definitions });
});
afterAll(() => store.close());

it('finds nothing wrong with what Aisle writes itself, whatever pattern is used', async () => {
  const { connection, keys } = store;
  const audit = await auditKeys(connection, keys);
  const clean = { count: 0, keys: [] };
  expect(audit).toMatchObject({
    complete: true,
    withoutTtl: clean,
    expiring: clean,
    oversized: clean,
    wrongType: clean,
    badName: clean,
    findings: [{ severity: 'ok', subject: 'keys' }],
  });
  expect(audit.areas).toContainEqual({ area: 'documents', keys: 1, bytes: expect.any(Number), withoutTtl: 1 });
  expect(audit.areas.map(({ area }) => area)).toEqual(expect.arrayContaining(['caches', 'streams', 'stock', 'tags']));
  expect(audit.areas.reduce((sum, area) => sum + area.keys, 0)).toBe(audit.scanned);
});

it('finds each fault, names examples, and the command fails', async () => {
  const { connection, keys } = store;
  const { namespace } = keys;
  const faulty = [
    ['SET', keys.state('cache', 'stays'), 'for good'],
    ['SADD', keys.state('leaderboard', 'no board'), 'x'],
    ['SET', `${namespace}:No Name`, 'x'],
    ['SET', keys.state('own', 'big'), 'x'.repeat(200_000)],
    ['PEXPIRE', keys.sequence('products', null), '3600000'],
  ];
  for (const command of faulty) await connection.send(command);
  expect(await auditKeys(connection, keys, { bigBytes: 100_000 })).toMatchObject({
    withoutTtl: { count: 1, keys: [keys.state('cache', 'stays')] },
    expiring: { count: 1, keys: [keys.sequence('products', null)] },
    wrongType: { count: 1, keys: [keys.state('leaderboard', 'no board')] },
    badName: { count: 1, keys: [`${namespace}:No Name`] },
    oversized: { count: 1, keys: [keys.state('own', 'big')] },
    findings: expect.arrayContaining([
      {
        severity: 'error',
        subject: 'keys',
        message: expect.stringMatching(/^1 hold another type/),
        advice: expect.any(String),
      },
    ]),
  });
  const environment = { AISLE_REDIS_URL: store.url, AISLE_NAMESPACE: namespace };
  const shown = await runCommand(['doctor', 'keys'], { environment });
  expect(shown.code).toBe(1);
  expect(shown.stdout).toMatch(/^Keys\n {2}area +keys +memory +without TTL\n/);
  expect(shown.stdout).toMatch(/error {4}keys: 1 ought to stay and expire: "[^"]*:seq"\n/);
  const json = await runCommand(['doctor', 'keys', '--json', '--big', '100000'], { environment });
  expect(JSON.parse(json.stdout)).toMatchObject({ status: 'error', oversized: { count: 1 }, complete: true });
});

it('stops at the limit and says that there is more', async () => {
  const { connection, keys } = store;
  const seen: number[] = [];
  await connection.pipeline(Array.from({ length: 2_000 }, (_, at) => ['SET', keys.state('own', `n${at}`), '1']));
  const audit = await auditKeys(connection, keys, { limit: 10, onProgress: (scanned) => seen.push(scanned) });
  expect(audit.complete).toBe(false);
  expect(audit.scanned).toBeLessThan(2_000);
  expect(seen.at(-1)).toBe(audit.scanned);
});

it('no command of the whole run was KEYS', async () => {
  const stats = await store.connection.send(['INFO', 'commandstats']);
  expect(stats).toMatch(/cmdstat_scan:/);
  expect(stats).not.toMatch(/cmdstat_(keys|flushall|flushdb):/);
});
