import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';
import { runCommand } from '../support/run-command.js';

const SHOP = {
  id: 's1',
  name: 'One',
  address: 'Street 1',
  city: 'Berlin',
  country: 'DE',
  location: { lat: 1, lon: 2 },
};
const KEY = '0123456789abcdef-admin';

let engine: TestEngine;
let environment: Record<string, string>;

beforeAll(async () => {
  engine = await startTestEngine({ persistence: 'disk' });
  environment = { AISLE_REDIS_URL: engine.url, AISLE_NAMESPACE: 'doctor', AISLE_ADMIN_KEY: KEY };
});

beforeEach(async () => {
  await runCommand(['import', 'shops', '-'], { environment, input: JSON.stringify(SHOP) });
});

afterAll(() => engine.close());

const password = () => new URL(engine.url).password;
/** What the report says of one subject. */
function severityOf(stdout: string, subject: string): readonly string[] {
  const { findings } = JSON.parse(stdout) as Report;
  return findings.filter((finding) => finding.subject === subject).map(({ severity }) => severity);
}

interface Report {
  readonly findings: readonly { readonly subject: string; readonly severity: string }[];
}

async function withConnection<T>(work: (send: (...command: string[]) => Promise<unknown>) => Promise<T>): Promise<T> {
  const connection = await openConnection({ url: engine.url });
  try {
    return await work((...command) => connection.send(command));
  } finally {
    await connection.close();
  }
}

it('reports a healthy store, and shows no secret', async () => {
  const { code, stdout, stderr } = await runCommand(['doctor'], { environment });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Engine\n {2}server +Redis \d/);
  expect(stdout).toMatch(/\n {2}shops +code +1 +1 +[\d.]+ kB +ready\n/);
  expect(stdout).toMatch(/\n {2}AISLE_ADMIN_KEY +\*\*\* +environment\n/);
  expect(stdout).toMatch(/\n {2}PORT +3000 +default\n/);
  expect(stdout).toContain('collection shops: 1 document, index ready, searches find them all');
  expect(stdout).toMatch(/\nAll is well\.\n$/);
  expect(stdout).not.toContain(KEY);
  expect(stdout).not.toContain(password());
});

it('tells all as JSON', async () => {
  const { code, stdout } = await runCommand(['doctor', '--json'], { environment });
  expect([code, stdout.includes(KEY), stdout.includes(password())]).toEqual([0, false, false]);
  expect(JSON.parse(stdout)).toEqual({
    status: 'ok',
    findings: expect.arrayContaining([{ severity: 'ok', subject: 'configuration', message: 'is valid' }]),
    configuration: {
      fault: null,
      values: expect.arrayContaining([{ name: 'AISLE_NAMESPACE', value: 'doctor', origin: 'environment' }]),
    },
    engine: expect.objectContaining({ kind: 'url', version: engine.version, minPrefix: 1 }),
    collections: [expect.objectContaining({ verification: expect.objectContaining({ documents: 1, indexed: 1 }) })],
  });
});

it('finds documents that another program spoiled, and fails', async () => {
  const key = createKeys('doctor').document('shops', null, 's1');
  await withConnection((send) => send('JSON.SET', key, '$.idx.has', '[7]'));
  const { code, stdout } = await runCommand(['doctor', '--json'], { environment });
  expect([code, JSON.parse(stdout).status, severityOf(stdout, 'collection shops')]).toEqual([1, 'error', ['error']]);
  const text = await runCommand(['doctor'], { environment });
  expect([text.code, text.stdout]).toEqual([
    1,
    expect.stringMatching(/1 document of 1 cannot be found by searches: "s1"/),
  ]);
  expect(text.stdout).toMatch(/\n1 error, 0 warnings\n$/);
  const quick = await runCommand(['doctor', '--quick', '--json'], { environment });
  expect([quick.code, severityOf(quick.stdout, 'collection shops')]).toEqual([0, ['warning']]);
});

it('finds what another program put among the documents', async () => {
  const key = createKeys('doctor').document('shops', null, 'foreign');
  await withConnection((send) => send('JSON.SET', key, '$', '{"a": 1}'));
  const { stdout } = await runCommand(['doctor', '--json'], { environment });
  await withConnection((send) => send('DEL', key));
  expect(severityOf(stdout, 'collection shops')).toEqual(['warning']);
});

it('finds dangerous settings of the engine', async () => {
  await withConnection(async (send) => {
    await send('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru', 'appendonly', 'no', 'save', '');
    const { code, stdout } = await runCommand(['doctor', '--json'], { environment });
    await send('CONFIG', 'SET', 'maxmemory-policy', 'noeviction', 'appendonly', 'yes', 'save', '3600 1');
    expect([code, severityOf(stdout, 'eviction'), severityOf(stdout, 'persistence')]).toEqual([
      1,
      ['error'],
      ['warning'],
    ]);
  });
});

it('finds a missing index', async () => {
  await withConnection(async (send) => {
    const info = await send('FT.INFO', createKeys('doctor').indexAlias('shops'));
    await send('FT.DROPINDEX', String(Object(info).index_name));
  });
  const { code, stdout } = await runCommand(['doctor', '--json'], { environment });
  expect([code, severityOf(stdout, 'collection shops')]).toEqual([1, ['error']]);
  expect((await runCommand(['index', 'apply', 'shops'], { environment })).code).toBe(0);
  expect((await runCommand(['doctor'], { environment })).code).toBe(0);
});

describe('tells the rest when', () => {
  it('the engine does not answer', async () => {
    const { code, stdout } = await runCommand(['doctor', '--url', 'redis://shop:secret@127.0.0.1:1']);
    expect([code, stdout.includes('secret')]).toEqual([1, false]);
    expect(stdout).toMatch(/\n {2}AISLE_REDIS_URL +redis:\/\/shop:\*\*\*@127\.0\.0\.1:1 +option\n/);
    expect(stdout).toMatch(/error {4}engine: Redis at 127\.0\.0\.1:1 is not reachable.*\[ENGINE_UNAVAILABLE\]/);
  });

  it('--url is no address, naming it as it was given, once', async () => {
    const { code, stdout } = await runCommand(['doctor', '--url', 'localhost']);
    expect([code, stdout.match(/ is not a Redis address/g)?.length]).toEqual([1, 1]);
    expect(stdout).toMatch(
      /\n {2}error {4}configuration: --url is not a Redis address\. .*\n.*\n\n1 error, 0 warnings\n$/,
    );
  });

  it('the configuration is wrong', async () => {
    const { code, stdout } = await runCommand(['doctor', '--json'], { environment: { ...environment, PORT: 'x' } });
    expect([code, severityOf(stdout, 'configuration'), severityOf(stdout, 'engine')]).toEqual([1, ['error'], ['ok']]);
  });

  it('the engine’s user may only do what documents need', async () => {
    await withConnection((send) => send('ACL', 'SETUSER', 'shop', 'on', '>secret', '~*', '+@all', '-info', '-config'));
    const url = new URL(engine.url);
    Object.assign(url, { username: 'shop', password: 'secret' });
    const { code, stdout } = await runCommand(['doctor', '--json'], {
      environment: { ...environment, AISLE_REDIS_URL: url.href },
    });
    expect([code, severityOf(stdout, 'engine')]).toEqual([0, ['ok', 'warning']]);
    expect(severityOf(stdout, 'collection shops')).toEqual(['ok']);
  });
});

it('a wrong password is told, and not shown', async () => {
  const url = new URL(engine.url);
  url.password = 'not-the-right-one';
  const { code, stderr } = await runCommand(['collections', '--url', url.href]);
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^error: .*\[ENGINE_AUTHENTICATION_FAILED\]\n$/)]);
  expect(stderr).not.toContain('not-the-right-one');
});
