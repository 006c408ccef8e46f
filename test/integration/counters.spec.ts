import { createKeys } from '../../src/lib/redis/keys.js';
import { Counters } from '../../src/lib/state/counters/counters.js';
import { TagSets } from '../../src/lib/state/counters/tag-sets.js';
import { UniqueCounters } from '../../src/lib/state/counters/unique-counters.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import { forAllTests } from '../support/for-all-tests.js';
import { until } from '../support/processes.js';

const keys = createKeys('count');
const engine = forAllTests(() => startConnectedEngine(4));

describe('a counter', () => {
  it('of many clients is exact, in all and in its window', async () => {
    const clients = engine().connections.map((each) => new Counters(each, keys));
    const sums = await Promise.all(Array.from({ length: 400 }, (_, at) => clients[at % 4]!.add('views', 1 + (at % 3))));
    const expected = Array.from({ length: 400 }, (_, at) => 1 + (at % 3)).reduce((sum, by) => sum + by);
    expect(Math.max(...sums)).toBe(expected);
    expect(await clients[0]!.total('views')).toBe(expected);
    expect(await clients[1]!.count('views', 86_400_000)).toBe(expected);
    expect(await clients[0]!.add('views', -5)).toBe(expected - 5);
  });

  it('forgets in its window what is older, not in all', async () => {
    const counters = new Counters(engine().connection, keys, { bucketMs: 1_000, keepMs: 3_000 });
    const buckets = keys.state('counter', '{old}', 'by-1000');
    await counters.add('old', 4);
    expect(await counters.count('old', 2_000)).toBe(4);
    await until('the window is over', async () => (await counters.count('old', 1_000)) === 0);
    expect(await counters.total('old')).toBe(4);
    await engine().connection.send(['HSET', buckets, '17', '99']);
    await counters.add('old');
    expect(await engine().connection.send(['HEXISTS', buckets, '17'])).toBe(0);
    expect(Number(await engine().connection.send(['PTTL', buckets]))).toBeGreaterThan(0);
  });

  it('is nothing before and after', async () => {
    const counters = new Counters(engine().connection, keys);
    expect([await counters.total('none'), await counters.count('none', 60_000)]).toEqual([0, 0]);
    await counters.add('none', 3);
    await counters.reset('none');
    expect([await counters.total('none'), await counters.count('none', 60_000)]).toEqual([0, 0]);
  });

  it.each([
    [() => new Counters(engine().connection, keys, { bucketMs: 10 }), '"bucketMs" is 10'],
    [() => new Counters(engine().connection, keys, { keepMs: 10 }), '"keepMs" is 10'],
    [() => new Counters(engine().connection, keys).add('{x}'), 'cannot name a counter'],
    [() => new Counters(engine().connection, keys).add('x', 0.5), '"by" is 0.5'],
    [() => new Counters(engine().connection, keys).count('x', 10), 'window is 10'],
  ])('refuses bad input %#', async (use, message) => {
    await expect((async () => use())()).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      message: expect.stringContaining(message),
    });
  });
});

describe('unique counters', () => {
  it('exact ones count each member once, alone and together', async () => {
    const clients = engine().connections.map((each) => new UniqueCounters(each, keys, 'visitors', { exact: true }));
    await Promise.all(Array.from({ length: 300 }, (_, at) => clients[at % 4]!.add('monday', `visitor ${at % 70}`)));
    expect(await clients[0]!.add('tuesday', 'visitor 1', 'visitor 2', 'new one')).toBe(true);
    expect(await clients[0]!.add('tuesday', 'new one')).toBe(false);
    expect(await clients[0]!.count('monday')).toBe(70);
    expect(await clients[0]!.count('monday', 'tuesday', 'sunday')).toBe(71);
  });

  it('estimated ones are near, in 12 kB, and expire', async () => {
    const visitors = new UniqueCounters(engine().connection, keys, 'visitors', { ttlMs: 60_000 });
    for (let start = 0; start < 20_000; start += 1_000) {
      await visitors.add('year', ...Array.from({ length: 1_000 }, (_, at) => `visitor ${start + at}`));
    }
    const count = await visitors.count('year');
    expect(Math.abs(count - 20_000) / 20_000).toBeLessThan(0.05);
    const key = keys.state('unique-estimate', '{visitors}', 'year');
    expect(Number(await engine().connection.send(['STRLEN', key]))).toBeLessThan(13_000);
    expect(Number(await engine().connection.send(['PTTL', key]))).toBeGreaterThan(30_000);
    await expect(visitors.add('year')).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  });
});

describe('tags', () => {
  it('of items are found by all, any and none of them', async () => {
    const tags = new TagSets(engine().connection, keys, 'articles');
    expect(await tags.add('a', ['red', 'new', 'wool'])).toBe(3);
    await tags.add('b', ['red', 'wool']);
    await tags.add('c', ['blue', 'new']);
    expect(await tags.add('c', ['blue', 'sale'])).toBe(1);
    expect(await tags.of('c')).toEqual(['blue', 'new', 'sale']);
    expect(await tags.find({ all: ['red', 'wool'] })).toEqual(['a', 'b']);
    expect(await tags.find({ any: ['new', 'sale'] })).toEqual(['a', 'c']);
    expect(await tags.find({ all: ['wool'], any: ['new', 'blue'] })).toEqual(['a']);
    expect(await tags.find({ all: ['red'], none: ['new', 'unknown'] })).toEqual(['b']);
    expect(await tags.find({ any: ['red', 'blue'], none: ['wool'] })).toEqual(['c']);
    expect(await tags.find({ all: ['unknown'] })).toEqual([]);
    expect(await tags.count(['red', 'wool'])).toBe(2);
    expect(await tags.remove('a', ['red', 'unknown'])).toBe(1);
    expect(await tags.find({ all: ['red'] })).toEqual(['b']);
    await expect(tags.find({ none: ['red'] })).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  });

  it('that clients change at once say the same of items and of tags', async () => {
    const clients = engine().connections.map((each) => new TagSets(each, keys, 'busy'));
    await Promise.all(
      Array.from({ length: 300 }, (_, at) => {
        const item = `item ${at % 7}`;
        const changed = [`tag ${at % 5}`, `tag ${at % 3}`];
        return at % 4 === 0 ? clients[at % 4]!.remove(item, changed) : clients[at % 4]!.add(item, changed);
      }),
    );
    for (let tag = 0; tag < 5; tag++) {
      const items = await clients[0]!.find({ all: [`tag ${tag}`] });
      const having = Array.from({ length: 7 }, (_, at) => `item ${at}`).map(async (item) =>
        (await clients[0]!.of(item)).includes(`tag ${tag}`) ? [item] : [],
      );
      expect(items).toEqual((await Promise.all(having)).flat());
    }
  });
});
