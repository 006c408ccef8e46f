import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import type { Cache } from '../../src/lib/state/cache/cache.js';
import { openCacheLab } from '../support/cache-lab.js';
import type { CacheLab } from '../support/cache-lab.js';
import { gate } from '../support/gate.js';
import { until } from '../support/processes.js';

let lab: CacheLab;
let caches: readonly [Cache, Cache, Cache, Cache];

beforeAll(async () => {
  lab = await openCacheLab();
  caches = [lab.cache, await lab.open(), await lab.open(), await lab.open()];
});
afterAll(() => lab.close());

describe('callers at the same time', () => {
  it('share one load over all processes', async () => {
    let loads = 0;
    const shut = gate();
    const load = async (id: string) => {
      loads += 1;
      await shut.opened;
      return { id };
    };
    const functions = caches.map((cache) => cache.wrap({ prefix: 'stampede', ttlMs: 60_000, waitMs: 60_000 }, load));
    const calls = functions.flatMap((cached) => Array.from({ length: 50 }, () => cached('a')));
    await until('the load', () => loads > 0);
    shut.open();
    expect(new Set((await Promise.all(calls)).map((value) => JSON.stringify(value)))).toEqual(new Set(['{"id":"a"}']));
    expect(loads).toBe(1);
  });

  it('all fail when their load does, each process after a load of its own at most', async () => {
    let loads = 0;
    const load = () => {
      loads += 1;
      return Promise.reject(new Error('No paper'));
    };
    const functions = caches.map((cache) => cache.wrap({ prefix: 'all-fail', ttlMs: 60_000 }, load));
    const calls = functions.flatMap((cached) => Array.from({ length: 10 }, () => cached()));
    const settled = await Promise.allSettled(calls);
    expect(settled.every((one) => one.status === 'rejected')).toBe(true);
    expect(loads).toBeGreaterThan(0);
  });

  it('wait no longer than they are told, and then load for themselves', async () => {
    const shut = gate();
    const holder = caches[0].wrap({ prefix: 'patience', ttlMs: 60_000, key: () => 1 }, () =>
      shut.opened.then(() => 'slow'),
    );
    const waiter = caches[1].wrap({ prefix: 'patience', ttlMs: 60_000, key: () => 1, waitMs: 50 }, () =>
      Promise.resolve('mine'),
    );
    const slow = holder();
    await until('the flight', async () => (await lab.keysOf('{patience:')).length === 1);
    expect(await waiter()).toBe('mine');
    shut.open();
    expect(await slow).toBe('slow');
    expect(await waiter()).toBe('slow');
  });

  it('are not held up by a load that lasts longer than a flight of a dead process would', async () => {
    let loads = 0;
    const shut = gate();
    const load = async () => {
      loads += 1;
      await shut.opened;
      return loads;
    };
    const options = { prefix: 'long', ttlMs: 60_000, flightMs: 1_000, waitMs: 60_000 };
    const calls = caches.map((cache) => cache.wrap(options, load)());
    const end = performance.now() + 2_000;
    await until('longer than a flight', () => performance.now() > end);
    shut.open();
    await Promise.all(calls);
    expect(loads).toBe(1);
  });
});

describe('an invalidation', () => {
  const begin = async (prefix: string, invalidate: (id: number) => Promise<unknown>) => {
    let stored = 'old';
    const shut = gate();
    let loads = 0;
    const options = { prefix, ttlMs: 60_000, tags: () => [`${prefix}-tag`] };
    const load = async (id: number) => {
      const value = id > 0 ? stored : '';
      if (++loads === 1) await shut.opened;
      return value;
    };
    const [first, second] = [caches[0].wrap(options, load), caches[1].wrap(options, load)];
    const early = first(1);
    await until('the load', () => loads === 1);
    stored = 'new';
    await invalidate(1);
    const late = Promise.all([first(1), second(1)]);
    expect(await late).toEqual(['new', 'new']);
    shut.open();
    expect(await early).toBe('old');
    expect([await first(1), await second(1)]).toEqual(['new', 'new']);
  };

  it('of a key is not undone by a load that was under way, and nobody joins that', () =>
    begin('key-race', (id) =>
      caches[2].wrap({ prefix: 'key-race', ttlMs: 60_000 }, (id: number) => Promise.resolve(`${id}`)).invalidate(id),
    ));

  it('of a prefix is not undone either', () =>
    begin('prefix-race', () => caches[2].area({ prefix: 'prefix-race', ttlMs: 60_000 }).invalidateAll()));

  it('of a prefix by scan neither', () =>
    begin('scan-race', () => caches[2].area({ prefix: 'scan-race', ttlMs: 60_000 }).invalidateAll({ by: 'scan' })));

  it('of a tag neither', () => begin('tag-race', () => caches[2].invalidateTags('tag-race-tag')));
});

describe('a value of an epoch', () => {
  it('is not given to a call that began after the next one', async () => {
    const shut = gate();
    let loads = 0;
    const load = async () => {
      const epoch = (await lab.connection.send(['GET', 'cache-test:joined:seq'])) as string;
      if (++loads === 1) await shut.opened;
      return epoch;
    };
    const epochs = ['cache-test:joined:seq'];
    await lab.connection.send(['SET', 'cache-test:joined:seq', '1']);
    const areas = caches.map((cache) => cache.area<string>({ prefix: 'joined', ttlMs: 60_000 }));
    const early = areas[0]!.load('page', load, { epochs });
    await until('the load', () => loads === 1);
    await lab.connection.send(['INCR', 'cache-test:joined:seq']);
    expect(await Promise.all(areas.map((area) => area.load('page', load, { epochs })))).toEqual(['2', '2', '2', '2']);
    shut.open();
    expect(await early).toBe('1');
    expect(await areas[1]!.load('page', load, { epochs })).toBe('2');
    expect(loads).toBe(2);
  });
});

describe('readers and writers at random', () => {
  const pause = () => (Math.random() < 0.5 ? turn() : delay(Math.random() * 4));

  /** Every read gives at least what the last write had stored that was over when the read began. */
  async function race(prefix: string, write: (cache: Cache, store: () => Promise<number>) => Promise<unknown>) {
    let stored = 0;
    let over = 0;
    let reads = 0;
    const end = performance.now() + 1_500;
    const load = async () => {
      await pause();
      const value = stored;
      await pause();
      return value;
    };
    const store = async () => {
      await pause();
      const value = ++stored;
      await pause();
      return value;
    };
    const reader = async (cache: Cache) => {
      const cached = cache.wrap({ prefix, ttlMs: 60_000, key: () => 1 }, load);
      while (performance.now() < end) {
        const least = over;
        const value = await cached();
        if (value < least) throw new Error(`A read gave ${value} after the write of ${least} was over.`);
        reads += 1;
        if (Math.random() < 0.3) await pause();
      }
    };
    const writer = async (cache: Cache) => {
      while (performance.now() < end) {
        let mine = 0;
        await write(cache, async () => (mine = await store()));
        over = Math.max(over, mine);
        await delay(Math.random() * 20);
      }
    };
    await Promise.all([...caches.flatMap((cache) => [reader(cache), reader(cache)]), ...caches.map(writer)]);
    expect(reads).toBeGreaterThan(20);
    const last = caches[3].wrap({ prefix, ttlMs: 60_000, key: () => 1 }, load);
    expect([await last(), await last()]).toEqual([stored, stored]);
  }

  it('agree when writers invalidate', () =>
    race('race-invalidate', async (cache, store) => {
      await store();
      await cache.area({ prefix: 'race-invalidate', ttlMs: 60_000 }).invalidate(1);
    }));

  it('agree when writers invalidate all', () =>
    race('race-all', async (cache, store) => {
      await store();
      await cache.area({ prefix: 'race-all', ttlMs: 60_000 }).invalidateAll();
    }));

  it('agree when writers write through', () =>
    race('race-through', (cache, store) => {
      const area = cache.area<number>({ prefix: 'race-through', ttlMs: 60_000 });
      return area.writeThrough(store, () => 1)(0);
    }));
});

describe('a write through', () => {
  it('stores elsewhere first, then here, so that the next read is a hit', async () => {
    const database = new Map<string, { id: string; revision: number }>();
    const product = caches[0].wrap({ prefix: 'through', ttlMs: 60_000 }, (id: string) =>
      Promise.resolve(database.get(id) ?? null),
    );
    const save = product.writeThrough(
      (value: { id: string; revision: number }) => {
        const saved = { ...value, revision: value.revision + 1 };
        database.set(value.id, saved);
        return Promise.resolve(saved);
      },
      ({ id }) => [id],
    );
    expect(await product('a')).toBeNull();
    expect(await save({ id: 'a', revision: 1 })).toEqual({ id: 'a', revision: 2 });
    expect(await product.read('a')).toMatchObject({ value: { id: 'a', revision: 2 }, source: 'cache' });
  });

  it('that fails elsewhere leaves nothing here, for it may have been stored all the same', async () => {
    const area = caches[0].area<string>({ prefix: 'through-fails', ttlMs: 60_000 });
    await area.set('a', 'before');
    const save = area.writeThrough(
      () => Promise.reject<string>(new Error('The answer was lost')),
      () => 'a',
    );
    await expect(save('after')).rejects.toThrow('The answer was lost');
    expect(await lab.keysOf('{through-fails:')).toEqual([]);
  });

  it('of what cannot be kept stores nothing anywhere', async () => {
    const store = jest.fn();
    const area = caches[0].area<unknown>({ prefix: 'through-no-json', ttlMs: 60_000 });
    await expect(area.writeThrough(store, () => 'a')(1n)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    expect(store).not.toHaveBeenCalled();
  });
});
