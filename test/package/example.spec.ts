import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The application of examples/shop, in a folder of its own, on the packed package as others would install it. */
describe('an application outside that embeds the package', () => {
  let folder: string;
  const npm = async (...args: string[]) => {
    const env = { ...process.env, AISLE_HOME: process.env['AISLE_HOME'] ?? join(root, '.aisle') };
    try {
      return await run('npm', args, { cwd: folder, env });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`npm ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error });
    }
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aisle-example-'));
    await cp(join(root, 'examples/shop'), folder, {
      recursive: true,
      filter: (source) => !/\/(node_modules|dist)$/.test(source),
    });
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
    const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    await rename(join(folder, tarball), join(folder, 'aisle.tgz'));
    await npm('install', '--no-audit', '--no-fund');
  }, 240_000);

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('compiles and passes its own tests', async () => {
    await npm('run', 'build');
    const { stdout } = await npm('test');
    expect(stdout).toMatch(/^# pass 4$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
  }, 120_000);

  it('offers the commands', async () => {
    const { stdout } = await npm('exec', '--', 'aisle', '--help');
    for (const command of ['start', 'seed', 'generate', 'import', 'export', 'collections', 'index', 'doctor']) {
      expect(stdout).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
    }
  }, 60_000);
});
