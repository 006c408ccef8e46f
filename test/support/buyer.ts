import { DefinitionStore } from '../../src/lib/documents/definition-store.js';
import { AisleError } from '../../src/lib/errors/aisle-error.js';
import { createKeys } from '../../src/lib/redis/keys.js';
import { openConnection } from '../../src/lib/redis/open-connection.js';
import { Stock } from '../../src/lib/stock/stock.js';
import { insist } from './insist.js';

/**
 * A process that buys until nothing is left, and then lives until it is killed. Says `started`, a line with the id of each
 * sale that it knows of, and `done`. What the engine answered with an outage is asked again under the same key.
 */
async function main([url = '', namespace = '', buyer = '', lines = '[]']: readonly string[]): Promise<void> {
  const connection = await openConnection({ url });
  const keys = createKeys(namespace);
  const definitions = new DefinitionStore(connection, keys);
  const stock = new Stock({ definitions: definitions.handle('goods'), connection, keys });
  say('started');
  for (let order = 0; ; order++) {
    const options = { idempotencyKey: `${buyer} ${order}`, ttlMs: 2_000 };
    try {
      const { id } = await insist(() => stock.reserve(JSON.parse(lines), options));
      await insist(() => stock.commit(id));
      say(id);
    } catch (error) {
      if (!(error instanceof AisleError)) throw error;
      if (error.code === 'INSUFFICIENT_STOCK') break;
      if (error.code !== 'RESERVATION_ENDED') throw error;
    }
  }
  say('done');
  process.stdin.resume();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

void main(process.argv.slice(2));
