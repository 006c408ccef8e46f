import { link, mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tryLock, withLock } from './folder-lock.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aisle-lock-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Leaves a socket file behind whose owner is gone, as after kill -9. */
async function leaveStale(address: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${address}.bound`, resolve));
  await link(`${address}.bound`, address);
  await new Promise((resolve) => server.close(resolve));
}

describe.each([
  ['an abstract name', (name: string) => `\0aisle-test-${process.pid}-${name}`],
  ['a socket file', (name: string) => join(folder, `${name}.sock`)],
])('a lock by %s', (_, addressOf) => {
  it('lets one in at a time, the others in turn', async () => {
    const address = addressOf('turns');
    let inside = 0;
    const seen = await Promise.all(
      [1, 2, 3, 4].map((item) =>
        withLock(address, async () => {
          inside += 1;
          await new Promise(setImmediate);
          expect(inside).toBe(1);
          inside -= 1;
          return item;
        }),
      ),
    );
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('is given back when the work fails', async () => {
    const address = addressOf('failure');
    await expect(withLock(address, () => Promise.reject(new Error('work')))).rejects.toThrow('work');
    expect(await withLock(address, () => Promise.resolve('next'))).toBe('next');
  });

  it('is refused to who does not wait', async () => {
    const address = addressOf('refusal');
    const release = await tryLock(address);
    expect(await tryLock(address)).toBeNull();
    await release?.();
    const next = await tryLock(address);
    expect(next).not.toBeNull();
    await next?.();
  });
});

describe('a socket file', () => {
  it('of a dead owner is taken over by one alone', async () => {
    const address = join(folder, 'stale.sock');
    await leaveStale(address);
    const locks = await Promise.all([1, 2, 3, 4, 5].map(() => tryLock(address)));
    const taken = locks.filter((lock) => lock !== null);
    expect(taken).toHaveLength(1);
    await taken[0]?.();
  });

  it('of a dead owner is taken over although a takeover was broken off', async () => {
    const address = join(folder, 'broken.sock');
    await leaveStale(address);
    await mkdir(`${address}.takeover`);
    await utimes(`${address}.takeover`, 0, 0);
    expect(await withLock(address, () => Promise.resolve('taken'))).toBe('taken');
  });

  it('that cannot be made is an error', async () => {
    await expect(tryLock(join(folder, 'missing', 'lock.sock'))).rejects.toMatchObject({
      code: expect.stringMatching(/ENOENT|EACCES/),
    });
  });
});
