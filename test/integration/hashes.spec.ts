import { Inject, Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AisleModule } from '../../src/lib/aisle.module.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { ActivityFeeds } from '../../src/lib/state/feeds/activity-feeds.js';
import { defineFeed } from '../../src/lib/state/feeds/define-feed.js';
import { FeedsModule } from '../../src/lib/state/feeds/feeds.module.js';
import { defineHash } from '../../src/lib/state/hashes/define-hash.js';
import { jsonField } from '../../src/lib/state/hashes/hash-fields.js';
import { HashStore } from '../../src/lib/state/hashes/hash-store.js';
import { HashesModule, InjectHash } from '../../src/lib/state/hashes/hashes.module.js';
import { startConnectedEngine } from '../support/connected-engine.js';
import { forAllTests } from '../support/for-all-tests.js';
import { until } from '../support/processes.js';

const FIELDS = {
  owner: 'string',
  items: 'integer',
  total: 'number',
  paid: 'boolean',
  paidAt: 'date',
  lines: jsonField<readonly { readonly sku: string }[]>(),
} as const;
const carts = defineHash('cart', FIELDS);
const brief = defineHash('brief', FIELDS, { ttlMs: 60_000 });
const keys = createKeys('hashes-test');
const keyOf = (id: string, name = 'cart') => keys.state('hash', name, id);

const engine = forAllTests(() => startConnectedEngine());

const store = () => new HashStore(engine().connection, keys, carts);

/** The same engine, as if it were of an older version. */
const older = (capabilities: Partial<RedisConnection['capabilities']>): RedisConnection => ({
  ...engine().connection,
  capabilities: { ...engine().connection.capabilities, ...capabilities },
});

describe('a hash object', () => {
  const cart = { owner: 'ü', items: 2, total: 0.1, paid: false, paidAt: new Date(0), lines: [{ sku: 'a' }] };

  it('is written and read field by field, with its types', async () => {
    expect(await store().get('1')).toBeNull();
    await store().set('1', cart);
    expect(await store().get('1')).toEqual(cart);
    await store().set('1', { paid: true, owner: null });
    expect(await store().get('1')).toEqual({ ...cart, paid: true, owner: undefined });
    expect(await store().pick('1', ['owner', 'items'])).toEqual({ items: 2 });
    expect(await store().pick('none', ['owner'])).toEqual({});
    await store().replace('1', { owner: 'b' });
    expect(await store().get('1')).toEqual({ owner: 'b' });
    expect(await store().delete('1')).toBe(true);
    expect(await store().delete('1')).toBe(false);
  });

  it('is created by one of many', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) => store().create('2', { items: n, lines: [] })),
    );
    expect(outcomes.filter((isNew) => isNew)).toHaveLength(1);
    expect((await store().get('2'))?.items).toBe(outcomes.indexOf(true));
  });

  it('is counted up by many at once, and loses nothing', async () => {
    await Promise.all(Array.from({ length: 50 }, () => store().increment('3', 'items', 2)));
    expect(await store().increment('3', 'items', -1)).toBe(99);
    expect(await store().increment('3', 'total', 0.5)).toBe(0.5);
    expect(await store().get('3')).toEqual({ items: 99, total: 0.5 });
  });

  it('leaves alone what another version of the program stored', async () => {
    await engine().connection.send(['HSET', keyOf('4'), 'future', 'x', 'items', '1', '__proto__', 'y']);
    await store().set('4', { items: 2 });
    expect(await store().get('4')).toEqual({ items: 2 });
    expect(await engine().connection.send(['HGET', keyOf('4'), 'future'])).toBe('x');
  });

  it('lives as long as its kind says, from its last write', async () => {
    const briefly = new HashStore(engine().connection, keys, brief);
    for (const write of [
      () => briefly.set('1', { items: 1 }),
      () => briefly.replace('1', { items: 1 }),
      () => briefly.increment('1', 'items'),
    ]) {
      await engine().connection.send(['PERSIST', keyOf('1', 'brief')]);
      await write();
      const ttl = Number(await engine().connection.send(['PTTL', keyOf('1', 'brief')]));
      expect(ttl).toBeGreaterThan(0);
      expect(ttl).toBeLessThanOrEqual(60_000);
    }
  });

  it.each<[string, () => unknown]>([
    ['an unknown field', () => store().set('1', { colour: 1 } as never)],
    ['a field of the prototype', () => store().pick('1', ['constructor' as never])],
    ['a value of another kind', () => store().set('1', { items: 1.5 })],
    ['nothing', () => store().set('1', {})],
    ['an object of nothing', () => store().replace('1', {})],
    ['an id', () => store().get('a\n')],
    ['a long id', () => store().get('x'.repeat(257))],
    ['a life of no time', () => store().set('1', { items: 1 }, { fieldTtlMs: 0 })],
    ['no field', () => store().take('1', [])],
    ['a kind', () => defineHash('x', { a: 'text' } as never)],
    ['no fields', () => defineHash('x', {})],
    ['a name', () => defineHash('X', FIELDS)],
  ])('refuses %s', async (_, use) => {
    await expect(Promise.resolve().then(use)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  });

  it('tells that something else lies at its key', async () => {
    await engine().connection.send(['SET', keyOf('5'), 'text']);
    await expect(store().get('5')).rejects.toMatchObject({ code: 'ENGINE_ERROR' });
    await engine().connection.send(['HSET', keyOf('6'), 'items', 'many']);
    await expect(store().get('6')).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      message: expect.stringContaining('"items"'),
    });
  });
});

describe.each([
  ['Redis 8', {}],
  ['Redis 7.4', { hashFieldCommands: false }],
])('the life of fields on %s', (version, capabilities) => {
  const fields = () => new HashStore(older(capabilities), keys, carts);
  const id = (n: number) => `${version} ${n}`;

  it('ends one field and leaves the others', async () => {
    await fields().set(id(1), { owner: 'a' });
    await fields().set(id(1), { items: 1, total: 2 }, { fieldTtlMs: 60_000 });
    const { items, owner } = await fields().fieldTtls(id(1), ['items', 'owner']);
    expect(items).toBeGreaterThan(0);
    expect(items).toBeLessThanOrEqual(60_000);
    expect(owner).toBeNull();
    await fields().set(id(1), { items: 1 }, { fieldTtlMs: 1 });
    await until('the end of the field', async () => (await fields().get(id(1)))?.items === undefined);
    expect(await fields().get(id(1))).toEqual({ owner: 'a', total: 2 });
  });

  it('is prolonged by reading, or ended', async () => {
    await fields().set(id(2), { owner: 'a', items: 1 }, { fieldTtlMs: 60_000 });
    expect(await fields().touch(id(2), ['items', 'paid'], 120_000)).toEqual({ items: 1 });
    const { items, owner } = await fields().fieldTtls(id(2), ['items', 'owner']);
    expect(items).toBeGreaterThan(60_000);
    expect(owner).toBeLessThanOrEqual(60_000);
    await fields().persist(id(2), ['items']);
    expect(await fields().fieldTtls(id(2), ['items'])).toEqual({ items: null });
    expect(await fields().fieldTtls('none', ['items'])).toEqual({ items: null });
  });

  it('does not hinder counting, and goes together with the life of the object', async () => {
    const briefly = new HashStore(older(capabilities), keys, brief);
    await briefly.set(id(3), { items: 1 }, { fieldTtlMs: 30_000 });
    await briefly.increment(id(3), 'items');
    expect((await briefly.fieldTtls(id(3), ['items'])).items).toBeGreaterThan(0);
    expect(Number(await engine().connection.send(['PTTL', keyOf(id(3), 'brief')]))).toBeGreaterThan(30_000);
  });

  it('gives fields that are taken to one of many', async () => {
    await fields().set(id(4), { owner: 'prize', items: 1 });
    const taken = await Promise.all(Array.from({ length: 20 }, () => fields().take(id(4), ['owner', 'paid'])));
    expect(taken.filter(({ owner }) => owner === 'prize')).toHaveLength(1);
    expect(await fields().get(id(4))).toEqual({ items: 1 });
  });
});

it('the life of fields is refused where the engine has none, and nothing is written', async () => {
  const old = new HashStore(older({ hashFieldTtl: false, hashFieldCommands: false, server: '7.2.4' }), keys, carts);
  const refusal = { code: 'NOT_SUPPORTED', message: expect.stringContaining('Redis 7.2.4') };
  await expect(old.set('old', { items: 1 }, { fieldTtlMs: 1_000 })).rejects.toMatchObject(refusal);
  await expect(old.touch('old', ['items'], 1_000)).rejects.toMatchObject(refusal);
  await expect(old.persist('old', ['items'])).rejects.toMatchObject(refusal);
  await expect(old.fieldTtls('old', ['items'])).rejects.toMatchObject(refusal);
  expect(await old.get('old')).toBeNull();
  await old.set('old', { items: 1 });
  expect(await old.take('old', ['items'])).toEqual({ items: 1 });
});

describe('activity feeds', () => {
  const visits = defineFeed<{ readonly n: number }>('visits', { maxLength: 5, ttlMs: 60_000 });
  const feeds = () => new ActivityFeeds(engine().connection, keys);
  const numbers = async (owner: string, options = {}) =>
    (await feeds().page(visits, owner, options)).map(({ entry }) => entry.n);

  it('keep the last entries of each owner, newest first, and no more', async () => {
    for (let n = 1; n <= 8; n++) await feeds().push(visits, 'a', { n });
    await feeds().push(visits, ['a', 'b'], { n: 9 });
    expect(await numbers('a')).toEqual([9, 8, 7, 6, 5]);
    expect(await numbers('b')).toEqual([9]);
    expect(await numbers('nobody')).toEqual([]);
    const [entry] = await feeds().page(visits, 'a', { limit: 1 });
    expect(entry).toEqual({ id: 9, at: expect.any(Date), entry: { n: 9 } });
    const ttl = Number(await engine().connection.send(['PTTL', keys.state('feed', '{visits:a}')]));
    expect(ttl).toBeGreaterThan(0);
    await feeds().clear(visits, 'a');
    expect(await numbers('a')).toEqual([]);
  });

  it('give pages that new entries do not shift', async () => {
    for (let n = 1; n <= 5; n++) await feeds().push(visits, 'c', { n });
    const first = await feeds().page(visits, 'c', { limit: 2 });
    await feeds().push(visits, 'c', { n: 6 });
    const before = first.at(-1)!.id;
    expect(first.map(({ entry }) => entry.n)).toEqual([5, 4]);
    expect(await numbers('c', { limit: 2, before })).toEqual([3, 2]);
    expect(await numbers('c', { limit: 2, before: 2 })).toEqual([]);
  });

  it('lose none of what many add at once, up to their length', async () => {
    const many = defineFeed<{ readonly n: number }>('many', { maxLength: 1_000 });
    await Promise.all(Array.from({ length: 300 }, (_, n) => feeds().push(many, 'all', { n })));
    const page = await feeds().page(many, 'all', { limit: 1_000 });
    expect(page.map(({ id }) => id)).toEqual(Array.from({ length: 300 }, (_, n) => 300 - n));
    expect(new Set(page.map(({ entry }) => entry.n)).size).toBe(300);
  });

  it.each<[string, () => unknown]>([
    ['an entry', () => feeds().push(visits, 'a', undefined as never)],
    ['an owner', () => feeds().push(visits, 'a{b}', { n: 1 })],
    ['a limit', () => feeds().page(visits, 'a', { limit: 0 })],
    ['a place', () => feeds().page(visits, 'a', { before: -1 })],
    ['a name', () => defineFeed('A')],
    ['a length', () => defineFeed('a', { maxLength: 0 })],
  ])('refuse %s that is not usable', async (_, use) => {
    await expect(Promise.resolve().then(use)).rejects.toMatchObject({ code: 'INVALID_VALUE' });
  });
});

it('stores of hashes and feeds are injected', async () => {
  @Injectable()
  class CartService {
    constructor(
      @InjectHash(carts) readonly store: HashStore<typeof carts>,
      @Inject(ActivityFeeds) readonly feeds: ActivityFeeds,
    ) {}
  }
  @Module({
    imports: [
      AisleModule.forRoot({ redis: { url: engine().url }, namespace: 'nest' }),
      HashesModule.forFeature([carts]),
      FeedsModule.forRoot(),
    ],
    providers: [CartService],
  })
  class AppModule {}
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false, abortOnError: false });
  const service = app.get(CartService);
  await service.store.set('1', { items: 1 });
  expect(await service.store.get('1')).toEqual({ items: 1 });
  expect(service.feeds).toBeInstanceOf(ActivityFeeds);
  await app.close();
});
