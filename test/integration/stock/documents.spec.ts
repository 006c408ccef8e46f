import { textOf } from '../../support/index-lab.js';
import { expectAsWritten, GOODS, goods, openStockLab } from '../../support/stock-lab.js';
import { forAllTests } from '../../support/for-all-tests.js';
import { TEST_SEED } from '../../support/test-seed.js';
import { Random } from '../differential/generate/random.js';

const lab = forAllTests(openStockLab);

const shopWith = (...quantities: readonly number[]) => lab().shopWith(...quantities);

describe('beside other writes of the documents', () => {
  it('a stored document says what it says, and what comes back is added to that', async () => {
    const shop = await shopWith(5);
    const { id } = await shop.stock.reserve([{ id: 'a', quantity: 5 }]);
    await shop.repository('goods').put(goods('a', 1));
    await shop.stock.release(id);
    expect(await shop.envelope('a')).toMatchObject({ doc: { stock: 6, inStock: true } });
  });

  it('what comes back to a document that is gone, or has no quantity any more, is dropped', async () => {
    const shop = await shopWith(5, 5);
    const { id } = await shop.stock.reserve([
      { id: 'a', quantity: 5 },
      { id: 'b', quantity: 5 },
    ]);
    await shop.repository('goods').delete('a');
    await shop.repository('goods').patch('b', { stock: null });
    const version = (await shop.envelope('b')).meta.version;
    await expect(shop.stock.release(id)).resolves.toMatchObject({ state: 'released' });
    expect(await shop.repository('goods').get('a')).toBeNull();
    expect((await shop.envelope('b')).meta.version).toBe(version);
  });

  it('changes of other members lose no sale, sales lose no change, and versions never repeat', async () => {
    const shop = await shopWith(60);
    const other = shop.stockOver(await lab().connect());
    const work = Array.from({ length: 30 }, (_, round) => [
      shop.repository('goods').increment('a', 'price'),
      (round % 2 ? shop.stock : other).reserve([{ id: 'a', quantity: 1 }]),
    ]).flat();
    await shop.repository('goods').patch('a', { price: 0 });
    await Promise.all(work.map((each) => each.catch((error: unknown) => error)));
    const failed = (await Promise.allSettled(work)).filter(({ status }) => status === 'rejected');
    const { doc } = await shop.envelope('a');
    expect(doc).toMatchObject({ stock: 30, price: 30 - failed.length });
    const versions = (await shop.repository('goods').changes()).map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('a negative quantity has nothing to sell, and is not available until it is above zero', async () => {
    const shop = await lab().shop([goods('a', -3)]);
    await expect(shop.stock.reserve([{ id: 'a', quantity: 1 }])).rejects.toMatchObject({
      shortages: [{ available: -3 }],
    });
    await shop.stock.restock([{ id: 'a', quantity: 3 }]);
    expect((await shop.envelope('a')).doc).toMatchObject({ stock: 0, inStock: false });
    await shop.stock.restock([{ id: 'a', quantity: 1 }]);
    expect((await shop.envelope('a')).doc).toMatchObject({ stock: 1, inStock: true });
  });

  it(`keeps every other number of the document to the digit, seed ${TEST_SEED}`, async () => {
    const random = new Random(`${TEST_SEED}`);
    const numbers = Array.from({ length: 300 }, () => (random.next() / 7) * 10 ** random.integer(0, 14));
    const shop = await lab().shop([goods('a', 9, { numbers, price: 0.1 + 0.2 })]);
    await shop.stock.reserve([{ id: 'a', quantity: 1 }]);
    const found = await shop.repository('goods').get('a');
    expect(found?.document).toEqual(goods('a', 8, { numbers, price: 0.1 + 0.2 }));
  });

  it.each([
    ['says not whether it is available', { inStock: undefined }],
    ['says it is null', { inStock: null }],
  ])('a document that %s says so afterwards, to filters on it too', async (_, members) => {
    const shop = await lab().shop([goods('a', 2, members)]);
    await shop.stock.reserve([{ id: 'a', quantity: 1 }]);
    expect((await shop.envelope('a')).doc).toMatchObject({ stock: 1, inStock: true });
    const { total } = await shop.search('goods').search({ where: { inStock: { exists: true } } });
    expect(total).toBe(1);
    await expectAsWritten(shop, 'a');
  });

  it.each([[7.5], [[3, 4]], [null], [undefined], ['many']])('the quantity %j is none', async (quantity) => {
    const definition = { fields: { ...GOODS.fields, count: { kind: 'numeric' } }, stock: GOODS.stock };
    const shop = await lab().shop([], definition);
    const key = shop.keys.document('goods', null, 'a');
    const envelope = { doc: { id: 'a', stock: quantity }, idx: { has: [] }, meta: { id: 'a', version: 1 } };
    await shop.connection.send(['JSON.SET', key, '$', JSON.stringify(envelope)]);
    await expect(shop.stock.reserve([{ id: 'a', quantity: 1 }])).rejects.toMatchObject({
      shortages: [{ available: null }],
    });
    await expect(shop.stock.restock([{ id: 'a', quantity: 1 }])).rejects.toMatchObject({ code: 'INVALID_VALUE' });
    expect(JSON.parse(textOf(await shop.connection.send(['JSON.GET', key])))).toEqual(
      JSON.parse(JSON.stringify(envelope)),
    );
  });

  it('what another program put under the key of a document is no stock', async () => {
    const shop = await shopWith();
    await shop.connection.send(['SET', shop.keys.document('goods', null, 'a'), 'text']);
    await shop.connection.send(['JSON.SET', shop.keys.document('goods', null, 'b'), '$', '{"doc":{"stock":5}}']);
    for (const id of ['a', 'b']) {
      await expect(shop.stock.reserve([{ id, quantity: 1 }])).rejects.toMatchObject({ code: 'INSUFFICIENT_STOCK' });
    }
  });
});

describe('restock', () => {
  it('adds to all lines or none, and once a key', async () => {
    const shop = await shopWith(0, 4);
    const lines = [
      { id: 'a', quantity: 2 },
      { id: 'b', quantity: 1 },
    ];
    for (let times = 0; times < 3; times++) await shop.stock.restock(lines, { idempotencyKey: 'delivery' });
    await shop.stock.restock(lines);
    expect((await shop.envelope('a')).doc).toMatchObject({ stock: 4, inStock: true });
    expect(await shop.quantityOf('b')).toBe(6);
    await expect(shop.stock.restock([{ id: 'a', quantity: 2 }], { idempotencyKey: 'delivery' })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
    await expect(shop.stock.restock([...lines, { id: 'c', quantity: 1 }])).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      faults: [{ path: 'lines[2].id' }],
    });
    expect(await shop.quantityOf('a')).toBe(4);
    await expectAsWritten(shop, 'a');
  });
});
