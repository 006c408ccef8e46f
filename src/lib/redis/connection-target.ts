import { AisleError } from '../errors/aisle-error.js';
import type {
  ClusterOptions,
  RedisOptions,
  SentinelOptions,
  SocketOptions,
  TlsOptions,
  UrlOptions,
} from './connection-options.js';
import { isGroupUrl, parseGroupUrl } from './group-url.js';
import { assertInteger, assertKnownKeys, assertObject, assertText, invalidOption } from './option-checks.js';
import { DEFAULT_PORT, parseRedisUrl } from './redis-url.js';
import type { Endpoint } from './redis-url.js';
import { resolveTls } from './tls-options.js';

export interface DirectTarget {
  readonly kind: 'direct';
  readonly endpoint: Endpoint;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  readonly tls: TlsOptions | null;
}

export interface SentinelTarget {
  readonly kind: 'sentinel';
  /** At least one. */
  readonly sentinels: readonly DirectTarget[];
  readonly name: string;
  /** What holds for the servers that the sentinels name. */
  readonly server: Omit<DirectTarget, 'endpoint'>;
}

export interface ClusterTarget {
  readonly kind: 'cluster';
  /** At least one. */
  readonly nodes: readonly DirectTarget[];
}

export type ConnectionTarget =
  DirectTarget | SentinelTarget | ClusterTarget | { readonly kind: 'embedded'; readonly home: string };

interface ResolvedTarget {
  readonly target: ConnectionTarget;
  readonly size: number;
  readonly replicas: number;
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
const CONNECTIONS = { min: 1, max: 1_000 };
const PORTS = { min: 1, max: 65_535 };
const REPLICAS = { min: 0, max: 100 };

/** What a caller may name, for messages. */
export const TARGETS = "Give one of: 'embedded', url, socket, pool, embedded, sentinels, cluster.";

/** Which servers are meant. @throws INVALID_CONFIGURATION */
export function resolveTarget(options: Exclude<RedisOptions, 'embedded'>, tls: TlsOptions | null): ResolvedTarget {
  if ('embedded' in options) {
    assertKnownKeys('', options, ['embedded', ...COMMON]);
    assertObject('embedded', options.embedded, 'Give an object, such as {}.');
    assertKnownKeys('embedded', options.embedded, ['home']);
    const { home = '.aisle' } = options.embedded;
    assertText('embedded.home', home);
    return { target: Object.freeze({ kind: 'embedded', home }), size: 1, replicas: 0 };
  }
  if ('pool' in options) {
    assertKnownKeys('', options, ['pool', 'size', ...COMMON]);
    const { pool, size = 4 } = options;
    assertInteger('size', size, CONNECTIONS);
    assertObject('pool', pool, 'Give an object with url or socket.');
    assertKnownKeys('pool', pool, DIRECT);
    return { target: resolveDirect('pool.', pool, tls), size, replicas: 0 };
  }
  if ('url' in options && typeof options.url === 'string' && isGroupUrl(options.url)) {
    const { url, ...common } = options;
    const group = parseGroupUrl(url);
    return resolveTarget({ ...common, ...group.options }, tls ?? (group.tls ? Object.freeze({}) : null));
  }
  if ('sentinels' in options) return resolveSentinel(options, tls);
  if ('cluster' in options) return resolveCluster(options, tls);
  assertKnownKeys('', options, [...DIRECT, ...COMMON]);
  return { target: resolveDirect('', options, tls), size: 1, replicas: 0 };
}

function resolveSentinel(options: SentinelOptions, tls: TlsOptions | null): ResolvedTarget {
  assertKnownKeys('', options, [
    ...['sentinels', 'name', 'username', 'password', 'database', 'sentinelUsername', 'sentinelPassword'],
    ...['size', 'replicas', ...COMMON],
  ]);
  const { sentinels, name, username, password, database = 0, size = 1, replicas = 0 } = options;
  const { sentinelUsername, sentinelPassword } = options;
  assertList('sentinels', sentinels, 'Give the addresses of some sentinels: [{host, port}].');
  assertText('name', name);
  assertCredentials('', { username, password, database });
  if (sentinelUsername !== undefined) assertText('sentinelUsername', sentinelUsername);
  if (sentinelPassword !== undefined) assertText('sentinelPassword', sentinelPassword);
  assertInteger('size', size, CONNECTIONS);
  assertInteger('replicas', replicas, REPLICAS);
  const addresses = sentinels.map((sentinel, at): DirectTarget => {
    const path = `sentinels[${at}]`;
    assertObject(path, sentinel, 'Give {host, port}.');
    assertKnownKeys(path, sentinel, ['host', 'port']);
    const { host, port } = sentinel;
    assertText(`${path}.host`, host);
    assertInteger(`${path}.port`, port, PORTS);
    const credentials = { username: sentinelUsername, password: sentinelPassword, database: 0 };
    return Object.freeze({ kind: 'direct', endpoint: Object.freeze({ host, port }), ...credentials, tls });
  });
  const server = Object.freeze({ kind: 'direct' as const, username, password, database, tls });
  return { target: Object.freeze({ kind: 'sentinel', sentinels: addresses, name, server }), size, replicas };
}

function resolveCluster(options: ClusterOptions, tls: TlsOptions | null): ResolvedTarget {
  assertKnownKeys('', options, ['cluster', 'replicas', ...COMMON]);
  const { cluster, replicas = 0 } = options;
  assertList('cluster', cluster, 'Give some nodes: [{url}].');
  assertInteger('replicas', replicas, REPLICAS);
  const nodes = cluster.map((node, at) => {
    const path = `cluster[${at}]`;
    assertObject(path, node, 'Give an object with url or socket.');
    assertKnownKeys(path, node, DIRECT);
    const target = resolveDirect(`${path}.`, node, tls);
    if (target.database === 0) return target;
    throw invalidOption(`${path}.database`, target.database, 'A cluster has the database 0 alone.');
  });
  return { target: Object.freeze({ kind: 'cluster', nodes }), size: 1, replicas };
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
  assertCredentials(prefix, { username, password, database });
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
  assertInteger(`${path}.port`, port, PORTS);
  return { endpoint: Object.freeze({ host, port }), tls: resolveTls(`${path}.tls`, socketTls) ?? tls };
}

function assertCredentials(
  prefix: string,
  { username, password, database }: Pick<DirectTarget, 'username' | 'password' | 'database'>,
): void {
  assertInteger(`${prefix}database`, database, { min: 0, max: 1_000_000 });
  if (username !== undefined) assertText(`${prefix}username`, username);
  if (password !== undefined) assertText(`${prefix}password`, password);
}

function assertList(path: string, value: unknown, mend: string): asserts value is readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0) throw invalidOption(path, value, mend);
}
