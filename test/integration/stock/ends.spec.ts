import type { Reservation } from '../../../src/lib/stock/reservation.js';
import { StockSweeper } from '../../../src/lib/stock/stock-sweeper.js';
import { forAllTests } from '../../support/for-all-tests.js';
import { until } from '../../support/processes.js';
import { expectAsWritten, openStockLab } from '../../support/stock-lab.js';

const lab = forAllTests(openStockLab);

const shopWith = (...quantities: readonly number[]) => lab().shopWith(...quantities);

const overTime = ({ expiresAt }: Reservation) => until('its time is over', () => Date.now() > expiresAt.getTime());

describe('the end of a reservation', () => {
  it('is told the same however often it is asked for', async () => {
    const shop = await shopWith(2);
    const { id: sold } = await shop.stock.reserve([{ id: 'a', quantity: 1 }]);
    const { id: returned } = await shop.stock.reserve([{ id: 'a', quantity: 1 }]);
    for (let times = 0; times < 2; times++) {
      expect(await shop.stock.commit(sold)).toMatchObject({ state: 'committed' });
      expect(await shop.stock.release(returned)).toMatchObject({ state: 'released' });
    }
    expect(await shop.quantityOf('a')).toBe(1);
    expect(await shop.stock.find(sold)).toMatchObject({ state: 'committed', lines: [{ id: 'a', quantity: 1 }] });
    await expect(shop.stock.release(sold)).rejects.toMatchObject({ code: 'RESERVATION_ENDED', state: 'committed' });
    await expect(shop.stock.commit(returned)).rejects.toMatchObject({ code: 'RESERVATION_ENDED', state: 'released' });
    expect(await shop.quantityOf('a')).toBe(1);
  });

  it('comes when its time is over, whether or not a sweep has seen it', async () => {
    const shop = await shopWith(3);
    const reserved = await shop.stock.reserve([{ id: 'a', quantity: 3 }], { ttlMs: 100 });
    const { id } = reserved;
    await overTime(reserved);
    await expect(shop.stock.commit(id)).rejects.toMatchObject({ code: 'RESERVATION_ENDED', state: 'expired' });
    expect(await shop.quantityOf('a')).toBe(3);
    expect(await shop.stock.release(id)).toMatchObject({ state: 'expired' });
    expect(await shop.stock.find(id)).toMatchObject({ state: 'expired' });
    await expectAsWritten(shop, 'a');
  });

  it('makes room for a buyer who would find too little otherwise', async () => {
    const shop = await shopWith(3);
    await overTime(await shop.stock.reserve([{ id: 'a', quantity: 3 }], { ttlMs: 100 }));
    await expect(shop.stock.reserve([{ id: 'a', quantity: 2 }])).resolves.toMatchObject({ state: 'held' });
    expect(await shop.quantityOf('a')).toBe(1);
  });

  it('is brought about by any process that sweeps, once', async () => {
    const shop = await shopWith(250);
    const over = [shop.connection, await lab().connect(), await lab().connect()];
    for (let round = 0; round < 120; round++) await shop.stock.reserve([{ id: 'a', quantity: 2 }], { ttlMs: 100 });
    const failures: unknown[] = [];
    const sweepers = over.map((connection) => {
      const stock = shop.stockOver(connection);
      const { keys } = shop;
      const onFailure = (error: unknown) => failures.push(error);
      return new StockSweeper({ connection, keys, stock: () => stock, intervalMs: 20, onFailure });
    });
    sweepers.forEach((sweeper) => {
      sweeper.start();
    });
    await until('all is back', async () => (await shop.quantityOf('a')) === 250);
    await Promise.all(sweepers.map((sweeper) => sweeper.stop()));
    expect(failures).toEqual([]);
    expect(await shop.quantityOf('a')).toBe(250);
    expect(await shop.connection.send(['ZCARD', shop.keys.stock('goods', null, 'open')])).toBe(0);
  });

  it('leaves a record that expires by itself', async () => {
    const shop = await shopWith(1);
    const { id } = await shop.stock.reserve([{ id: 'a', quantity: 1 }]);
    const key = shop.keys.stock('goods', null, `record:${id}`);
    expect(await shop.connection.send(['PTTL', key])).toBe(-1);
    await shop.stock.commit(id);
    expect(Number(await shop.connection.send(['PTTL', key]))).toBeGreaterThan(86_000_000);
  });

  it.each(['unknown', 'AAAAAAAAAAAAAAAAAAAAAA', '../x'])('of %j is not found', async (id) => {
    const shop = await shopWith();
    await expect(shop.stock.commit(id)).rejects.toMatchObject({ code: 'RESERVATION_NOT_FOUND', reservation: id });
    await expect(shop.stock.release(id)).rejects.toMatchObject({ code: 'RESERVATION_NOT_FOUND' });
    expect(await shop.stock.find(id)).toBeNull();
  });
});
