import { createServer } from 'node:net';
import { AisleError } from '../lib/index.js';
import type { ServerConfig } from './config/server-config.js';
import { systemCode } from './system-code.js';

type Endpoint = Pick<ServerConfig, 'host' | 'port'>;

/** Finds out that a port is taken before anything else is started. @throws INVALID_CONFIGURATION */
export async function assertPortIsFree(endpoint: Endpoint): Promise<void> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen(endpoint.port, endpoint.host, resolve);
    });
  } catch (error) {
    throw toPortError(error, endpoint);
  }
  await new Promise((resolve) => probe.close(resolve));
}

/** Says why a server cannot listen and what to do; other errors stay as they are. */
export function toPortError(error: unknown, { host, port }: Endpoint): unknown {
  const reason = reasonOf(systemCode(error), host, port);
  return reason === undefined ? error : new AisleError('INVALID_CONFIGURATION', reason, { cause: error });
}

function reasonOf(code: string, host: string, port: number): string | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program. Stop it, or set PORT to another port; PORT=0 takes any free one.`;
    case 'EACCES':
      return `Port ${port} may not be used by this user. Set PORT to one from 1024 on.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is "${host}", which is no address of this machine. Set it to one, such as 127.0.0.1.`;
    default:
      return undefined;
  }
}
