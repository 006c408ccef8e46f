import { fromDefinitionJson } from '../../src/lib/collections/definition-json.js';
import type { AnyCollection, AnyDocument } from '../../src/lib/collections/collection.js';
import { AisleError } from '../../src/lib/errors/aisle-error.js';
import { Stock } from '../../src/lib/stock/stock.js';
import type { RedisConnection } from '../../src/lib/redis/redis-connection.js';
import { fill, openIndexLab, textOf } from './index-lab.js';
import type { Envelope, LabProcess } from './index-lab.js';

/** A shop with goods, in a namespace of its own. */
export interface GoodsShop extends LabProcess {
  readonly collection: AnyCollection;
  readonly stock: Stock;
  /** The stock as another process with that connection sees it. */
  stockOver(connection: RedisConnection): Stock;
  envelope(id: string): Promise<Envelope>;
  quantityOf(id: string): Promise<unknown>;
  /** Ids that a search gives of what is in stock. */
  foundInStock(): Promise<readonly string[]>;
}

export interface StockLab {
  readonly connect: () => Promise<RedisConnection>;
  shop(documents: readonly AnyDocument[], definition?: object): Promise<GoodsShop>;
  /** A shop with the goods `a`, `b` and so on, in these quantities. */
  shopWith(...quantities: readonly number[]): Promise<GoodsShop>;
  readonly close: () => Promise<void>;
}

export const GOODS = {
  fields: {
    name: { kind: 'text' },
    price: { kind: 'numeric' },
    stock: { kind: 'numeric', sortable: true, facet: true },
    inStock: { kind: 'boolean', facet: true },
    isNew: { kind: 'boolean', facet: true },
  },
  ranking: [
    { boost: 'isNew', by: 1.7 },
    { boost: 'inStock', by: 1.1 },
  ],
  stock: { quantity: 'stock', available: 'inStock' },
};

export async function openStockLab(): Promise<StockLab> {
  const lab = await openIndexLab();
  const shop = async (documents: readonly AnyDocument[], definition: object = GOODS): Promise<GoodsShop> => {
    const keys = lab.namespace();
    const process = lab.process(keys);
    await process.manager.put('goods', definition);
    const collection = fromDefinitionJson('goods', definition);
    await fill(process, 'goods', documents);
    const stockOver = (connection: RedisConnection) => {
      const { definitions } = lab.process(keys, connection);
      return new Stock({ definitions: definitions.handle('goods'), connection, keys });
    };
    return {
      ...process,
      collection,
      stock: stockOver(process.connection),
      stockOver,
      envelope: async (id) =>
        JSON.parse(textOf(await process.connection.send(['JSON.GET', keys.document('goods', null, id)]))) as Envelope,
      quantityOf: async (id) => (await process.repository('goods').getPath(id, 'stock'))?.value,
      foundInStock: async () => {
        const { hits } = await process.search('goods').search({ where: { inStock: true }, size: 250 });
        return hits.map((hit) => hit.id);
      },
    };
  };
  return {
    connect: lab.connect,
    close: lab.close,
    shop,
    shopWith: (...quantities) =>
      shop(quantities.map((quantity, index) => goods(String.fromCharCode(97 + index), quantity))),
  };
}

/** An article in this quantity, with further members. */
export const goods = (id: string, stock: unknown, members: object = {}) => ({
  id,
  name: `Article ${id}`,
  stock,
  inStock: Number(stock) > 0,
  ...members,
});

/** A document is stored as it would be if it were written as it is now. */
export async function expectAsWritten(shop: GoodsShop, id: string): Promise<void> {
  const before = await shop.envelope(id);
  await shop.repository('goods').put({ ...before.doc });
  const after = await shop.envelope(id);
  const derived = ({ doc, idx, meta }: Envelope) => ({ doc, idx, shape: meta.shape });
  expect(derived(before)).toEqual(derived(after));
}

/** The code of an error; what has none is thrown on. */
export function codeOf(error: unknown): string {
  if (error instanceof AisleError) return error.code;
  throw error;
}
