import { isIP } from 'node:net';
import { AisleError } from '../../lib/index.js';
import { isLoopback } from './loopback.js';
import { LOG_LEVELS, SEED_MODES } from './server-config.js';
import type { SearchLimit, ServerConfig } from './server-config.js';

/** What the configuration is read from. */
export type Environment = Readonly<Record<string, string | undefined>>;

const MIN_KEY_LENGTH = 16;
const HOST_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const NAMESPACE = /^[a-z][a-z0-9_-]{0,63}$/;

/**
 * Reads and checks the configuration. Blank variables count as not set.
 * @throws INVALID_CONFIGURATION naming the variable, its value (unless it is secret) and what is allowed
 */
export function readConfig(env: Environment): ServerConfig {
  const read = (name: string) => env[name]?.trim() || null;
  const config = {
    port: readPort(read('PORT')),
    host: readHost(read('HOST')),
    redisUrl: readUrl('AISLE_REDIS_URL', read('AISLE_REDIS_URL')) ?? readUrl('REDIS_URL', read('REDIS_URL')),
    home: read('AISLE_HOME') ?? '.aisle',
    namespace: readNamespace(read('AISLE_NAMESPACE')),
    adminKey: readKey('AISLE_ADMIN_KEY', read('AISLE_ADMIN_KEY')),
    searchKey: readKey('AISLE_SEARCH_KEY', read('AISLE_SEARCH_KEY')),
    seed: readChoice('AISLE_SEED', read('AISLE_SEED'), SEED_MODES, 'auto'),
    corsOrigins: readOrigins(read('AISLE_CORS_ORIGINS')),
    searchLimit: readSearchLimit(read('AISLE_SEARCH_LIMIT')),
    searchCacheBytes: readMebibytes('AISLE_SEARCH_CACHE_MB', read('AISLE_SEARCH_CACHE_MB'), 64),
    searchColumnBytes: readMebibytes('AISLE_SEARCH_COLUMNS_MB', read('AISLE_SEARCH_COLUMNS_MB'), 256),
    trustedProxies: readProxies(read('AISLE_TRUSTED_PROXIES')),
    linkHosts: readHosts(read('AISLE_LINK_HOSTS')),
    logLevel: readChoice('LOG_LEVEL', read('LOG_LEVEL')?.toLowerCase() ?? null, LOG_LEVELS, 'log'),
  };
  checkKeys(config);
  return Object.freeze(config);
}

function readPort(value: string | null): number {
  if (value === null) return 3000;
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw invalid('PORT', value, 'a whole number from 0 to 65535');
}

function readHost(value: string | null): string {
  if (value === null) return '127.0.0.1';
  const host = value.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 || HOST_NAME.test(host)) return host;
  throw invalid('HOST', value, 'an IP address or a host name');
}

function readUrl(name: string, value: string | null): string | null {
  if (value === null || /^(rediss?(\+(sentinel|cluster))?|unix):\/\/./i.test(value)) return value;
  throw new AisleError(
    'INVALID_CONFIGURATION',
    `${name} is not a Redis address. Allowed: redis://user:password@host:6379/0, rediss://… for TLS, unix:///path, redis+sentinel://host:port,host:port/name, redis+cluster://host:port,host:port.`,
  );
}

function readNamespace(value: string | null): string {
  if (value === null) return 'aisle';
  if (NAMESPACE.test(value)) return value;
  throw invalid('AISLE_NAMESPACE', value, '1 to 64 lower-case letters, digits, - and _, a letter first');
}

function readKey(name: string, value: string | null): string | null {
  if (value === null || /^[!-~]{16,}$/.test(value)) return value;
  throw new AisleError(
    'INVALID_CONFIGURATION',
    `${name} is not usable as a key. Allowed: at least ${MIN_KEY_LENGTH} printable ASCII characters without blanks, such as the output of "openssl rand -hex 24".`,
  );
}

function readChoice<T extends string>(name: string, value: string | null, allowed: readonly T[], fallback: T): T {
  if (value === null) return fallback;
  const choice = allowed.find((candidate) => candidate === value);
  if (choice === undefined) throw invalid(name, value, `one of ${allowed.join(', ')}`);
  return choice;
}

function readOrigins(value: string | null): readonly string[] {
  const origins = (value ?? '').split(',').map((origin) => origin.trim());
  return Object.freeze(origins.filter((origin) => origin !== '').map(readOrigin));
}

function readOrigin(value: string): string {
  if (value === '*') return value;
  const url = URL.canParse(value) ? new URL(value) : null;
  const isOrigin =
    url !== null && /^https?:$/.test(url.protocol) && value.replace(/\/$/, '').toLowerCase() === url.origin;
  if (isOrigin) return url.origin;
  throw invalid('AISLE_CORS_ORIGINS', value, 'origins such as https://shop.example, split by commas, or *');
}

const WINDOWS_MS: Readonly<Record<string, number>> = { s: 1_000, min: 60_000, h: 3_600_000 };
const MOST_SEARCHES = 1_000_000;

function readSearchLimit(value: string | null): SearchLimit | null {
  if (value === null) return null;
  const [, count = '', unit = ''] = /^(\d{1,7}) *\/ *(s|min|h)$/.exec(value) ?? [];
  const [limit, windowMs] = [Number(count), WINDOWS_MS[unit]];
  if (windowMs !== undefined && limit >= 1 && limit <= MOST_SEARCHES) return Object.freeze({ limit, windowMs });
  throw invalid(
    'AISLE_SEARCH_LIMIT',
    value,
    'a number from 1 to 1000000 in a second, minute or hour: 10/s, 600/min, 20000/h',
  );
}

const BYTES_A_MEBIBYTE = 1_048_576;
const MOST_MEBIBYTES = 16_384;

function readMebibytes(name: string, value: string | null, fallback: number): number {
  if (value === null) return fallback * BYTES_A_MEBIBYTE;
  if (/^\d{1,5}$/.test(value) && Number(value) <= MOST_MEBIBYTES) return Number(value) * BYTES_A_MEBIBYTE;
  throw invalid(name, value, `a whole number from 0 to ${MOST_MEBIBYTES}`);
}

function readProxies(value: string | null): number {
  if (value === null) return 0;
  if (/^\d{1,2}$/.test(value)) return Number(value);
  throw invalid('AISLE_TRUSTED_PROXIES', value, 'a whole number from 0 to 99');
}

function readHosts(value: string | null): readonly string[] {
  const hosts = (value ?? '').split(',').map((host) => host.trim().toLowerCase());
  const wrong = hosts.find((host) => host !== '' && !HOST_NAME.test(host.replace(/^\*\./, '')));
  if (wrong !== undefined) {
    throw invalid('AISLE_LINK_HOSTS', wrong, 'hosts such as shop.example or *.shop.example, split by commas');
  }
  return Object.freeze(hosts.filter((host) => host !== ''));
}

function checkKeys({ host, adminKey, searchKey }: Pick<ServerConfig, 'host' | 'adminKey' | 'searchKey'>): void {
  if (adminKey === null && !isLoopback(host)) {
    throw new AisleError(
      'INVALID_CONFIGURATION',
      `HOST is "${host}", which others can reach, so AISLE_ADMIN_KEY must be set: at least ${MIN_KEY_LENGTH} characters. Without a key only 127.0.0.1, ::1 and localhost are allowed.`,
    );
  }
  if (adminKey === null && searchKey !== null) {
    throw new AisleError(
      'INVALID_CONFIGURATION',
      'AISLE_SEARCH_KEY is set without AISLE_ADMIN_KEY. Set both, or neither.',
    );
  }
  if (adminKey !== null && adminKey === searchKey) {
    throw new AisleError(
      'INVALID_CONFIGURATION',
      'AISLE_SEARCH_KEY equals AISLE_ADMIN_KEY. Choose another: who searches must not be able to write.',
    );
  }
}

const invalid = (name: string, value: string, allowed: string) =>
  new AisleError('INVALID_CONFIGURATION', `${name} is "${value}". Allowed: ${allowed}.`);
