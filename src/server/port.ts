import { createServer } from 'node:net';
import { AisleError } from '../lib/index.js';
import type { ServerConfig } from './config/server-config.js';
import { systemCode } from './system-code.js';
import { toUrl } from './to-url.js';

type Endpoint = Pick<ServerConfig, 'host' | 'port'>;

/** How long a server on the same machine may take to say that it is one. */
const PROBE_MS = 3_000;
const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Finds out that a port is taken before anything else is started. @throws INVALID_CONFIGURATION */
export async function assertPortIsFree(endpoint: Endpoint): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(endpoint.port, endpoint.host, resolve);
    });
  } catch (error) {
    throw await toPortError(error, endpoint);
  }
  await new Promise((resolve) => probe.close(resolve));
}

/** Says why a server cannot listen and what to do; other errors stay as they are. */
export async function toPortError(error: unknown, endpoint: Endpoint): Promise<unknown> {
  const reason = await reasonOf(systemCode(error), endpoint);
  return reason === undefined ? error : new AisleError('INVALID_CONFIGURATION', reason, { cause: error });
}

async function reasonOf(code: string, { host, port }: Endpoint): Promise<string | undefined> {
  switch (code) {
    case 'EADDRINUSE': {
      const url = toUrl(ANY_ADDRESS[host] ?? host, port);
      const ways = 'set PORT to another port; PORT=0 takes any free one.';
      if (await isAisle(url)) return `Aisle already runs there: ${url}. Use it, stop it, or ${ways}`;
      return `Port ${port} on ${host} is taken by another program. Stop it, or ${ways}`;
    }
    case 'EACCES':
      return `Port ${port} may not be used by this user. Set PORT to one from 1024 on.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is "${host}", which is no address of this machine. Set it to one, such as 127.0.0.1.`;
    default:
      return undefined;
  }
}

/** Whether what answers there says of itself what a server of ours says. */
async function isAisle(url: string): Promise<boolean> {
  try {
    const reply = await fetch(`${url}/health/live`, { redirect: 'error', signal: AbortSignal.timeout(PROBE_MS) });
    return reply.ok && reply.headers.has('x-request-id') && (await reply.text()) === '{"status":"live"}';
  } catch {
    // Whatever is wrong with its answer, it is another program.
    return false;
  }
}
