import { openCacheLab } from '../support/cache-lab.js';
import type { CacheLab } from '../support/cache-lab.js';
import { until } from '../support/processes.js';

let lab: CacheLab;

beforeAll(async () => {
  lab = await openCacheLab();
});
afterAll(() => lab.close());

/** A function that counts its calls and gives the count. */
function counter() {
  const counted = {
    calls: 0,
    next: (...args: readonly unknown[]) => Promise.resolve({ call: (counted.calls += args.length >= 0 ? 1 : 0) }),
  };
  return counted;
}

describe('a cached function', () => {
  it('is called once for equal arguments, and gives every caller a value of its own', async () => {
    const { next } = counter();
    const cached = lab.cache.wrap({ prefix: 'equal', ttlMs: 60_000 }, (...args: [where: object, size?: number]) =>
      next(args),
    );
    const first = await cached({ brand: 'Clavis', price: 3 });
    first.call = 99;
    expect(await cached({ price: 3, brand: 'Clavis' }, undefined)).toEqual({ call: 1 });
    expect(await cached({ price: 4, brand: 'Clavis' })).toEqual({ call: 2 });
    expect(await cached({ price: 3, brand: 'Clavis' }, 10)).toEqual({ call: 3 });
  });

  it('has keys of the namespace, a hash in a slot, and a time to live below ttlMs', async () => {
    const cached = lab.cache.wrap({ prefix: 'named:keys', ttlMs: 60_000, jitter: 0.5 }, () => Promise.resolve(1));
    await cached();
    const keys = [...(await lab.keysOf('named:keys'))].sort();
    expect(keys).toEqual([
      'cache-test:cache:named:keys:generation',
      expect.stringMatching(/^cache-test:cache:\{named:keys:[\w-]{22}\}$/),
    ]);
    for (const key of keys) {
      const ttl = Number(await lab.connection.send(['PTTL', key]));
      expect(ttl).toBeGreaterThan(25_000);
      expect(ttl).toBeLessThanOrEqual(60_000);
    }
  });

  it('expires values that were stored together at different times', async () => {
    const cached = lab.cache.wrap({ prefix: 'jitter', ttlMs: 1_000_000 }, (id: number) => Promise.resolve(id));
    await Promise.all(Array.from({ length: 20 }, (_, id) => cached(id)));
    const entries = (await lab.keysOf('{jitter:')).filter((key) => key.endsWith('}'));
    const ttls = await Promise.all(entries.map(async (key) => Number(await lab.connection.send(['PTTL', key]))));
    expect(Math.max(...ttls) - Math.min(...ttls)).toBeGreaterThan(5_000);
  });

  it('is called again when the time is over', async () => {
    const { next } = counter();
    const cached = lab.cache.wrap({ prefix: 'expiring', ttlMs: 30 }, next);
    await cached();
    await until('it expires', async () => (await cached()).call === 2);
  });

  it('may be called by part of its arguments', async () => {
    const { next } = counter();
    const cached = lab.cache.wrap(
      { prefix: 'by-key', ttlMs: 60_000, key: (id: string) => id },
      (...args: [id: string, token: object]) => next(args),
    );
    await cached('a', new Map());
    expect(await cached('a', new Set())).toEqual({ call: 1 });
  });

  it('gives what its codec makes', async () => {
    const codec = { encode: (date: Date) => date.toISOString(), decode: (text: string) => new Date(text) };
    const cached = lab.cache.wrap({ prefix: 'codec', ttlMs: 60_000, codec }, () => Promise.resolve(new Date(5)));
    expect(await cached()).toEqual(new Date(5));
    expect(await cached()).toEqual(new Date(5));
  });

  it('does not keep what is no JSON', async () => {
    const cached = lab.cache.wrap({ prefix: 'no-json', ttlMs: 60_000 }, () => Promise.resolve(1n));
    await expect(cached()).rejects.toMatchObject({ code: 'INVALID_VALUE', message: expect.stringContaining('codec') });
    expect(await lab.keysOf('{no-json')).toEqual([]);
  });

  it('does not keep failures', async () => {
    const load = jest.fn().mockRejectedValueOnce(new Error('No paper')).mockResolvedValueOnce('printed');
    const cached = lab.cache.wrap({ prefix: 'failing', ttlMs: 60_000 }, () => load() as Promise<string>);
    await expect(cached()).rejects.toThrow('No paper');
    expect(await cached()).toBe('printed');
  });

  it('loads anew what cannot be read', async () => {
    const { next } = counter();
    const cached = lab.cache.wrap({ prefix: 'broken', ttlMs: 60_000 }, next);
    await cached();
    const [key = ''] = await lab.keysOf('{broken:');
    const text = (await lab.connection.send(['GET', key])) as string;
    await lab.connection.send(['SET', key, `${text.slice(0, text.indexOf('\n'))}\n{"half`, 'KEEPTTL']);
    expect(await cached()).toEqual({ call: 2 });
    await lab.connection.send(['SET', key, 'of somebody else', 'PX', '60000']);
    expect(await cached()).toEqual({ call: 3 });
    expect(await cached()).toEqual({ call: 3 });
  });
});

describe('what another area of the prefix keeps past its time', () => {
  const fresh = { prefix: 'shared', ttlMs: 60_000, jitter: 0 };

  it('is not given out by one that gives nothing stale', async () => {
    const lenient = lab.cache.area<string>({ ...fresh, staleMs: 60_000 });
    const strict = lab.cache.area<string>(fresh);
    await lenient.set('age', 'old');
    expect(await strict.get('age')).toBe('old');
    const [key = ''] = await lab.keysOf('{shared:');
    await lab.connection.send(['PEXPIRE', key, '30000']);
    expect(await strict.get('age')).toBeUndefined();
    expect(await strict.load('age', () => Promise.resolve('new'))).toBe('new');
  });
});

describe('negative results', () => {
  it.each([null, undefined])('%s is kept for a shorter time', async (nothing) => {
    let calls = 0;
    const load = () => Promise.resolve(++calls > 0 ? nothing : 'never');
    const cached = lab.cache.wrap({ prefix: `nothing-${String(nothing)}`, ttlMs: 600_000 }, load);
    expect([await cached(), await cached(), calls]).toEqual([nothing, nothing, 1]);
    const [key = ''] = await lab.keysOf(`{nothing-${String(nothing)}:`);
    expect(await lab.connection.send(['PTTL', key])).toBeLessThanOrEqual(10_000);
  });

  it('are not kept when their time is 0', async () => {
    let calls = 0;
    const cached = lab.cache.wrap({ prefix: 'no-negative', ttlMs: 60_000, negativeTtlMs: 0 }, () =>
      Promise.resolve(++calls === 1 ? null : 'there'),
    );
    expect([await cached(), await cached()]).toEqual([null, 'there']);
  });

  it('are not kept either when they are not accepted', async () => {
    const { next } = counter();
    const cached = lab.cache.wrap({ prefix: 'accepted', ttlMs: 60_000, accept: ({ call }) => call > 1 }, next);
    expect([await cached(), await cached(), await cached()]).toEqual([{ call: 1 }, { call: 2 }, { call: 2 }]);
  });
});

describe('invalidation', () => {
  it('of some arguments leaves the others', async () => {
    const { next } = counter();
    const cached = lab.cache.wrap({ prefix: 'one-gone', ttlMs: 60_000 }, (id: number) => next(id));
    await cached(1);
    await cached(2);
    expect(await cached.invalidate(1)).toBe(true);
    expect(await cached.invalidate(1)).toBe(false);
    expect([await cached(2), await cached(1)]).toEqual([{ call: 2 }, { call: 3 }]);
  });

  it.each(['version', 'scan'] as const)('of all by %s leaves other prefixes', async (by) => {
    const { next } = counter();
    const other = lab.cache.wrap({ prefix: `all-${by}:other`, ttlMs: 60_000 }, next);
    const cached = lab.cache.wrap({ prefix: `all-${by}`, ttlMs: 60_000 }, (id: number) => next(id));
    await other();
    await Promise.all(Array.from({ length: 1_500 }, (_, id) => cached(id)));
    expect(await cached.invalidateAll({ by })).toBe(by === 'scan' ? 1_500 : null);
    if (by === 'scan') expect(await lab.keysOf(`{all-${by}:`)).toHaveLength(1);
    expect((await cached(7)).call).toBe(1_502);
    expect(await other()).toEqual({ call: 1 });
  });

  it('by tags reaches every prefix and no entry without them', async () => {
    const { next } = counter();
    const options = { ttlMs: 60_000, tags: (id: number) => [`product-${id}`, 'shop'] };
    const page = lab.cache.wrap({ prefix: 'tagged-page', ...options }, (id: number) => next(id));
    const price = lab.cache.wrap({ prefix: 'tagged-price', ...options }, (id: number) => next(id));
    const all = async () => [(await page(1)).call, (await page(2)).call, (await price(1)).call];
    expect(await all()).toEqual([1, 2, 3]);
    await lab.cache.invalidateTags('product-1');
    expect(await all()).toEqual([4, 2, 5]);
    await lab.cache.invalidateTags('nobody', 'shop');
    expect(await all()).toEqual([6, 7, 8]);
  });

  it('is not undone when the engine evicts what remembers it', async () => {
    const { next } = counter();
    const cached = lab.cache.wrap({ prefix: 'evicted', ttlMs: 60_000, tags: () => ['evicted-tag'] }, next);
    await cached();
    await lab.cache.invalidateTags('evicted-tag');
    await lab.connection.send([
      'DEL',
      ...(await lab.keysOf('evicted-tag')),
      ...(await lab.keysOf('evicted:generation')),
    ]);
    expect(await cached()).toEqual({ call: 2 });
  });
});

describe('values past their time', () => {
  it('are given out while one caller renews them', async () => {
    const { next } = counter();
    const cached = lab.cache.wrap({ prefix: 'stale', ttlMs: 20, staleMs: 600_000 }, next);
    await cached();
    await until('it is stale', async () => (await cached.read()).source === 'stale');
    await lab.cache.settled();
    expect((await cached.read()).value.call).toBeGreaterThan(1);
  });

  it('stay when their renewal fails, which is told and not tried again at once', async () => {
    let calls = 0;
    const load = () => (++calls === 1 ? Promise.resolve('old') : Promise.reject(new Error('The shop is shut')));
    const cached = lab.cache.wrap({ prefix: 'no-renewal', ttlMs: 20, staleMs: 600_000, flightMs: 60_000 }, load);
    await cached();
    await until('it is stale', async () => (await cached.read()).source === 'stale');
    await lab.cache.settled();
    const reads = await Promise.all(Array.from({ length: 20 }, () => cached.read()));
    await lab.cache.settled();
    expect(reads.every(({ value, source }) => value === 'old' && source === 'stale')).toBe(true);
    expect(calls).toBe(2);
    expect(lab.failures).toContainEqual(new Error('The shop is shut'));
  });

  it('stand in where a load fails, and say so', async () => {
    let isShut = false;
    const load = () => (isShut ? Promise.reject(new Error('The shop is shut')) : Promise.resolve('old'));
    const cached = lab.cache.wrap({ prefix: 'stand-in', ttlMs: 20, staleIfErrorMs: 600_000 }, load);
    await cached();
    isShut = true;
    await until('its time is over', async () => (await cached.read()).source === 'stale');
    const read = await cached.read();
    expect(read).toEqual({
      value: 'old',
      source: 'stale',
      ageMs: expect.any(Number),
      error: new Error('The shop is shut'),
    });
    expect(read.ageMs).toBeGreaterThanOrEqual(18);
    await cached.invalidate();
    await expect(cached()).rejects.toThrow('The shop is shut');
  });
});

describe('an area', () => {
  it('gets and sets values', async () => {
    const area = lab.cache.area<string>({ prefix: 'plain', ttlMs: 60_000 });
    expect(await area.get('a')).toBeUndefined();
    await area.set('a', 'one', { tags: ['letters'] });
    expect(await area.get('a', { tags: ['letters'] })).toBe('one');
    expect(await area.get('a')).toBeUndefined();
    await lab.cache.invalidateTags('letters');
    expect(await area.get('a', { tags: ['letters'] })).toBeUndefined();
  });

  it('keeps values for as long as an epoch lasts', async () => {
    const area = lab.cache.area<{ call: number }>({ prefix: 'epochs', ttlMs: 60_000 });
    const { next } = counter();
    const epochs = ['cache-test:seq:1', 'cache-test:seq:2'];
    const read = async () => (await area.load('page', next, { epochs })).call;
    expect([await read(), await read()]).toEqual([1, 1]);
    await lab.connection.send(['INCR', 'cache-test:seq:2']);
    expect([await read(), await read()]).toEqual([2, 2]);
    await lab.connection.send(['INCR', 'cache-test:seq:1']);
    expect([await read(), await read()]).toEqual([3, 3]);
    const [reversed] = await Promise.all([area.load('page', next, { epochs: [...epochs].reverse() })]);
    expect(reversed.call).toBe(3);
  });

  it('counts what became of its calls', async () => {
    const { next } = counter();
    const cached = lab.cache.wrap({ prefix: 'counted', ttlMs: 60_000 }, next);
    await Promise.all([cached(), cached(), cached()]);
    await cached();
    expect(lab.cache.statistics().find(({ prefix }) => prefix === 'counted')).toEqual({
      ...{ prefix: 'counted', hits: 1, stale: 0, misses: 3, loads: 1, failures: 0 },
    });
  });
});
