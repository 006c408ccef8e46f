import { createClient } from 'redis';
import { createIndexCommand } from '../dist/lib/indexes/create-index.js';
import { indexNameOf } from '../dist/lib/indexes/index-name.js';
import { createKeys } from '../dist/lib/redis/keys.js';
import { startTestEngine } from '../dist/lib/testing/index.js';
import { products } from '../dist/server/catalog/products.js';

/**
 * @typedef {object} BenchEngine
 * @property {string} url
 * @property {string} version
 * @property {() => Promise<void>} empty Removes all products, and makes their index anew.
 * @property {() => Promise<{ memoryBytes: number, cpuMilliseconds: number }>} usage
 * @property {() => Promise<void>} close
 */

/**
 * Starts a throw-away engine without persistence.
 * @returns {Promise<BenchEngine>}
 */
export async function startEngine(namespace) {
  const engine = await startTestEngine({ persistence: 'none' });
  const client = createClient({ url: engine.url, RESP: 2 });
  client.on('error', () => undefined);
  await client.connect();
  const keys = createKeys(namespace);
  const index = indexNameOf(keys, products);

  return {
    url: engine.url,
    version: engine.version,

    empty: async () => {
      const indexes = await client.sendCommand(['FT._LIST']);
      if (indexes.includes(index)) await client.sendCommand(['FT.DROPINDEX', index, 'DD']);
      await client.sendCommand([...createIndexCommand(keys, products)]);
    },

    usage: async () => {
      const text = await client.sendCommand(['INFO', 'everything']);
      const number = (name) => Number(new RegExp(`^${name}:(.+)$`, 'm').exec(text)?.[1]);
      return {
        memoryBytes: number('used_memory'),
        cpuMilliseconds: (number('used_cpu_user') + number('used_cpu_sys')) * 1_000,
      };
    },

    close: async () => {
      await client.close();
      await engine.close();
    },
  };
}
