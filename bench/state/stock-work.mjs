import { randomUUID } from 'node:crypto';
import { DefinitionStore, DocumentRepository, Stock } from '../../dist/lib/index.js';
import { documentBoostOf } from '../../dist/lib/collections/document-boost.js';
import { layoutOf } from '../../dist/lib/collections/field-layout.js';
import { products } from '../../dist/server/catalog/products.js';
import { productChunks } from '../catalog.mjs';

const GOODS = 500;
const MANY = 100_000_000;

const SORT = layoutOf(products).get('stock').members.sort;
const BOOST = documentBoostOf(products).member;

/**
 * The commands that a reservation takes: once a name, with what the index sorts and ranks by, the document's version, what
 * it changed, and the change feed.
 */
const RESERVE = `
if redis.call('EXISTS', KEYS[2]) == 1 then return 2 end
local stock = tonumber(redis.call('JSON.GET', KEYS[1], 'doc.stock'))
if not stock or stock < tonumber(ARGV[2]) then return 0 end
local version = redis.call('INCR', KEYS[5])
local left = string.format('%.0f', stock - ARGV[2])
local available = stock - ARGV[2] > 0
local doc = '{"stock":' .. left .. ',"inStock":' .. tostring(available) .. '}'
local idx = '{"${SORT}":[' .. left .. '],"${BOOST}":' .. (available and 1.1 or 1) .. '}'
local meta = '{"version":' .. version .. ',"updated":' .. ARGV[4] .. '}'
redis.call('JSON.MERGE', KEYS[1], '$', '{"doc":' .. doc .. ',"idx":' .. idx .. ',"meta":' .. meta .. '}')
redis.call('HSET', KEYS[6], 'stock', version, 'inStock', version)
redis.call('XADD', KEYS[4], 'MAXLEN', '~', '100000', '*', 'op', 'replace', 'key', KEYS[1], 'version', version)
redis.call('HSET', KEYS[2], 'key', KEYS[1], 'quantity', ARGV[2], 'expires', ARGV[3])
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
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
    const own = ['open', 'changes', 'sequence', 'versions'].map((name) => `${tag}:${name}`);
    const names = [`${tag}:reservation:${reservation}`, ...own];
    const expires = String(Date.now() + 900_000);
    const document = keys.document(products.name, null, id);
    return client.sendCommand(['EVALSHA', sha, '6', document, ...names, reservation, '1', expires, String(Date.now())]);
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
    beside: 'EVALSHA of EXISTS JSON.GET INCR JSON.MERGE HSET XADD HSET ZADD',
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
