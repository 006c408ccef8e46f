import type { ConnectionOptions as NodeTlsOptions } from 'node:tls';
import { resolveTarget, TARGETS } from './connection-target.js';
import type { ConnectionTarget } from './connection-target.js';
import { assertInteger, assertKnownKeys, assertObject, assertText, invalidOption } from './option-checks.js';
import { resolveTls } from './tls-options.js';

/** What TLS may be told; the names are those of `node:tls`. */
export type TlsOptions = Readonly<
  Pick<NodeTlsOptions, 'ca' | 'cert' | 'key' | 'pfx' | 'passphrase' | 'servername' | 'rejectUnauthorized'>
>;

export interface CommonConnectionOptions {
  /** Milliseconds for the first connection with its handshake, and for each one after it. @default 5000 */
  readonly connectTimeoutMs?: number;
  /** Milliseconds a command may take, see `CommandOptions.deadlineMs`. @default 5000 */
  readonly commandTimeoutMs?: number;
  /** Milliseconds of silence before TCP asks whether the other side still lives. @default 30000 */
  readonly keepAliveMs?: number;
  /** How a lost connection is made again. */
  readonly reconnect?: ReconnectOptions;
  /** TLS; a URL with `rediss://` switches it on as well. @default false */
  readonly tls?: boolean | TlsOptions;
  /** Name that `CLIENT LIST` shows. @default 'aisle' */
  readonly clientName?: string;
  /** Refuse a server without the search or the JSON module. @default true */
  readonly requireModules?: boolean;
  /** The connections that `exclusive` lends. */
  readonly exclusive?: ExclusiveOptions;
}

export interface ReconnectOptions {
  /** Upper bound of the first wait in milliseconds; it doubles with each try. Each wait is random below its bound. @default 50 */
  readonly baseMs?: number;
  /** Upper bound of all waits in milliseconds. @default 2000 */
  readonly maxMs?: number;
  /** Milliseconds after a loss during which commands wait for the connection; later ones fail at once. @default 1000 */
  readonly graceMs?: number;
}

export interface ExclusiveOptions {
  /** Most connections lent at a time. @default 10 */
  readonly size?: number;
  /** Milliseconds to wait for one that is free. @default 3000 */
  readonly acquireTimeoutMs?: number;
}

export interface UrlOptions {
  /**
   * `redis://[user:password@]host[:port][/database]`, `rediss://…` or `unix:///path[?db=number]`; for several servers
   * `redis+sentinel://[user:password@]host:port,…/name[/database][?replicas=n]` or
   * `redis+cluster://[user:password@]host:port,…[?replicas=n]`, `rediss+…` with TLS.
   */
  readonly url: string;
}

export interface SocketOptions {
  readonly socket:
    { readonly host?: string; readonly port?: number; readonly tls?: boolean | TlsOptions } | { readonly path: string };
  readonly username?: string;
  readonly password?: string;
  readonly database?: number;
}

export interface PoolOptions {
  readonly pool: UrlOptions | SocketOptions;
  /** Connections that share the commands. @default 4 */
  readonly size?: number;
}

export interface EmbeddedOptions {
  readonly embedded: {
    /** Directory of the engine and its data. @default '.aisle' */
    readonly home?: string;
  };
}

/** A primary with replicas that Redis Sentinel watches. After a failover, connections go to the new primary by themselves. */
export interface SentinelOptions {
  /** Some of the sentinels. The first that answers is asked. */
  readonly sentinels: readonly { readonly host: string; readonly port: number }[];
  /** Name of the primary that the sentinels watch. */
  readonly name: string;
  /** User and password of the servers. */
  readonly username?: string;
  readonly password?: string;
  readonly database?: number;
  /** User and password of the sentinels, where they have others than none. */
  readonly sentinelUsername?: string;
  readonly sentinelPassword?: string;
  /** Connections to the primary that share the commands. @default 1 */
  readonly size?: number;
  /** Connections to replicas, for reads that may lag behind, see `CommandOptions.consistency`. @default 0 */
  readonly replicas?: number;
}

/** A cluster: each key lies on the node that owns its slot. */
export interface ClusterOptions {
  /** Some nodes of the cluster. User, password and TLS of the first hold for all. */
  readonly cluster: readonly (UrlOptions | SocketOptions)[];
  /** Connections to replicas of each primary, for reads that may lag behind, see `CommandOptions.consistency`. @default 0 */
  readonly replicas?: number;
}

/** Which Redis to use: an engine of our own, or how to reach another. */
export type RedisOptions =
  | 'embedded'
  | ((UrlOptions | SocketOptions | PoolOptions | EmbeddedOptions | SentinelOptions | ClusterOptions) &
      CommonConnectionOptions);

/** The options with all defaults filled in. */
export interface ConnectionRuntimeOptions {
  readonly target: ConnectionTarget;
  /** Connections that share the commands. */
  readonly size: number;
  /** Connections to replicas, of each primary. */
  readonly replicas: number;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly reconnect: Readonly<Required<ReconnectOptions>>;
  readonly clientName: string;
  readonly requireModules: boolean;
  readonly exclusive: Readonly<Required<ExclusiveOptions>>;
}

const MILLISECONDS = { min: 1, max: 2 ** 31 - 1 };

/**
 * Checks the options and fills in the defaults.
 * @throws AisleError `INVALID_CONFIGURATION` naming the wrong option and what is allowed
 */
export function resolveConnectionOptions(options: RedisOptions): ConnectionRuntimeOptions {
  if (options === 'embedded') return resolveConnectionOptions({ embedded: {} });
  assertObject('redis', options, TARGETS);
  const {
    connectTimeoutMs = 5_000,
    commandTimeoutMs = 5_000,
    keepAliveMs = 30_000,
    reconnect = {},
    tls = false,
    clientName = 'aisle',
    requireModules = true,
    exclusive = {},
  } = options;
  assertInteger('connectTimeoutMs', connectTimeoutMs, MILLISECONDS);
  assertInteger('commandTimeoutMs', commandTimeoutMs, MILLISECONDS);
  assertInteger('keepAliveMs', keepAliveMs, MILLISECONDS);
  assertText('clientName', clientName);
  if (/[^!-~]/.test(clientName)) throw invalidOption('clientName', clientName, 'Use printable ASCII without blanks.');
  return Object.freeze({
    ...resolveTarget(options, resolveTls('tls', tls)),
    connectTimeoutMs,
    commandTimeoutMs,
    keepAliveMs,
    reconnect: resolveReconnect(reconnect),
    clientName,
    requireModules,
    exclusive: resolveExclusive(exclusive),
  });
}

function resolveReconnect(options: ReconnectOptions): Required<ReconnectOptions> {
  assertObject('reconnect', options, 'Give {baseMs, maxMs, graceMs}.');
  assertKnownKeys('reconnect', options, ['baseMs', 'maxMs', 'graceMs']);
  const { baseMs = 50, maxMs = 2_000, graceMs = 1_000 } = options;
  assertInteger('reconnect.baseMs', baseMs, MILLISECONDS);
  assertInteger('reconnect.maxMs', maxMs, { min: baseMs, max: MILLISECONDS.max });
  assertInteger('reconnect.graceMs', graceMs, { min: 0, max: MILLISECONDS.max });
  return Object.freeze({ baseMs, maxMs, graceMs });
}

function resolveExclusive(options: ExclusiveOptions): Required<ExclusiveOptions> {
  assertObject('exclusive', options, 'Give {size, acquireTimeoutMs}.');
  assertKnownKeys('exclusive', options, ['size', 'acquireTimeoutMs']);
  const { size = 10, acquireTimeoutMs = 3_000 } = options;
  assertInteger('exclusive.size', size, { min: 1, max: 1_000 });
  assertInteger('exclusive.acquireTimeoutMs', acquireTimeoutMs, MILLISECONDS);
  return Object.freeze({ size, acquireTimeoutMs });
}
