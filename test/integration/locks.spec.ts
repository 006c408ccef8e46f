import { setTimeout as delay } from 'node:timers/promises';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { Locks } from '../../src/lib/state/locks/locks.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import type { ConnectedEngine } from '../support/connected-engine.js';

const keys = createKeys('locks-test');
const keyOf = (name: string) => keys.state('lock', `{${name}}`);

let engine: ConnectedEngine;
let connection: RedisConnection;
let locks: Locks;

beforeAll(async () => {
  engine = await startConnectedEngine();
  ({ connection } = engine);
  locks = new Locks(connection, keys);
});

afterAll(() => engine.close());

function aborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      reject(new Error('The signal was not aborted'));
    }, 5_000);
    signal.addEventListener('abort', () => {
      clearTimeout(deadline);
      resolve(signal.reason);
    });
  });
}

describe('a lock', () => {
  it('is held by one of twenty contenders at a time, and its fencing token grows', async () => {
    const holders = { now: 0, most: 0 };
    const tokens: number[] = [];
    const contend = () =>
      locks.withLock('till', { waitMs: 30_000 }, async (lock) => {
        holders.now += 1;
        holders.most = Math.max(holders.most, holders.now);
        tokens.push(lock.fencingToken);
        await delay(2);
        holders.now -= 1;
      });
    await Promise.all(Array.from({ length: 20 }, contend));
    expect(holders).toEqual({ now: 0, most: 1 });
    expect(tokens).toHaveLength(20);
    expect(tokens).toEqual([...new Set(tokens)].sort((a, b) => a - b));
  });

  it('gives up after the waiting time, naming the lock', async () => {
    const lock = await locks.acquire('taken');
    await expect(locks.acquire('taken', { waitMs: 60 })).rejects.toMatchObject({
      code: 'LOCK_NOT_ACQUIRED',
      lock: 'taken',
      message: 'The lock "taken" is held by another; waited 60 ms. Try again later or wait longer (waitMs).',
    });
    await lock.release();
  });

  it('tries once when it may not wait', async () => {
    const lock = await locks.acquire('once', { waitMs: 0 });
    await expect(locks.acquire('once', { waitMs: 0 })).rejects.toMatchObject({ code: 'LOCK_NOT_ACQUIRED' });
    await lock.release();
    await (await locks.acquire('once', { waitMs: 0 })).release();
  });

  it('stops waiting when the caller does', async () => {
    const lock = await locks.acquire('left');
    const caller = new AbortController();
    const waiting = locks.acquire('left', { signal: caller.signal });
    caller.abort(new Error('The caller went away'));
    await expect(waiting).rejects.toThrow('The caller went away');
    await lock.release();
  });

  it('goes to the next one once its holder is dead', async () => {
    await connection.send(['SET', keyOf('orphan'), 'a holder that was killed', 'PX', '150']);
    const lock = await locks.acquire('orphan', { waitMs: 5_000 });
    expect(lock.isHeld).toBe(true);
    await lock.release();
  });

  it('is not given while something that does not expire lies in its place', async () => {
    await connection.send(['SET', keyOf('eternal'), 'another program']);
    await expect(locks.acquire('eternal', { waitMs: 30 })).rejects.toMatchObject({ code: 'LOCK_NOT_ACQUIRED' });
    expect(await connection.send(['GET', keyOf('eternal')])).toBe('another program');
  });

  it('lives on while its holder works longer than it lives', async () => {
    await locks.withLock('long', { ttlMs: 1_000 }, async (lock) => {
      const end = performance.now() + 2_500;
      while (performance.now() < end) {
        expect(lock.isHeld).toBe(true);
        expect(await connection.send(['EXISTS', keyOf('long')])).toBe(1);
        await delay(20);
      }
    });
    expect(await connection.send(['EXISTS', keyOf('long')])).toBe(0);
  });

  it('tells its holder when it was taken away, and leaves the next holder alone', async () => {
    const lock = await locks.acquire('stolen', { ttlMs: 300 });
    await connection.send(['DEL', keyOf('stolen')]);
    const next = await locks.acquire('stolen');
    await expect(aborted(lock.signal)).resolves.toMatchObject({ code: 'LOCK_LOST', lock: 'stolen' });
    expect(lock.isHeld).toBe(false);
    expect(await lock.release()).toBe(false);
    expect(next.isHeld).toBe(true);
    expect(next.fencingToken).toBeGreaterThan(lock.fencingToken);
    expect(await next.release()).toBe(true);
  });

  it('is lost when the engine does not answer before it expires', async () => {
    const own = await openConnection({ url: engine.url });
    const lock = await new Locks(own, keys).acquire('unreachable', { ttlMs: 200 });
    const lost = aborted(lock.signal);
    await own.close();
    await expect(lost).resolves.toMatchObject({ code: 'LOCK_LOST' });
    expect(lock.isHeld).toBe(false);
  });

  it('fails work that went on without it', async () => {
    const work = locks.withLock('gone', { ttlMs: 300 }, async (lock) => {
      await connection.send(['DEL', keyOf('gone')]);
      await aborted(lock.signal);
    });
    await expect(work).rejects.toMatchObject({ code: 'LOCK_LOST' });
  });

  it('is freed when the work fails, and the failure is passed on', async () => {
    const work = locks.withLock('failing', {}, () => Promise.reject(new Error('No paper')));
    await expect(work).rejects.toThrow('No paper');
    expect(await connection.send(['EXISTS', keyOf('failing')])).toBe(0);
  });

  it('has a fencing token that also grows when its counter was lost', async () => {
    const first = await locks.acquire('counted');
    await first.release();
    await connection.send(['DEL', keys.state('lock', '{counted}', 'fencing')]);
    const second = await locks.acquire('counted');
    expect(second.fencingToken).toBeGreaterThan(first.fencingToken);
    await second.release();
  });

  it.each([
    ['', {}, '"" cannot name a lock'],
    ['a}b', {}, 'without { }'],
    ['fine', { ttlMs: 10 }, '"ttlMs" is 10. Give a whole number from 100 to 3600000'],
    ['fine', { waitMs: -1 }, '"waitMs" is -1'],
  ])('refuses the name %j with %j', async (name, options, message) => {
    await expect(locks.acquire(name, options)).rejects.toThrow(message);
  });
});
