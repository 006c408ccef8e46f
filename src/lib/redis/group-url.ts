import { AisleError } from '../errors/aisle-error.js';
import type { ClusterOptions, SentinelOptions } from './connection-options.js';
import { parseRedisUrl } from './redis-url.js';

/** What a URL of several servers says. */
export interface GroupUrl {
  readonly options: SentinelOptions | ClusterOptions;
  readonly tls: boolean;
}

const FORM =
  /^(rediss?)\+(sentinel|cluster):\/\/(?:([^@/]*)@)?([^/?]+)(?:\/([^/?]*))?(?:\/(\d+))?(?:\?replicas=(\d+))?$/i;

const FORMS =
  'Write redis+sentinel://[user:password@]host:port[,host:port…]/name[/database][?replicas=n] or ' +
  'redis+cluster://[user:password@]host:port[,host:port…][?replicas=n]; rediss+… for TLS.';

/** True for URLs that name several servers. */
export function isGroupUrl(url: string): boolean {
  return /^rediss?\+/i.test(url);
}

/** Parses `redis+sentinel://` and `redis+cluster://` URLs. Errors never show the password. */
export function parseGroupUrl(url: string): GroupUrl {
  const [, scheme = '', kind = '', credentials, hosts = '', name = '', database, replicas] = FORM.exec(url) ?? [];
  const isSentinel = kind.toLowerCase() === 'sentinel';
  if (kind === '' || (isSentinel ? name === '' : name !== '' || database !== undefined)) {
    throw new AisleError(
      'INVALID_CONFIGURATION',
      `The Redis URL "${url.replace(/\/\/[^/]*@/, '//***@')}" is not valid. ${FORMS}`,
    );
  }
  const prefix = `redis://${credentials === undefined ? '' : `${credentials}@`}`;
  const all = hosts.split(',');
  const links = replicas === undefined ? {} : { replicas: Number(replicas) };
  const tls = scheme.toLowerCase() === 'rediss';
  if (!isSentinel) return { options: { cluster: all.map((host) => ({ url: `${prefix}${host}` })), ...links }, tls };
  const { username, password } = parseRedisUrl(`${prefix}localhost`);
  return {
    options: {
      sentinels: all.map(addressOf),
      name: decodeURIComponent(name),
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
      ...(database === undefined ? {} : { database: Number(database) }),
      ...links,
    },
    tls,
  };
}

const SENTINEL_PORT = 26_379;

function addressOf(host: string): { readonly host: string; readonly port: number } {
  const hasPort = /:\d+$/.test(host);
  const { endpoint } = parseRedisUrl(`redis://${hasPort ? host : `${host}:${SENTINEL_PORT}`}`);
  if ('path' in endpoint) throw new AisleError('INTERNAL', 'A sentinel has an address.');
  return endpoint;
}
