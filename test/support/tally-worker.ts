import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../../src/lib/errors/engine-errors.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { openTallies } from './tallies.js';
import type { Tally } from './tallies.js';

/**
 * A process that counts by every pattern until it is killed. Says `<pattern> told` for each time that it knows of, and
 * `<pattern> unknown` where it was not answered.
 */
async function main([url = '', namespace = '', token = '']: readonly string[]): Promise<void> {
  const connection = await openConnection({ url, requireModules: false, reconnect: { maxMs: 100 } });
  const tallies = openTallies(connection, createKeys(namespace), token);
  await Promise.all(Object.entries(tallies).map(([name, tally]) => countOn(name, tally)));
}

async function countOn(name: string, tally: Tally): Promise<never> {
  for (;;) {
    try {
      await tally.add();
      process.stdout.write(`${name} told\n`);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      process.stdout.write(`${name} unknown\n`);
      await sleep(20);
    }
  }
}

void main(process.argv.slice(2));
