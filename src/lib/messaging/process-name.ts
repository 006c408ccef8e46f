import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** A name that no other consumer or worker has: host, process, and a random part. */
export function processName(): string {
  return `${hostname()}-${process.pid}-${randomBytes(4).toString('hex')}`;
}
