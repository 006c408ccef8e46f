import type { CacheArea, InvalidateAllOptions } from './cache-area.js';
import type { CacheRead } from './cache-context.js';
import type { CacheAreaOptions } from './cache-options.js';
import type { CacheDependencies } from './cache-versions.js';

/** What of a call its result is kept under, and depends on. */
export interface CallOptions<A extends readonly unknown[]> {
  /** What tells calls apart, of any plain form. @default all arguments */
  readonly key?: (...args: A) => unknown;
  /** Names under which `invalidateTags` makes the result invalid. */
  readonly tags?: (...args: A) => readonly string[];
  /** See {@link CacheDependencies.epochs}. */
  readonly epochs?: (...args: A) => readonly string[] | Promise<readonly string[]>;
}

export interface CachedFunctionOptions<A extends readonly unknown[], R> extends CacheAreaOptions<R>, CallOptions<A> {}

/** A function whose results are kept. */
export interface CachedFunction<A extends readonly unknown[], R> {
  (...args: A): Promise<R>;
  /** Calls it, and tells where the result came from. */
  read(...args: A): Promise<CacheRead<R>>;
  /** Removes the result of these arguments, see {@link CacheArea.invalidate}. */
  invalidate(...args: A): Promise<boolean>;
  /** Removes the results of all arguments, see {@link CacheArea.invalidateAll}. */
  invalidateAll(options?: InvalidateAllOptions): Promise<number | null>;
  /** A function that stores a value elsewhere and keeps it as the result of `argsOf`, see {@link CacheArea.writeThrough}. */
  writeThrough<V extends R>(
    store: (value: V) => Promise<R> | Promise<void>,
    argsOf: (value: V) => A,
  ): (value: V) => Promise<R>;
}

/** Makes a function whose results are kept in an area. */
export function cachedFunction<A extends readonly unknown[], R>(
  area: CacheArea<R>,
  { key, tags, epochs }: CallOptions<A>,
  load: (...args: A) => Promise<R>,
): CachedFunction<A, R> {
  const keyOf = (args: A): unknown => (key === undefined ? args : key(...args));
  const dependsOnNothing = tags === undefined && epochs === undefined;
  const dependencies = async (args: A): Promise<CacheDependencies> => ({
    tags: tags?.(...args),
    epochs: await epochs?.(...args),
  });
  const call =
    key === undefined && dependsOnNothing
      ? (...args: A) => area.load(args, () => load(...args))
      : async (...args: A) =>
          area.load(keyOf(args), () => load(...args), dependsOnNothing ? undefined : await dependencies(args));
  return Object.assign(call, {
    read: async (...args: A) => area.read(keyOf(args), () => load(...args), await dependencies(args)),
    invalidate: (...args: A) => area.invalidate(keyOf(args)),
    invalidateAll: (options?: InvalidateAllOptions) => area.invalidateAll(options),
    writeThrough: <V extends R>(store: (value: V) => Promise<R> | Promise<void>, argsOf: (value: V) => A) =>
      area.writeThrough(
        store,
        (value: V) => keyOf(argsOf(value)),
        (value) => dependencies(argsOf(value)),
      ),
  });
}
