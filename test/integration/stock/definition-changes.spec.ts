import { forAllTests } from '../../support/for-all-tests.js';
import { until } from '../../support/processes.js';
import { expectAsWritten, GOODS, goods, openStockLab } from '../../support/stock-lab.js';

const lab = forAllTests(openStockLab);

const shopWith = (...quantities: readonly number[]) => lab().shopWith(...quantities);

describe('while the definition changes', () => {
  const NAMED = { fields: { name: { kind: 'text' }, stock: { kind: 'numeric' }, inStock: { kind: 'boolean' } } };
  const PLAIN = { ...NAMED, stock: GOODS.stock };

  it('members of both definitions are written, as if the documents were', async () => {
    const shop = await lab().shop([goods('a', 3)], PLAIN);
    expect((await shop.envelope('a')).idx).not.toHaveProperty([expect.stringMatching(/_s$/)]);
    await shop.stock.reserve([{ id: 'a', quantity: 1 }]);
    await expectAsWritten(shop, 'a');
    const buyer = shop.stockOver(await lab().connect());
    await buyer.reserve([{ id: 'a', quantity: 1 }]);
    await shop.manager.put('goods', GOODS);
    await shop.manager.settled();
    await buyer.reserve([{ id: 'a', quantity: 1 }]);
    const { hits } = await shop.search('goods').search({ sort: ['stock:asc'], facets: ['stock'] });
    expect(hits.map(({ document }) => document)).toEqual([{ ...goods('a', 0), inStock: false }]);
    await expectAsWritten(shop, 'a');
  });

  it('sales go on, and the new index counts what is left', async () => {
    const shop = await lab().shop(
      Array.from({ length: 200 }, (_, at) => goods(`g${at}`, 10)),
      PLAIN,
    );
    const buyers = [shop.stock, shop.stockOver(await lab().connect())];
    const migrating = shop.manager.put('goods', GOODS);
    for (let round = 0; round < 100; round++) {
      await buyers[round % 2]!.reserve([{ id: `g${(round * 7) % 200}`, quantity: 10 }]);
    }
    await migrating;
    await shop.manager.settled();
    const { facets } = await shop.search('goods').search({
      size: 0,
      facets: ['inStock', { field: 'stock', ranges: [{ to: 1 }, { from: 1 }] }],
    });
    expect(facets).toMatchObject({
      inStock: { values: [{ count: 100 }, { count: 100 }] },
      stock: { ranges: [{ count: 100 }, { count: 100 }] },
    });
    await expectAsWritten(shop, 'g7');
    await expectAsWritten(shop, 'g199');
  });

  it('what was reserved comes back although the setting is gone', async () => {
    const shop = await lab().shop([goods('a', 3)], PLAIN);
    const { id } = await shop.stock.reserve([{ id: 'a', quantity: 2 }]);
    await shop.manager.put('goods', NAMED);
    await shop.manager.settled();
    await expect(shop.stockOver(shop.connection).reserve([{ id: 'a', quantity: 1 }])).rejects.toMatchObject({
      code: 'STOCK_NOT_DECLARED',
    });
    await shop.stock.release(id);
    expect(await shop.quantityOf('a')).toBe(3);
    await expectAsWritten(shop, 'a');
  });

  it('a deleted collection takes its reservations along', async () => {
    const shop = await shopWith(3);
    await shop.stock.reserve([{ id: 'a', quantity: 1 }]);
    await shop.manager.remove('goods');
    await shop.manager.settled();
    await until('no key of it is left', async () => {
      const [, left] = (await shop.connection.send([
        ...['SCAN', '0', 'MATCH', `${shop.keys.namespace}:{goods}*`, 'COUNT', '10000'],
      ])) as [string, string[]];
      return left.length === 0;
    });
  });
});
