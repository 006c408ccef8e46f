import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { Cache } from '../../src/lib/state/cache/cache.js';

/** A process that loads a value for all others, and never ends that: says so in one line, then lives until it is killed. */
async function main([url = '', namespace = '', prefix = '', flightMs = '']: readonly string[]): Promise<void> {
  const connection = await openConnection({ url, requireModules: false });
  const area = new Cache(connection, createKeys(namespace)).area({ prefix, ttlMs: 60_000, flightMs: Number(flightMs) });
  const forever = () => {
    process.stdout.write('loading\n');
    return new Promise<never>(() => undefined);
  };
  process.stdin.resume();
  await area.load('key', forever);
}

void main(process.argv.slice(2));
