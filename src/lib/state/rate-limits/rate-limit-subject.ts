import { BlockList, isIPv6 } from 'node:net';

/** What of a request a limit counts by. */
export type RateLimitPart = 'ip' | 'key' | 'route';

/** The request as far as subjects are made of it; Express and Fastify have this. */
export interface RateLimitedRequest {
  readonly ip?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

const mappedIPv4 = new BlockList();
mappedIPv4.addSubnet('::ffff:0:0', 96, 'ipv6');

/** The subject of a request: requests of the same one are counted together. */
export function subjectOf(request: RateLimitedRequest, parts: readonly RateLimitPart[], route: string): string {
  return parts.map((part) => `${part}=${readPart(request, part, route)}`).join('\n');
}

function readPart({ ip = '', headers }: RateLimitedRequest, part: RateLimitPart, route: string): string {
  if (part === 'route') return route;
  const { authorization } = headers;
  if (part === 'key' && typeof authorization === 'string') return authorization;
  return networkOf(ip);
}

/** An IPv4 address, or the first half of an IPv6 address, which is all one client's. */
export function networkOf(ip: string): string {
  const address = ip.replace(/%.*$/, '');
  if (!isIPv6(address)) return ip;
  const groups = expand(address);
  if (!mappedIPv4.check(address, 'ipv6')) return `${groups.slice(0, 4).join(':')}::/64`;
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of an IPv6 address, as URLs write them. */
function expand(address: string): readonly string[] {
  const { hostname } = new URL(`http://[${address}]`);
  const [head = '', tail] = hostname.slice(1, -1).split('::');
  const before = head === '' ? [] : head.split(':');
  if (tail === undefined) return before;
  const after = tail === '' ? [] : tail.split(':');
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
}
