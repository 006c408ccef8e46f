import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { Locks } from '../../src/lib/state/locks/locks.js';

/** A process that holds a lock: says its fencing token in one line, then lives until it is killed. */
async function main([url = '', namespace = '', name = '', ttlMs = '']: readonly string[]): Promise<void> {
  const connection = await openConnection({ url, requireModules: false });
  const lock = await new Locks(connection, createKeys(namespace)).acquire(name, { ttlMs: Number(ttlMs) });
  process.stdout.write(`${lock.fencingToken}\n`);
  process.stdin.resume();
}

void main(process.argv.slice(2));
