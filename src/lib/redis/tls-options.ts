import { assertKnownKeys, assertObject } from './option-checks.js';
import type { TlsOptions } from './connection-options.js';

/** TLS options, or null without TLS. @throws INVALID_CONFIGURATION */
export function resolveTls(path: string, tls: boolean | TlsOptions): TlsOptions | null {
  if (typeof tls === 'boolean') return tls ? Object.freeze({}) : null;
  assertObject(path, tls, 'Give true, false or TLS options.');
  assertKnownKeys(path, tls, ['ca', 'cert', 'key', 'pfx', 'passphrase', 'servername', 'rejectUnauthorized']);
  return Object.freeze({ ...tls });
}
