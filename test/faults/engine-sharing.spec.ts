import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readEngineState } from '../../src/lib/redis/embedded/engine-state.js';
import { startTestEngine } from '../support/engine.js';
import { createEngineHomes, ENGINES_HOME } from '../support/engine-homes.js';
import { firstLine, isAlive, until } from '../support/processes.js';
import { answers, sendTo } from '../support/raw-redis.js';

const homes = createEngineHomes();
afterEach(() => homes.clean());

async function pidsOf(home: string): Promise<readonly number[]> {
  const { pid, supervisorPid } = await readEngineState(home);
  return [pid!, supervisorPid!];
}

const gone = (pids: readonly number[]) =>
  until(`end of the processes ${pids.join(', ')}`, () => !pids.some((pid) => isAlive(pid)));

describe('processes that share a home', () => {
  it('a second start in the same process joins the engine of the first', async () => {
    const home = await homes.folder();
    const first = await homes.start(home);
    const pids = await pidsOf(home);
    const second = await homes.start(home);
    expect(second.url).toBe(first.url);
    await first.close();
    expect(await answers(second.url)).toBe(true);
    expect(await pidsOf(home)).toEqual(pids);
  });

  it('a start in another process joins the engine of the first', async () => {
    const home = await homes.folder();
    const first = await homes.start(home);
    const second = await homes.startClient(home);
    expect(second.url).toBe(first.url);
  });

  it('starts at once in an empty home get one engine', async () => {
    const home = await homes.folder();
    const clients = await Promise.all([1, 2, 3, 4].map(() => homes.startClient(home)));
    const urls = clients.map(({ url }) => url);
    expect(new Set(urls).size).toBe(1);
    expect(await answers(urls[0]!)).toBe(true);
  });

  it('reach an engine with the modules, whose prefixes are not cut', async () => {
    const { url } = await homes.start(await homes.folder());
    const [modules, expansions, prefix, policy] = await sendTo(
      url,
      ['MODULE', 'LIST'],
      ['FT.CONFIG', 'GET', 'MAXPREFIXEXPANSIONS'],
      ['FT.CONFIG', 'GET', 'MINPREFIX'],
      ['CONFIG', 'GET', 'maxmemory-policy'],
    );
    expect(JSON.stringify(modules)).toMatch(/"search".*"ReJSON"|"ReJSON".*"search"/);
    expect(JSON.stringify([expansions, prefix, policy])).toMatch(/10000000.*"1".*noeviction/);
  });
});

describe('the end of an engine', () => {
  it('comes with the last close, and the data is there at the next start', async () => {
    const home = await homes.folder();
    const first = await homes.start(home);
    const pids = await pidsOf(home);
    await sendTo(first.url, ['JSON.SET', 'kept', '$', '{"name":"Kettle"}']);
    await first.close();
    await gone(pids);
    expect(await readEngineState(home)).toMatchObject({ pid: null });
    const second = await homes.start(home);
    expect(await sendTo(second.url, ['JSON.GET', 'kept', '$.name'])).toEqual(['["Kettle"]']);
  });

  it('comes when the last process that held it is killed', async () => {
    const home = await homes.folder();
    const client = await homes.startClient(home);
    const pids = await pidsOf(home);
    expect(await answers(client.url)).toBe(true);
    client.process.kill('SIGKILL');
    await gone(pids);
  });

  it('comes when a process that held it simply ends', async () => {
    const home = await homes.folder();
    const client = await homes.startClient(home);
    const pids = await pidsOf(home);
    client.process.stdin?.end();
    await until('end of the client', () => client.process.exitCode === 0);
    await gone(pids);
  });

  it('does not come when somebody joins within the grace', async () => {
    const home = await homes.folder();
    const first = await homes.start(home, { graceMs: 60_000 });
    const pids = await pidsOf(home);
    await first.close();
    const second = await homes.start(home);
    expect(await pidsOf(home)).toEqual(pids);
    expect(second.url).toBe(first.url);
    expect(await answers(second.url)).toBe(true);
    process.kill(pids[1]!, 'SIGTERM');
  });

  it('comes after the grace', async () => {
    const home = await homes.folder();
    const engine = await homes.start(home, { graceMs: 100 });
    const pids = await pidsOf(home);
    await engine.close();
    await gone(pids);
  });

  it('never gives a dying engine to those who come meanwhile', async () => {
    const home = await homes.folder();
    let last = await homes.start(home);
    for (let round = 0; round < 8; round += 1) {
      await sendTo(last.url, ['INCR', 'rounds']);
      const [, next] = await Promise.all([last.close(), homes.start(home)]);
      expect(await answers(next.url)).toBe(true);
      last = next;
    }
    expect(await sendTo(last.url, ['GET', 'rounds'])).toEqual(['8']);
  });

  it('comes with SIGTERM to the supervisor, cleanly', async () => {
    const home = await homes.folder();
    const client = await homes.startClient(home);
    await sendTo(client.url, ['SET', 'kept', '1']);
    client.process.kill('SIGSTOP');
    const pids = await pidsOf(home);
    process.kill(pids[1]!, 'SIGTERM');
    await gone(pids);
    const next = await homes.start(home);
    expect(await sendTo(next.url, ['GET', 'kept'])).toEqual(['1']);
  });
});

describe('a test engine', () => {
  it('keeps nothing on disk and removes its folder when it is closed', async () => {
    const engine = await startTestEngine({ enginesHome: ENGINES_HOME });
    const pids = await pidsOf(engine.home);
    await sendTo(engine.url, ['SET', 'key', 'value']);
    expect(await sendTo(engine.url, ['CONFIG', 'GET', 'appendonly'])).toEqual([
      expect.objectContaining({ appendonly: 'no' }),
    ]);
    await engine.close();
    expect(existsSync(engine.home)).toBe(false);
    await gone(pids);
  });

  it('leaves nothing behind when its process is killed', async () => {
    const home = await homes.folder();
    const client = homes.spawnClient('hold', {
      home,
      enginesHome: ENGINES_HOME,
      graceMs: 0,
      persistence: 'none',
      throwAway: true,
    });
    await firstLine(client);
    const pids = await pidsOf(home);
    client.kill('SIGKILL');
    await gone(pids);
    expect(existsSync(home)).toBe(false);
  });
});

describe('the password', () => {
  it('is for the owner alone: not in the list of processes, and in a file of mode 0600', async () => {
    const home = await homes.folder();
    const { url } = await homes.start(home);
    const password = new URL(url).password;
    const commandLines = await Promise.all((await pidsOf(home)).map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8')));
    expect(commandLines.filter((line) => line.includes(password))).toEqual([]);
    expect((await stat(join(home, 'engine.json'))).mode & 0o777).toBe(0o600);
    await expect(sendTo(url.replace(password, 'wrong'), ['PING'])).rejects.toThrow('WRONGPASS');
  });
});
