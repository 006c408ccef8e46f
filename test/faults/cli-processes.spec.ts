import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readIndexInfo } from '../../src/lib/indexes/index-info.js';
import { readEngineState } from '../../src/lib/redis/embedded/engine-state.js';
import { ensureEngine } from '../../src/lib/redis/embedded/fetch-engine.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { startTestEngine } from '../support/engine.js';
import { ENGINES_HOME } from '../support/engine-homes.js';
import { isAlive, spawnTypeScript, until } from '../support/processes.js';
import { runCommand, withoutProgress } from '../support/run-command.js';

const MAIN = resolve('src/cli/main.ts');
const DEADLINE_MS = 50_000;

const children: ChildProcess[] = [];
let home: string;

beforeAll(async () => {
  await ensureEngine({ home: ENGINES_HOME });
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'aisle-cli-'));
  await symlink(join(ENGINES_HOME, 'engine'), join(home, 'engine'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await until('the engine has ended', async () => !(await engineRuns()));
  await rm(home, { recursive: true, maxRetries: 20 });
});

/** Starts a command as a process of its own, on the engine of `home`. */
function start(args: readonly string[]) {
  const { PATH = '' } = process.env;
  const child = spawnTypeScript(MAIN, args, { PATH, AISLE_HOME: home }, 'pipe');
  children.push(child);
  const command = { child, stdout: '', stderr: '', ended: once(child, 'exit') };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (command.stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (command.stderr += text));
  return command;
}

/** Runs a command in this process, on the same engine. */
const run = (args: readonly string[], input = '') => runCommand(args, { environment: { AISLE_HOME: home }, input });

async function engineRuns(): Promise<boolean> {
  const text = await readFile(join(home, 'engine.json'), 'utf8').catch(() => '{}');
  const { pid = null, supervisorPid = null } = JSON.parse(text);
  return [pid, supervisorPid].some((id) => typeof id === 'number' && isAlive(id));
}

/** Waits until an index holds documents, without holding the engine. */
async function someDocuments(collection: string, engineHome = home): Promise<void> {
  const alias = createKeys('aisle').indexAlias(collection);
  const isThere = async () => {
    const connection = await openConnection({ url: (await readEngineState(engineHome)).url });
    try {
      return ((await readIndexInfo(connection, alias))?.documents ?? 0) > 0;
    } finally {
      await connection.close();
    }
  };
  // Before, there is no engine yet, or it does not listen.
  await until('some documents are stored', () => isThere().catch(() => false), DEADLINE_MS);
}

/** Looks whether all documents are whole and can be found. */
async function expectWholeDocuments(): Promise<void> {
  const { code, stdout } = await run(['doctor', '--json']);
  const report = JSON.parse(stdout);
  expect([code, report.status, report.collections[0].verification]).toEqual([
    0,
    'ok',
    expect.objectContaining({ missing: { count: 0, examples: [] }, foreign: { count: 0, keys: [] } }),
  ]);
  expect(report.collections[0].verification.documents).toBeGreaterThan(0);
}

it('a command gives its engine back, and ends at once', async () => {
  const command = start(['seed']);
  expect(await command.ended).toEqual([0, null]);
  expect(command.stdout).toMatch(/^products: 420 created.*\nshops: 15 created.*\n$/);
  expect(withoutProgress(command.stderr)).toBe('');
  await until('the engine has ended', async () => !(await engineRuns()), 10_000);
});

it('an interrupted command ends with 130, and leaves whole documents', async () => {
  const command = start(['generate', '--count', '1000000']);
  await someDocuments('products');
  command.child.kill('SIGINT');
  expect(await command.ended).toEqual([130, null]);
  expect(command.stdout).toBe('');
  await expectWholeDocuments();
});

it('a killed command leaves no engine, and whole documents', async () => {
  const command = start(['generate', '--count', '1000000']);
  await someDocuments('products');
  command.child.kill('SIGKILL');
  await command.ended;
  await until('the engine has ended', async () => !(await engineRuns()));
  await expectWholeDocuments();
});

it('an interrupted judgement ends with 130, and leaves no collection', async () => {
  const lines = Array.from({ length: 100_000 }, (_, at) => at);
  await writeFile(join(home, 'products.jsonl'), '{"id":"a","name":"A lamp"}\n');
  await writeFile(join(home, 'queries.tsv'), ['qid\ttype\tquery', ...lines.map((at) => `q${at}\ta\tlamp`)].join('\n'));
  await writeFile(join(home, 'qrels.tsv'), ['qid\tdocid\tgrade', ...lines.map((at) => `q${at}\ta\t1`)].join('\n'));
  const command = start(['relevance', 'run', home]);
  const collections = async () =>
    JSON.parse((await run(['collections', '--json'])).stdout || '[]') as readonly { documents: number }[];
  await until('it searches', async () => (await collections())[0]?.documents === 1, DEADLINE_MS);
  command.child.kill('SIGINT');
  expect(await command.ended).toEqual([130, null]);
  expect([command.stdout, await collections()]).toEqual(['', []]);
});

it('an import that waits for its input ends when it is interrupted', async () => {
  const lines = Array.from({ length: 100 }, (_, id) => JSON.stringify({ ...SHOP, id: `s${id}` }));
  const command = start(['import', 'shops', '-']);
  command.child.stdin?.write(`${lines.join('\n')}\n`);
  await someDocuments('shops');
  command.child.kill('SIGINT');
  expect(await command.ended).toEqual([130, null]);
});

it('an export whose reader goes away ends with 0, and tells nothing', async () => {
  await run(['generate', '--count', '2000']);
  const command = start(['export', 'products']);
  const output = command.child.stdout!;
  output.once('data', () => output.destroy());
  expect(await command.ended).toEqual([0, null]);
  expect(command.stderr).not.toContain('error');
});

it('a help whose reader goes away ends with 0, and tells nothing', async () => {
  const command = start(['--help']);
  command.child.stdout?.destroy();
  expect(await command.ended).toEqual([0, null]);
  expect(command.stderr).toBe('');
});

it('a command stops when its engine dies, and tells how far it came', async () => {
  const engine = await startTestEngine();
  const generated = runCommand(['generate', '--count', '1000000', '--url', engine.url]);
  await someDocuments('products', engine.home);
  const { pid } = await readEngineState(engine.home);
  process.kill(pid ?? 0, 'SIGKILL');
  const { code, stdout, stderr } = await generated;
  await engine.close();
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^error: Stopped after [\d,]+ documents; .*\[ENGINE_UNAVAILABLE\]\n$/m);
});

it('commands work beside a server, on its engine', async () => {
  const server = start(['start', '--port', '0']);
  await until('the server is ready', () => server.stdout.includes('Aisle is ready at'), DEADLINE_MS);
  const { code, stdout } = await run(['seed']);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^products: 0 created, 0 replaced, 420 unchanged/)]);
  server.child.kill('SIGTERM');
  expect(await server.ended).toEqual([0, null]);
});

const SHOP = { name: 'One', address: 'Street 1', city: 'Berlin', country: 'DE', location: { lat: 1, lon: 2 } };
