import { types } from 'node:util';

const NETWORK: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there. Start the server, or correct host and port.',
  ENOTFOUND: 'no such host. Correct the host name.',
  EAI_AGAIN: 'the name service does not answer. Check the host name and DNS.',
  EHOSTUNREACH: 'there is no way to the host. Check the network.',
  ENETUNREACH: 'there is no way to the network. Check the network.',
  ETIMEDOUT: 'the host does not answer. Check the address and firewalls.',
  ECONNRESET: 'the other side closed the connection.',
  EPIPE: 'the other side closed the connection.',
  ECONNABORTED: 'the connection was broken off.',
  ENOENT: 'there is no such socket. Start the server, or correct the path.',
  ENOTSOCK: 'the path is no socket. Correct the path.',
  EACCES: 'the socket may not be opened. Check the rights on it.',
};

const CERTIFICATE = 'its TLS certificate is not trusted. Give the authority in tls.ca, or correct tls.servername.';
const NOT_TLS = 'the server does not speak TLS there. Use redis:// or another port.';
const NOT_REDIS = 'what answers there is not Redis. Correct host and port.';
const NEEDS_TLS = 'the server speaks TLS there. Use rediss:// or the option tls.';

/** Says what a socket's error means and what to do; undefined when the error is of another kind. */
export function describeSocketError(error: Error): string | undefined {
  const code = codeOf(error);
  if (code !== undefined) {
    if (Object.hasOwn(NETWORK, code)) return NETWORK[code];
    if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code)) return `${CERTIFICATE} (${error.message})`;
    if (/WRONG_VERSION_NUMBER|PACKET_LENGTH/.test(code)) return NOT_TLS;
    if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code)) return `TLS failed: ${error.message}.`;
  }
  if (isProtocolError(error)) return /^Unknown RESP type 21 /.test(error.message) ? NEEDS_TLS : NOT_REDIS;
  return undefined;
}

/** True when nothing listens at the address. */
export function isRefusal(error: unknown): boolean {
  return types.isNativeError(error) && codeOf(error) === 'ECONNREFUSED';
}

/** True when bytes came that are not of Redis's protocol: what follows on that connection belongs to nobody. */
export function isProtocolError(error: unknown): boolean {
  return types.isNativeError(error) && (/^Unknown RESP type/.test(error.message) || error instanceof TypeError);
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
