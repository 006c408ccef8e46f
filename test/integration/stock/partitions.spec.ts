import { partitionOf } from '../../../src/lib/collections/partition.js';
import type { RedisConnection } from '../../../src/lib/redis/redis-connection.js';
import type { Stock } from '../../../src/lib/stock/stock.js';
import { dyingConnection } from '../../support/dying-connection.js';
import { until } from '../../support/processes.js';
import { codeOf, GOODS, openStockLab } from '../../support/stock-lab.js';
import type { GoodsShop, StockLab } from '../../support/stock-lab.js';

let lab: StockLab;
let other: RedisConnection;

beforeAll(async () => {
  lab = await openStockLab();
  other = await lab.connect();
});
afterAll(() => lab.close());

const PARTITIONS = 4;
/** One id in each partition. */
const IDS = Array.from({ length: PARTITIONS }, (_, partition) => {
  for (let number = 0; ; number++) if (partitionOf(`g${number}`, PARTITIONS) === partition) return `g${number}`;
});
const LINES = IDS.map((id) => ({ id, quantity: 2 }));

const shopWith = (stock: number) =>
  lab.shop(
    IDS.map((id) => ({ id, name: id, stock, inStock: true })),
    { ...GOODS, partitions: PARTITIONS },
  );

const quantities = (shop: GoodsShop) => Promise.all(IDS.map((id) => shop.quantityOf(id)));
const all = (quantity: number) => IDS.map(() => quantity);

async function openRecords({ connection, keys }: GoodsShop): Promise<number> {
  const counts = await Promise.all(
    IDS.map((_, partition) => connection.send(['ZCARD', keys.stock('goods', partition, 'open')])),
  );
  return counts.reduce<number>((sum, count) => sum + Number(count), 0);
}

/** Sweeps until no reservation is under way any more. */
const settle = (shop: GoodsShop) =>
  until('all reservations have ended', async () => {
    await shop.stock.sweep();
    return (await openRecords(shop)) === 0;
  });

describe('a reservation over several partitions', () => {
  it('is taken, committed and released as a whole', async () => {
    const shop = await shopWith(5);
    const sold = await shop.stock.reserve(LINES);
    expect(sold).toMatchObject({ created: true, state: 'held', lines: LINES });
    const returned = await shop.stock.reserve(LINES);
    expect(await quantities(shop)).toEqual(all(1));
    expect(await shop.stock.commit(sold.id)).toMatchObject({ state: 'committed', lines: LINES });
    expect(await shop.stock.release(returned.id)).toMatchObject({ state: 'released' });
    expect(await quantities(shop)).toEqual(all(3));
    expect(await openRecords(shop)).toBe(0);
    expect(await shop.stock.commit(sold.id)).toMatchObject({ state: 'committed' });
    await expect(shop.stock.release(sold.id)).rejects.toMatchObject({ code: 'RESERVATION_ENDED' });
    expect(await quantities(shop)).toEqual(all(3));
  });

  it('takes nothing when one has too little, and names all such lines', async () => {
    const shop = await shopWith(1);
    await shop.stock.restock([{ id: IDS[1]!, quantity: 9 }]);
    await expect(shop.stock.reserve(LINES)).rejects.toMatchObject({
      code: 'INSUFFICIENT_STOCK',
      shortages: [0, 2, 3].map((line) => ({ line, id: IDS[line], requested: 2, available: 1 })),
    });
    expect(await quantities(shop)).toEqual([1, 10, 1, 1]);
    expect(await openRecords(shop)).toBe(0);
  });

  it('expires as a whole', async () => {
    const shop = await shopWith(2);
    const { id } = await shop.stock.reserve(LINES, { ttlMs: 100 });
    await settle(shop);
    expect(await quantities(shop)).toEqual(all(2));
    await expect(shop.stock.commit(id)).rejects.toMatchObject({ code: 'RESERVATION_ENDED', state: 'expired' });
  });

  it('goes to one of a hundred buyers of the last ones', async () => {
    const shop = await shopWith(2);
    const stocks = [shop.stock, shop.stockOver(other)];
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, buyer) => {
        const lines = buyer % 3 === 0 ? [...LINES].reverse() : LINES;
        return stocks[buyer % 2]!.reserve(lines).then(({ state }) => state, codeOf);
      }),
    );
    const won = outcomes.filter((outcome) => outcome === 'held').length;
    expect(won).toBeLessThanOrEqual(1);
    expect(outcomes.filter((outcome) => outcome === 'INSUFFICIENT_STOCK')).toHaveLength(100 - won);
    expect(await quantities(shop)).toEqual(all(won === 1 ? 0 : 2));
    if (won === 0) await expect(shop.stock.reserve(LINES)).resolves.toMatchObject({ state: 'held' });
  });

  it('is one for all who bring the same key, also while some give up', async () => {
    const shop = await shopWith(4);
    const stocks = [shop.stock, shop.stockOver(other)];
    const options = { idempotencyKey: 'order', ttlMs: 60_000 };
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, buyer) => stocks[buyer % 2]!.reserve(LINES, options)),
    );
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(await quantities(shop)).toEqual(all(2));
    await expect(shop.stock.reserve(LINES.slice(1), options)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('with a key that found too little can be tried again', async () => {
    const shop = await shopWith(2);
    await shop.stock.reserve([{ id: IDS[3]!, quantity: 1 }]);
    const options = { idempotencyKey: 'patient', ttlMs: 60_000 };
    const stocks = [shop.stock, shop.stockOver(other)];
    const tries = Array.from({ length: 10 }, (_, buyer) => stocks[buyer % 2]!.reserve(LINES, options));
    for (const each of await Promise.allSettled(tries)) expect(each).toMatchObject({ status: 'rejected' });
    expect(await quantities(shop)).toEqual([2, 2, 2, 1]);
    await shop.stock.restock([{ id: IDS[3]!, quantity: 1 }]);
    await expect(shop.stock.reserve(LINES, options)).resolves.toMatchObject({ created: true, state: 'held' });
    expect(await quantities(shop)).toEqual(all(0));
  });

  it('never sells or loses any, among buyers of random carts that share keys', async () => {
    const shop = await shopWith(30);
    const stocks = [shop.stock, shop.stockOver(other)];
    const sold = new Map<string, readonly { readonly id: string; readonly quantity: number }[]>();
    const buy = async (stock: Stock, round: number) => {
      const lines = LINES.filter((_, at) => (round >> at) % 2 === 1);
      const reserved = await stock.reserve(lines, { idempotencyKey: `cart ${round}`, ttlMs: 5_000 });
      if (round % 3 > 0) await stock.commit(reserved.id);
      else await stock.release(reserved.id);
      if (round % 3 > 0) sold.set(reserved.id, reserved.lines);
    };
    const rounds = Array.from({ length: 90 }, (_, at) => 1 + ((at * 7) % 15) + 16 * Math.floor(at / 6));
    const outcomes = await Promise.allSettled(rounds.map((round, at) => buy(stocks[at % 2]!, round)));
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [codeOf(outcome.reason)] : []));
    expect(failures.filter((code) => code !== 'INSUFFICIENT_STOCK')).toEqual([]);
    await settle(shop);
    const left = IDS.map((id) =>
      [...sold.values()].flat().reduce((rest, line) => (line.id === id ? rest - line.quantity : rest), 30),
    );
    expect(await quantities(shop)).toEqual(left);
  });
});

describe('a process that dies', () => {
  const deaths = Array.from({ length: 24 }, (_, commands) => commands);

  it('while it reserves leaves nothing taken once the time is over', async () => {
    const shop = await shopWith(2);
    let completed = 0;
    for (const commands of deaths) {
      const buyer = shop.stockOver(dyingConnection(shop.connection, commands));
      const reserved = await buyer.reserve(LINES, { ttlMs: 100 }).catch(() => null);
      if (reserved !== null) completed += 1;
      await settle(shop);
      expect({ commands, left: await quantities(shop) }).toEqual({ commands, left: all(2) });
    }
    expect(completed).toBeGreaterThan(0);
  });

  it.each(['commit', 'release'] as const)('in a %s has done all of it in the end, or none', async (end) => {
    const shop = await shopWith(200);
    let expected = 200;
    const states: unknown[] = [end === 'commit' ? 'committed' : 'released', 'expired'];
    for (const commands of deaths.slice(0, 14)) {
      const { id } = await shop.stock.reserve(LINES, { ttlMs: 200 });
      const seller = shop.stockOver(dyingConnection(shop.connection, commands));
      await seller[end](id).catch(() => undefined);
      await settle(shop);
      const found = await shop.stock.find(id);
      expect(states).toContain(found?.state);
      if (found?.state === 'committed') expected -= 2;
      expect({ commands, left: await quantities(shop) }).toEqual({ commands, left: all(expected) });
    }
    const { id } = await shop.stock.reserve(LINES);
    expect(await shop.stock[end](id)).toMatchObject({ state: states[0] });
  });

  it('is taken over by the next one who brings its key', async () => {
    const shop = await shopWith(2);
    for (const commands of deaths) {
      const options = { idempotencyKey: `order ${commands}`, ttlMs: 60_000 };
      await shop
        .stockOver(dyingConnection(shop.connection, commands))
        .reserve(LINES, options)
        .catch(() => null);
      const reserved = await shop.stock.reserve(LINES, options);
      expect(reserved.state).toBe('held');
      expect({ commands, left: await quantities(shop) }).toEqual({ commands, left: all(0) });
      await shop.stock.release(reserved.id);
      expect({ commands, left: await quantities(shop) }).toEqual({ commands, left: all(2) });
    }
  });
});

describe('restock over several partitions', () => {
  it('adds once a key, and nothing when a document is missing', async () => {
    const shop = await shopWith(1);
    const options = { idempotencyKey: 'delivery' };
    for (let times = 0; times < 2; times++) await shop.stock.restock(LINES, options);
    expect(await quantities(shop)).toEqual(all(3));
    const wrong = [...LINES, { id: 'nothing', quantity: 1 }];
    await expect(shop.stock.restock(wrong)).rejects.toMatchObject({ faults: [{ path: 'lines[4].id' }] });
    await expect(shop.stock.restock(LINES.slice(1), options)).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await quantities(shop)).toEqual(all(3));
  });

  it('that died in the middle is ended by the next one who brings its key', async () => {
    const shop = await shopWith(0);
    for (let commands = 0; commands < 12; commands++) {
      const options = { idempotencyKey: `delivery ${commands}` };
      await shop
        .stockOver(dyingConnection(shop.connection, commands))
        .restock(LINES, options)
        .catch(() => undefined);
      await shop.stock.restock(LINES, options);
      expect(await quantities(shop)).toEqual(all(2 * (commands + 1)));
    }
  });
});
