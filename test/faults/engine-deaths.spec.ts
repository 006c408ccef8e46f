import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { EngineProgress } from '../../src/lib/redis/embedded/engine-files.js';
import { readEngineState } from '../../src/lib/redis/embedded/engine-state.js';
import { startTestEngine } from '../support/engine.js';
import { createEngineHomes, ENGINES_HOME } from '../support/engine-homes.js';
import { firstLine, isAlive, until } from '../support/processes.js';
import { answers, sendTo } from '../support/raw-redis.js';

const homes = createEngineHomes();
afterEach(() => homes.clean());

/** A folder with a server that does what a shell script says. */
async function installServer(script: string): Promise<string> {
  const folder = await homes.folder();
  const files = {
    'redis-server': `[ "$1" = --version ] && echo "Redis server v=8.0.0" && exit\n${script}`,
    'redisearch.so': '',
    'rejson.so': '',
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

describe('a slow engine', () => {
  it('is waited for while its supervisor reports that it loads', async () => {
    const home = await homes.folder();
    const programs = await installServer('sleep 1.5; echo "Ready to accept connections"; exec sleep 60');
    const searchPath = process.env.PATH;
    process.env.PATH = `${programs}:/usr/bin:/bin`;
    const steps: EngineProgress[] = [];
    try {
      await homes.start(home, { enginesHome: home, onProgress: (step) => steps.push(step) });
    } finally {
      process.env.PATH = searchPath;
    }
    expect(steps).toEqual([{ label: 'Loading the data', bytes: 0, totalBytes: 0 }]);
  });
});

describe('a killed engine', () => {
  it('is started again at the same address with its data', async () => {
    const home = await homes.folder();
    const { url } = await homes.start(home);
    await sendTo(
      url,
      ['CONFIG', 'SET', 'appendfsync', 'always'],
      ['FT.CREATE', 'idx', 'ON', 'JSON', 'SCHEMA', '$.name', 'AS', 'name', 'TEXT'],
      ['JSON.SET', 'doc', '$', '{"name":"Kettle"}'],
    );
    const { pid } = await readEngineState(home);
    process.kill(pid!, 'SIGKILL');
    await until('answer of the new engine', () => answers(url));
    expect(await sendTo(url, ['FT.SEARCH', 'idx', 'kettle', 'NOCONTENT'])).toEqual([
      expect.objectContaining({ total_results: 1 }),
    ]);
    expect((await readEngineState(home)).pid).not.toBe(pid);
  });

  it('is waited for by those who come meanwhile', async () => {
    const home = await homes.folder();
    const { url } = await homes.start(home);
    const { pid } = await readEngineState(home);
    process.kill(pid!, 'SIGKILL');
    await until('end of the engine', () => !isAlive(pid!));
    const second = await homes.start(home);
    expect(second.url).toBe(url);
    await until('answer of the engine', () => answers(second.url));
  });

  it('that dies again and again is reported with its last words', async () => {
    const home = await homes.folder();
    const programs = await installServer('echo "cannot map the heap"; exit 3');
    const client = homes.spawnClient('hold', { home }, { ...process.env, PATH: `${programs}:/usr/bin:/bin` });
    const { error } = JSON.parse(await firstLine(client));
    expect(error).toMatch(/EngineUnavailableError: The engine cannot be used: .*cannot map the heap.*status 3/s);
  });
});

describe('a killed supervisor', () => {
  it('leaves an engine that the next start ends cleanly, keeping its data', async () => {
    const home = await homes.folder();
    const client = await homes.startClient(home);
    await sendTo(client.url, ['JSON.SET', 'kept', '$', '{"name":"Kettle"}']);
    const { pid, supervisorPid } = await readEngineState(home);
    client.process.kill('SIGSTOP');
    process.kill(supervisorPid!, 'SIGKILL');
    await until('end of the supervisor', () => !isAlive(supervisorPid!));
    expect(isAlive(pid!)).toBe(true);
    const next = await homes.start(home);
    expect(isAlive(pid!)).toBe(false);
    expect(next.url).toBe(client.url);
    expect(await sendTo(next.url, ['JSON.GET', 'kept', '$.name'])).toEqual(['["Kettle"]']);
  });

  it('is replaced by those who hold the engine', async () => {
    const home = await homes.folder();
    const { url } = await homes.start(home);
    const { supervisorPid } = await readEngineState(home);
    process.kill(supervisorPid!, 'SIGKILL');
    await until('another supervisor', async () => (await readEngineState(home)).supervisorPid !== supervisorPid);
    await until('answer of the new engine', () => answers(url));
  });

  it('leaves an engine that the next start kills when it hangs', async () => {
    const home = await homes.folder();
    const client = await homes.startClient(home);
    const { pid, supervisorPid } = await readEngineState(home);
    client.process.kill('SIGSTOP');
    process.kill(supervisorPid!, 'SIGKILL');
    process.kill(pid!, 'SIGSTOP');
    const next = await homes.start(home);
    expect(isAlive(pid!)).toBe(false);
    expect(await answers(next.url)).toBe(true);
  });

  it('has no engine at the address that it wrote when that is somebody else', async () => {
    const home = await homes.folder();
    const other = await startTestEngine({ enginesHome: ENGINES_HOME });
    try {
      const otherState = await readFile(join(other.home, 'engine.json'), 'utf8');
      await writeFile(join(home, 'engine.json'), otherState);
      const engine = await homes.start(home);
      expect(engine.url).not.toBe(other.url);
      expect(await answers(other.url)).toBe(true);
      expect(await answers(engine.url)).toBe(true);
    } finally {
      await other.close();
    }
  });
});

describe('a home', () => {
  it('whose port was taken meanwhile gets another', async () => {
    const home = await homes.folder();
    const first = await homes.start(home);
    await first.close();
    const port = Number(new URL(first.url).port);
    const taker = createServer();
    await new Promise<void>((resolve) => taker.listen(port, '127.0.0.1', resolve));
    try {
      const second = await homes.start(home);
      expect(new URL(second.url).port).not.toBe(String(port));
      expect(await answers(second.url)).toBe(true);
    } finally {
      taker.close();
    }
  });

  it('that was removed during the grace starts empty', async () => {
    const home = await homes.folder();
    const first = await homes.start(home, { graceMs: 60_000 });
    await sendTo(first.url, ['SET', 'key', 'old']);
    await first.close();
    await rm(home, { recursive: true });
    const second = await homes.start(home);
    expect(await sendTo(second.url, ['GET', 'key'])).toEqual([null]);
  });

  it('with blanks, quotes and letters of many scripts in its path keeps its data there', async () => {
    const home = join(await homes.folder(), `a "home" of Ωμέγα's \\ data`);
    const first = await homes.start(home);
    await sendTo(first.url, ['SET', 'key', 'value']);
    await first.close();
    const second = await homes.start(home);
    expect(await sendTo(second.url, ['GET', 'key'], ['CONFIG', 'GET', 'dir'])).toEqual([
      'value',
      expect.objectContaining({ dir: join(home, 'data') }),
    ]);
  });

  it('that is a file is refused by name', async () => {
    const file = join(await homes.folder(), 'home');
    await writeFile(file, '');
    await expect(homes.start(file)).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: `The data folder "${file}" cannot be used: it is a file. Set AISLE_HOME to a folder that can be written.`,
    });
  });

  it('below a file, or where none can be made, is refused by name', async () => {
    const file = join(await homes.folder(), 'file');
    await writeFile(file, '');
    await expect(homes.start(join(file, 'home'))).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining('a part of its path is a file'),
    });
    await expect(homes.start('/proc/home')).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining('"/proc/home" cannot be used: it cannot be made there'),
    });
  });

  it('whose engine runs with another persistence is refused', async () => {
    const home = await homes.folder();
    await homes.start(home, { persistence: 'disk' });
    await expect(homes.start(home, { persistence: 'none' })).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: expect.stringContaining('runs with persistence "disk", not "none"'),
    });
  });

  it('with a state that cannot be read starts anew', async () => {
    const home = await homes.folder();
    await mkdir(home, { recursive: true });
    await writeFile(join(home, 'engine.json'), '{"port": 1');
    const engine = await homes.start(home);
    expect(await answers(engine.url)).toBe(true);
  });
});
