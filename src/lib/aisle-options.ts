import type { InjectionToken, ModuleMetadata, OptionalFactoryDependency } from '@nestjs/common';
import { isCollectionName } from './collections/create-collection.js';
import { AisleError } from './errors/aisle-error.js';
import type { CircuitOptions } from './redis/circuit/circuit-options.js';
import type { RedisOptions } from './redis/connection-options.js';
import type { ConnectionHooks } from './redis/open-connection.js';
import { resolveSearchColumns } from './search/columns/column-options.js';
import type { SearchColumnOptions } from './search/columns/column-options.js';
import { resolveSearchCache } from './search/replies/reply-cache-options.js';
import type { SearchCacheOptions } from './search/replies/reply-cache-options.js';

export interface AisleModuleOptions {
  /** Which Redis to use: `'embedded'` for an engine of our own, or how to reach another, such as `{ url }`. */
  readonly redis: RedisOptions;
  /** Told when the connection to the engine is lost and when it is back, for a log. */
  readonly connectionHooks?: ConnectionHooks;
  /** Begins every key, so that several applications can share a server. @default 'aisle' */
  readonly namespace?: string;
  /**
   * What to do at start when a declared collection differs from the stored one: `'check'` fails with the plan,
   * `'auto'` migrates under a lock before the application starts.
   * @default 'check'
   */
  readonly migrations?: 'auto' | 'check';
  /**
   * When commands are no longer sent to an engine that does not answer in time, so that they fail at once with 503 and
   * `Retry-After`; `false` for never.
   * @default the defaults of `CircuitOptions`
   */
  readonly circuit?: CircuitOptions | false;
  /** How replies of the engine are kept for searches that come again. @default 64 MiB, 10 s */
  readonly searchCache?: SearchCacheOptions;
  /**
   * How words, facets and orders are kept in memory, so that pages with many hits need not be counted by the engine.
   * @default 256 MiB a collection at most
   */
  readonly searchColumns?: SearchColumnOptions;
  /** Told the milliseconds that each search waited for the engine, for metrics. */
  readonly onEngineTime?: (collection: string, milliseconds: number) => void;
}

export interface AisleModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: readonly (InjectionToken | OptionalFactoryDependency)[];
  readonly useFactory: (...args: never[]) => AisleModuleOptions | Promise<AisleModuleOptions>;
}

/** The options with their defaults. */
export type AisleRuntimeOptions = Readonly<Required<AisleModuleOptions>>;

/** @throws INVALID_CONFIGURATION on a namespace that keys cannot begin with; INVALID_VALUE on a cache out of its range */
export function resolveOptions(options: AisleModuleOptions): AisleRuntimeOptions {
  const { redis, namespace = 'aisle', migrations = 'check', circuit = {}, onEngineTime = () => undefined } = options;
  const { connectionHooks = {} } = options;
  const searchCache = resolveSearchCache(options.searchCache ?? {});
  const searchColumns = resolveSearchColumns(options.searchColumns ?? {});
  if (!isCollectionName(namespace)) {
    throw new AisleError(
      'INVALID_CONFIGURATION',
      `"${namespace}" cannot be a namespace. Use 1 to 64 lower-case letters, digits, - and _, a letter first.`,
    );
  }
  return Object.freeze({
    redis,
    connectionHooks,
    namespace,
    migrations,
    circuit,
    searchCache,
    searchColumns,
    onEngineTime,
  });
}
