import { randomUUID } from 'node:crypto';
import { DefinitionStore, DocumentRepository, Stock } from '../../dist/lib/index.js';
import { products } from '../../dist/server/catalog/products.js';
import { productChunks } from '../catalog.mjs';

const GOODS = 500;
const MANY = 100_000_000;

/** Checks, takes, and notes reservation and change: the least that must happen together. */
const RESERVE = `
local stock = tonumber(redis.call('JSON.GET', KEYS[1], 'doc.stock'))
if not stock or stock < tonumber(ARGV[2]) then return 0 end
redis.call('JSON.MERGE', KEYS[1], '$', '{"doc":{"stock":' .. string.format('%.0f', stock - ARGV[2]) .. ',"inStock":true}}')
redis.call('HSET', KEYS[2], 'key', KEYS[1], 'quantity', ARGV[2])
redis.call('PEXPIRE', KEYS[2], 86400000)
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
redis.call('XADD', KEYS[4], 'MAXLEN', '~', '100000', '*', 'key', KEYS[1])
return 1
`;

/** Reserves one piece of one product of an indexed collection; both take from their own products in the same index. */
export async function stockWork({ client, connection, keys }) {
  const definitions = new DefinitionStore(connection, keys);
  definitions.attach(products);
  await definitions.publish({ source: 'code', serving: products, other: null, state: 'ready' }, null);
  const place = { definitions: definitions.handle(products.name), connection, keys };
  const repository = new DocumentRepository({ ...place, collection: products });
  const stock = new Stock(place);
  const requests = await fill(repository);
  const sha = await client.scriptLoad(RESERVE);
  const reserve = (id) => {
    const reservation = randomUUID();
    const tag = 'plain:{products}';
    const names = [`${tag}:reservation:${reservation}`, `${tag}:open`, `${tag}:changes`];
    const expires = String(Date.now() + 900_000);
    const document = keys.document(products.name, null, id);
    return client.sendCommand(['EVALSHA', sha, '4', document, ...names, reservation, '1', expires]);
  };
  return {
    work: 'stock reserve',
    requests,
    plain: async ({ plain }) => ((await reserve(plain)) === 1 ? plain : null),
    aisle: async ({ aisle }) => {
      const { lines } = await stock.reserve([{ id: aisle, quantity: 1 }]);
      return lines.length === 1 ? aisle : null;
    },
    fault: (id) => (id === null ? 'nothing was reserved' : null),
    beside: 'EVALSHA of JSON.GET JSON.MERGE HSET PEXPIRE ZADD XADD',
  };
}

async function fill(repository) {
  const [goods] = productChunks(2 * GOODS);
  const documents = goods.map((product) => ({ ...product, stock: MANY, inStock: true }));
  for await (const { status } of repository.putMany(documents))
    if (status === 'failed') throw new Error('A product could not be stored.');
  const ids = documents.map(({ id }) => id);
  return Array.from({ length: GOODS }, (_, at) => ({ plain: ids[at], aisle: ids[GOODS + at] }));
}
