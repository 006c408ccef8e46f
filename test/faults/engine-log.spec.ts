import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readEngineState } from '../../src/lib/redis/embedded/engine-state.js';
import { createEngineHomes } from '../support/engine-homes.js';
import { isAlive, until } from '../support/processes.js';
import { sendTo } from '../support/raw-redis.js';

const homes = createEngineHomes();
afterEach(() => homes.clean());

const MEGABYTE = 1024 * 1024;
/** Far longer than a test may take. */
const MINUTES = 600_000;

function logBytes(home: string): number {
  const folder = join(home, 'data', 'appendonlydir');
  return readdirSync(folder).reduce(
    (sum, file) => sum + (statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** Writes three megabytes of which next to nothing stays. */
async function writeAndDelete(url: string): Promise<void> {
  await sendTo(url, ['SET', 'kept', '1'], ['SET', 'large', 'x'.repeat(3 * MEGABYTE)], ['DEL', 'large']);
}

/** The engine takes so long over each key, when it writes its log anew. */
const slowRewrite = (url: string) => sendTo(url, ['CONFIG', 'SET', 'rdb-key-save-delay', String(MINUTES * 1_000)]);

const rewriteBegins = (url: string) =>
  until('begin of the rewrite', async () => /aof_rewrite_in_progress:1/.test(String(await sendTo(url, ['INFO']))));

describe('the log of an engine', () => {
  it('shrinks to its data when the last process has left', async () => {
    const home = await homes.folder();
    const first = await homes.start(home, { graceMs: MINUTES });
    await writeAndDelete(first.url);
    await first.close();
    await until('small log', () => logBytes(home) < MEGABYTE);
    const second = await homes.start(home);
    expect(await sendTo(second.url, ['GET', 'kept'])).toEqual(['1']);
  });

  it('shrinks while the engine is at work too, before a start would take long', async () => {
    const home = await homes.folder();
    const { url } = await homes.start(home);
    for (let round = 0; round < 2; round += 1) await writeAndDelete(url);
    // Less than was written: where the rewrite began between a write and its deletion, that write is in it.
    await until('smaller log', () => logBytes(home) < 4 * MEGABYTE, 50_000);
    expect(await sendTo(url, ['GET', 'kept'])).toEqual(['1']);
  });

  it('that is being written anew does not hold up the end of the engine', async () => {
    const home = await homes.folder();
    const first = await homes.start(home, { graceMs: 1_000 });
    const { pid } = await readEngineState(home);
    await writeAndDelete(first.url);
    await slowRewrite(first.url);
    await first.close();
    await until('end of the engine', () => !isAlive(pid!));
    const second = await homes.start(home);
    expect(await sendTo(second.url, ['GET', 'kept'])).toEqual(['1']);
  });

  it('loses nothing when all is killed while it is being written anew', async () => {
    const home = await homes.folder();
    const first = await homes.start(home, { graceMs: MINUTES });
    const { pid, supervisorPid } = await readEngineState(home);
    await writeAndDelete(first.url);
    await slowRewrite(first.url);
    await first.close();
    await rewriteBegins(first.url);
    // The whole group: the child that writes the log too.
    process.kill(-supervisorPid!, 'SIGKILL');
    await until('end of the engine', () => !isAlive(pid!));
    const second = await homes.start(home);
    expect(await sendTo(second.url, ['GET', 'kept'], ['EXISTS', 'large'])).toEqual(['1', 0]);
  });
});
