import { Inject } from '@nestjs/common';
import { AisleError } from '../../errors/aisle-error.js';
import { Cache } from './cache.js';
import { cachedFunction } from './cached-function.js';
import type { CachedFunction, CachedFunctionOptions } from './cached-function.js';

const CACHE = Symbol('AisleCache');

interface Owner {
  [CACHE]?: Cache;
}

type AsyncMethod<A extends readonly unknown[]> = (...args: A) => Promise<unknown>;

/** By the decorated method: what it is on an instance. */
const functions = new WeakMap<object, (owner: object) => CachedFunction<readonly unknown[], unknown>>();

/**
 * Keeps what an asynchronous method gives. In a Nest application with `CacheModule` the cache is injected; elsewhere give
 * the object one by {@link useCache}. {@link cachedMethod} makes results invalid.
 *
 * @example
 * class Catalog {
 *   @Cached({ prefix: 'catalog:product', ttlMs: 60_000, key: (id: string) => id })
 *   product(id: string): Promise<Product> { … }
 * }
 * await cachedMethod(catalog, 'product').invalidate('42');
 */
export function Cached<A extends readonly unknown[] = readonly never[]>(options: CachedFunctionOptions<A, unknown>) {
  return <M extends AsyncMethod<A>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<M>,
  ): TypedPropertyDescriptor<M> => {
    const { value: method } = descriptor;
    if (method === undefined) {
      throw new AisleError('INVALID_VALUE', `@Cached stands above "${String(name)}", which is no method.`);
    }
    Inject(Cache)(target, CACHE);
    const made = new WeakMap<object, CachedFunction<readonly unknown[], unknown>>();
    const functionOf = (owner: object) => {
      const known = made.get(owner);
      if (known !== undefined) return known;
      const load = (...args: A): Promise<unknown> => Reflect.apply(method, owner, args);
      const cached = cachedFunction(cacheOf(owner, name).area(options), options, load) as CachedFunction<
        readonly unknown[],
        unknown
      >;
      made.set(owner, cached);
      return cached;
    };
    const replacement = async function (this: object, ...args: readonly unknown[]): Promise<unknown> {
      return functionOf(this)(...args);
    };
    copyMetadata(method, replacement);
    functions.set(replacement, functionOf);
    return { ...descriptor, value: replacement as unknown as M };
  };
}

/** Gives an object that Nest did not make the cache of its `@Cached` methods. */
export function useCache<T extends object>(owner: T, cache: Cache): T {
  (owner as Owner)[CACHE] = cache;
  return owner;
}

/**
 * A `@Cached` method with what else can be done with its results: `invalidate(...args)`, `invalidateAll()`, `read(...args)`.
 * @throws INVALID_VALUE for a method without `@Cached`
 */
export function cachedMethod<T extends object, K extends keyof T>(
  owner: T,
  name: K,
): T[K] extends (...args: infer A) => Promise<infer R> ? CachedFunction<A, R> : never {
  const method: unknown = owner[name];
  const functionOf = typeof method === 'function' ? functions.get(method) : undefined;
  if (functionOf === undefined) {
    throw new AisleError('INVALID_VALUE', `"${String(name)}" has no @Cached. Put it above the method.`);
  }
  return functionOf(owner) as unknown as ReturnType<typeof cachedMethod<T, K>>;
}

function cacheOf(owner: object, name: string | symbol): Cache {
  const { [CACHE]: cache } = owner as Owner;
  if (cache !== undefined) return cache;
  throw new AisleError(
    'INVALID_CONFIGURATION',
    `"${String(name)}" is @Cached, but ${owner.constructor.name} has no cache. Import CacheModule.forRoot(), or call useCache().`,
  );
}

/** Other decorators may have marked the method. */
function copyMetadata(from: object, to: object): void {
  for (const key of Reflect.getMetadataKeys(from)) Reflect.defineMetadata(key, Reflect.getMetadata(key, from), to);
}
