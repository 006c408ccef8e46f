import { AisleError } from '../errors/aisle-error.js';

/** Where a Redis server listens: an address, or the path of a Unix socket. */
export type Endpoint = { readonly host: string; readonly port: number } | { readonly path: string };

export interface ParsedRedisUrl {
  readonly endpoint: Endpoint;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly database: number;
  readonly tls: boolean;
}

export const DEFAULT_PORT = 6379;

const FORMS =
  'Write redis://[user:password@]host[:port][/database], rediss://… for TLS, unix:///path[?db=number], ' +
  'redis+sentinel://host:port,…/name or redis+cluster://host:port,….';

/** Parses `redis://`, `rediss://` and `unix://` URLs. Errors never show the password. */
export function parseRedisUrl(text: string): ParsedRedisUrl {
  if (!/^(redis|rediss|unix):\/\//i.test(text)) {
    throw invalidUrl(text, `it begins neither with redis:// nor with rediss:// nor with unix://`);
  }
  // "unix" is unknown to WHATWG URL, which then refuses credentials without a host.
  const isUnix = /^unix:/i.test(text);
  const parsable = isUnix ? text.replace(/^unix:\/\/([^/@]*@)?/i, 'redis://$1localhost') : text;
  if (!URL.canParse(parsable)) throw invalidUrl(text, 'it has no valid host or port');
  const url = new URL(parsable);
  const database = isUnix ? (url.searchParams.get('db') ?? '') : url.pathname.slice(1);
  if (!/^\d*$/.test(database)) throw invalidUrl(text, `the database "${database}" is not a number`);
  return {
    endpoint: isUnix ? { path: decode(text, url.pathname) } : { host: hostOf(text, url), port: portOf(url) },
    username: decode(text, url.username) || undefined,
    password: decode(text, url.password) || undefined,
    database: Number(database),
    tls: /^rediss:/i.test(text),
  };
}

/** Shows an endpoint in messages. */
export function describeEndpoint(endpoint: Endpoint): string {
  if ('path' in endpoint) return `unix://${endpoint.path}`;
  return `${endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`;
}

function hostOf(text: string, url: URL): string {
  if (url.hostname === '') throw invalidUrl(text, 'it has no host');
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function portOf(url: URL): number {
  return url.port === '' ? DEFAULT_PORT : Number(url.port);
}

function decode(text: string, part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    throw invalidUrl(text, 'a "%" in it stands before no two hexadecimal digits (write %25 for a percent sign)', error);
  }
}

function invalidUrl(text: string, reason: string, cause?: unknown): AisleError {
  const shown = text.replace(/\/\/[^/]*@/, '//***@');
  return new AisleError('INVALID_CONFIGURATION', `The Redis URL "${shown}" is not valid: ${reason}. ${FORMS}`, {
    cause,
  });
}
