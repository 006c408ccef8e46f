import { createHash } from 'node:crypto';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';

/** Length of the longest name. A shorter one is another name to other versions of Node.js, which do or do not pad it. */
const ABSTRACT_LENGTH = 108;

/**
 * Address of the local socket that stands for a folder. On Linux the name is abstract: the kernel frees it when its owner
 * dies, however it dies. Elsewhere it is a file.
 * @param folder without symbolic links, so that all processes get the same address.
 */
export function socketAddress(purpose: 'engine' | 'fetch', folder: string): string {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  const name = `aisle-${process.getuid?.() ?? 0}-${hash}-${purpose}`;
  return platform() === 'linux' ? `\0${name}`.padEnd(ABSTRACT_LENGTH, '-') : join(tmpdir(), `${name}.sock`);
}
