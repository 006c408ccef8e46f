import { CACHE_MANAGER, CacheModule as NestCacheModule } from '@nestjs/cache-manager';
import type { Cache as NestCache } from '@nestjs/cache-manager';
import { Injectable, Module, SetMetadata } from '@nestjs/common';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import Keyv from 'keyv';
import { AisleModule, Cache, Cached, cachedMethod, CacheModule, KeyvStore, useCache } from '../../src/lib/index.js';
import { startTestEngine } from '../support/engine.js';
import type { TestEngine } from '../support/engine.js';
import { until } from '../support/processes.js';

@Injectable()
class Catalog {
  calls = 0;

  @Cached({
    prefix: 'catalog:product',
    ttlMs: 60_000,
    key: (id: string) => id,
    tags: (id: string) => [`product ${id}`],
  })
  @SetMetadata('marked', true)
  product(id: string, token?: object): Promise<{ id: string; call: number }> {
    this.calls += token === undefined ? 1 : 100;
    return Promise.resolve({ id, call: this.calls });
  }

  @Cached({ prefix: 'catalog:count', ttlMs: 60_000 })
  count(where: object): Promise<number> {
    this.calls += Object.keys(where).length > 0 ? 1 : 0;
    return Promise.resolve(this.calls);
  }
}

@Module({ providers: [Catalog], exports: [Catalog] })
class CatalogModule {}

let engine: TestEngine;
let app: INestApplicationContext;

beforeAll(async () => {
  engine = await startTestEngine();
  @Module({
    imports: [
      AisleModule.forRoot({ redis: { url: engine.url } }),
      CacheModule.forRoot(),
      NestCacheModule.registerAsync({
        inject: [Cache],
        useFactory: (cache: Cache) => ({ stores: [new KeyvStore(cache, { prefix: 'nest' })], ttl: 60_000 }),
      }),
      CatalogModule,
    ],
  })
  class ShopModule {}
  app = await NestFactory.createApplicationContext(ShopModule, { logger: false });
});

afterAll(async () => {
  await app.close();
  await engine.close();
});

describe('@Cached', () => {
  it('keeps results by key, for all objects of the class, with the cache that Nest injects', async () => {
    const catalog = app.get(Catalog);
    expect(await catalog.product('a')).toEqual({ id: 'a', call: 1 });
    expect(await catalog.product('a', new Map())).toEqual({ id: 'a', call: 1 });
    const other = useCache(new Catalog(), app.get(Cache));
    expect(await other.product('a')).toEqual({ id: 'a', call: 1 });
    expect(other.calls).toBe(0);
  });

  it('invalidates by arguments, by tag, and all', async () => {
    const catalog = app.get(Catalog);
    const product = cachedMethod(catalog, 'product');
    const before = (await catalog.product('b')).call;
    expect(await product.invalidate('b')).toBe(true);
    expect((await catalog.product('b')).call).toBe(before + 1);
    await app.get(Cache).invalidateTags('product b');
    expect((await catalog.product('b')).call).toBe(before + 2);
    await product.invalidateAll();
    expect((await catalog.product('b')).call).toBe(before + 3);
    expect((await product.read('b')).source).toBe('cache');
  });

  it('takes all arguments as the key, in any order of properties', async () => {
    const catalog = app.get(Catalog);
    const first = await catalog.count({ brand: 'a', size: 1 });
    expect(await catalog.count({ size: 1, brand: 'a' })).toBe(first);
    expect(await catalog.count({ size: 2, brand: 'a' })).toBe(first + 1);
  });

  it('leaves what other decorators said of the method', () => {
    expect(Reflect.getMetadata('marked', Reflect.get(Catalog.prototype, 'product'))).toBe(true);
  });

  it('says what is missing', async () => {
    await expect(new Catalog().product('a')).rejects.toMatchObject({
      code: 'INVALID_CONFIGURATION',
      message: '"product" is @Cached, but Catalog has no cache. Import CacheModule.forRoot(), or call useCache().',
    });
    expect(() => cachedMethod({ plain: () => Promise.resolve(1) }, 'plain')).toThrow('"plain" has no @Cached');
  });
});

describe('the store of a Keyv', () => {
  it('keeps what @nestjs/cache-manager stores', async () => {
    const manager = app.get<NestCache>(CACHE_MANAGER);
    await manager.set('a', { price: 3 }, 30_000);
    await manager.mset([
      { key: 'b', value: 2 },
      { key: 'c', value: 3 },
    ]);
    expect(await manager.mget(['a', 'b', 'c', 'd'])).toEqual([{ price: 3 }, 2, 3, undefined]);
    expect(Number(await manager.ttl('a')) - Date.now()).toBeGreaterThan(20_000);
    expect(await manager.del('a')).toBe(true);
    expect(await manager.get('a')).toBeUndefined();
    let calls = 0;
    const wrapped = () => manager.wrap('wrapped', () => Promise.resolve(++calls));
    expect([await wrapped(), await wrapped()]).toEqual([1, 1]);
    await manager.clear();
    expect(await manager.get('b')).toBeUndefined();
  });

  it('expires values', async () => {
    const keyv = new Keyv({ store: new KeyvStore(app.get(Cache), { prefix: 'expiring' }) });
    await keyv.set('a', 'short', 40);
    await keyv.set('b', null);
    expect([await keyv.has('b'), await keyv.get('b')]).toEqual([true, null]);
    await until('it expires', async () => (await keyv.get('a')) === undefined);
  });

  it('clears one prefix alone', async () => {
    const [first, second] = ['first', 'second'].map(
      (prefix) => new Keyv({ store: new KeyvStore(app.get(Cache), { prefix }) }),
    );
    await first!.set('a', 1);
    await second!.set('a', 2);
    await first!.clear();
    expect([await first!.get('a'), await second!.get('a')]).toEqual([undefined, 2]);
  });
});
