import type { ConnectionOptions as NodeTlsOptions } from 'node:tls';
import { AisleError } from '../errors/aisle-error.js';
import { assertInteger, assertKnownKeys, assertObject, assertText, invalidOption } from './option-checks.js';
import { DEFAULT_PORT, parseRedisUrl } from './redis-url.js';
import type { Endpoint } from './redis-url.js';

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
  /** `redis://[user:password@]host[:port][/database]`, `rediss://…` or `unix:///path[?db=number]`. */
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

export interface SentinelOptions {
  readonly sentinels: readonly { readonly host: string; readonly port: number }[];
  /** Name of the master that the sentinels watch. */
  readonly name: string;
}

export interface ClusterOptions {
  /** Some nodes of the cluster. */
  readonly cluster: readonly (UrlOptions | SocketOptions)[];
}

/** Which Redis to use: an engine of our own, or how to reach another. */
export type RedisOptions =
  | 'embedded'
  | ((UrlOptions | SocketOptions | PoolOptions | EmbeddedOptions | SentinelOptions | ClusterOptions) &
      CommonConnectionOptions);

export interface DirectTarget {
  readonly kind: 'direct';
  readonly endpoint: Endpoint;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  readonly tls: TlsOptions | null;
}

export type ConnectionTarget = DirectTarget | { readonly kind: 'embedded'; readonly home: string };

/** The options with all defaults filled in. */
export interface ConnectionRuntimeOptions {
  readonly target: ConnectionTarget;
  /** Connections that share the commands. */
  readonly size: number;
  readonly connectTimeoutMs: number;
  readonly commandTimeoutMs: number;
  readonly keepAliveMs: number;
  readonly reconnect: Readonly<Required<ReconnectOptions>>;
  readonly clientName: string;
  readonly requireModules: boolean;
  readonly exclusive: Readonly<Required<ExclusiveOptions>>;
}

const COMMON = [
  'connectTimeoutMs',
  'commandTimeoutMs',
  'keepAliveMs',
  'reconnect',
  'tls',
  'clientName',
  'requireModules',
  'exclusive',
] as const;
const DIRECT = ['url', 'socket', 'username', 'password', 'database'] as const;
const TARGETS = "Give one of: 'embedded', url, socket, pool, embedded, sentinels, cluster.";
const MILLISECONDS = { min: 1, max: 2 ** 31 - 1 };

/**
 * Checks the options and fills in the defaults.
 * @throws AisleError `INVALID_CONFIGURATION` naming the wrong option and what is allowed, `NOT_SUPPORTED` for Sentinel and
 * cluster.
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

function resolveTarget(
  options: Exclude<RedisOptions, 'embedded'>,
  tls: TlsOptions | null,
): Pick<ConnectionRuntimeOptions, 'target' | 'size'> {
  if ('embedded' in options) {
    assertKnownKeys('', options, ['embedded', ...COMMON]);
    assertObject('embedded', options.embedded, 'Give an object, such as {}.');
    assertKnownKeys('embedded', options.embedded, ['home']);
    const { home = '.aisle' } = options.embedded;
    assertText('embedded.home', home);
    return { target: Object.freeze({ kind: 'embedded', home }), size: 1 };
  }
  if ('pool' in options) {
    assertKnownKeys('', options, ['pool', 'size', ...COMMON]);
    const { pool, size = 4 } = options;
    assertInteger('size', size, { min: 1, max: 1_000 });
    assertObject('pool', pool, 'Give an object with url or socket.');
    assertKnownKeys('pool', pool, DIRECT);
    return { target: resolveDirect('pool.', pool, tls), size };
  }
  if ('sentinels' in options) throw notSupported('sentinels', 'Redis Sentinel');
  if ('cluster' in options) throw notSupported('cluster', 'Redis Cluster');
  assertKnownKeys('', options, [...DIRECT, ...COMMON]);
  return { target: resolveDirect('', options, tls), size: 1 };
}

function resolveDirect(prefix: string, options: UrlOptions | SocketOptions, tls: TlsOptions | null): DirectTarget {
  if ('url' in options && 'socket' in options) {
    throw new AisleError(
      'INVALID_CONFIGURATION',
      `Redis options "${prefix}url" and "${prefix}socket" exclude each other.`,
    );
  }
  if ('url' in options) {
    const { url } = options;
    assertKnownKeys(prefix.slice(0, -1), options, prefix === '' ? ['url', ...COMMON] : ['url']);
    assertText(`${prefix}url`, url);
    const parsed = parseRedisUrl(url);
    return Object.freeze({ kind: 'direct', ...parsed, tls: tls ?? (parsed.tls ? Object.freeze({}) : null) });
  }
  if (!('socket' in options)) throw new AisleError('INVALID_CONFIGURATION', `No Redis is named. ${TARGETS}`);
  const { socket, username, password, database = 0 } = options;
  assertObject(`${prefix}socket`, socket, 'Give {host, port} or {path}.');
  assertInteger(`${prefix}database`, database, { min: 0, max: 1_000_000 });
  if (username !== undefined) assertText(`${prefix}username`, username);
  if (password !== undefined) assertText(`${prefix}password`, password);
  return Object.freeze({
    kind: 'direct',
    ...resolveSocket(`${prefix}socket`, socket, tls),
    username,
    password,
    database,
  });
}

function resolveSocket(
  path: string,
  socket: SocketOptions['socket'],
  tls: TlsOptions | null,
): Pick<DirectTarget, 'endpoint' | 'tls'> {
  if ('path' in socket) {
    assertKnownKeys(path, socket, ['path']);
    assertText(`${path}.path`, socket.path);
    return { endpoint: Object.freeze({ path: socket.path }), tls: null };
  }
  assertKnownKeys(path, socket, ['host', 'port', 'tls']);
  const { host = 'localhost', port = DEFAULT_PORT, tls: socketTls = false } = socket;
  assertText(`${path}.host`, host);
  assertInteger(`${path}.port`, port, { min: 1, max: 65_535 });
  return { endpoint: Object.freeze({ host, port }), tls: resolveTls(`${path}.tls`, socketTls) ?? tls };
}

function resolveTls(path: string, tls: boolean | TlsOptions): TlsOptions | null {
  if (typeof tls === 'boolean') return tls ? Object.freeze({}) : null;
  assertObject(path, tls, 'Give true, false or TLS options.');
  assertKnownKeys(path, tls, ['ca', 'cert', 'key', 'pfx', 'passphrase', 'servername', 'rejectUnauthorized']);
  return Object.freeze({ ...tls });
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

function notSupported(option: string, what: string): AisleError {
  return new AisleError(
    'NOT_SUPPORTED',
    `Redis option "${option}": ${what} is not supported yet. Connect to one server with url, socket or pool.`,
  );
}
