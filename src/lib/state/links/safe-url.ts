import { AisleError } from '../../errors/aisle-error.js';

const MAX_LENGTH = 2_048;

/**
 * The address that a link leads to, in the form of the URL standard.
 * @throws INVALID_VALUE unless it is http or https, without user name, password and control characters, to an allowed host
 */
export function readSafeUrl(input: string, hosts: readonly string[]): string {
  if (typeof input !== 'string' || input.length > MAX_LENGTH)
    throw invalid(`must be a text of at most ${MAX_LENGTH} characters`);
  // The URL standard takes out tabs and line breaks, which hides what others would read.
  if (/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(input)) throw invalid('must hold no control characters');
  if (!/^https?:\/\//i.test(input) || !URL.canParse(input)) {
    throw invalid('must be a whole address that begins with http:// or https://');
  }
  const url = new URL(input);
  if (url.username !== '' || url.password !== '') throw invalid('must hold no user name and no password');
  if (hosts.length > 0 && !hosts.some((host) => isAllowed(url.hostname, host))) {
    throw invalid(`leads to "${url.hostname}", which is not allowed. Allowed: ${hosts.join(', ')}`);
  }
  return url.href;
}

function isAllowed(hostname: string, host: string): boolean {
  const name = hostname.replace(/\.$/, '');
  return host.startsWith('*.') ? name.endsWith(host.slice(1)) : name === host;
}

const invalid = (rule: string) =>
  new AisleError('INVALID_VALUE', `url: ${rule}.`, { faults: [{ path: 'url', message: rule }] });
