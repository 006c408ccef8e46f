import type { Reservation } from '../../src/lib/stock/reservation.js';
import type { Stock } from '../../src/lib/stock/stock.js';
import { StockSweeper } from '../../src/lib/stock/stock-sweeper.js';
import { textOf } from '../support/index-lab.js';
import { until } from '../support/processes.js';
import { Random } from './differential/generate/random.js';
import { codeOf, GOODS, openStockLab } from '../support/stock-lab.js';
import type { GoodsShop, StockLab } from '../support/stock-lab.js';
import { TEST_SEED } from '../support/test-seed.js';

let lab: StockLab;

beforeAll(async () => {
  lab = await openStockLab();
});
afterAll(() => lab.close());

const goods = (id: string, stock: unknown, members: object = {}) => ({
  id,
  name: `Article ${id}`,
  stock,
  inStock: Number(stock) > 0,
  ...members,
});
const shopWith = (...quantities: readonly number[]) =>
  lab.shop(quantities.map((quantity, index) => goods(String.fromCharCode(97 + index), quantity)));

const overTime = ({ expiresAt }: Reservation) => until('its time is over', () => Date.now() > expiresAt.getTime());

/** What would be stored if the document were written as it is now. */
async function rewritten(shop: GoodsShop, id: string) {
  const before = await shop.envelope(id);
  await shop.repository('goods').put({ ...before.doc });
  const { doc, idx, meta } = await shop.envelope(id);
  return { before, after: { doc, idx, shape: meta.shape } };
}

async function expectAsWritten(shop: GoodsShop, id: string): Promise<void> {
  const { before, after } = await rewritten(shop, id);
  expect({ doc: before.doc, idx: before.idx, shape: before.meta.shape }).toEqual(after);
}

describe('a reservation', () => {
  it('takes its quantities out of the documents, with new versions and changes, until it is committed', async () => {
    const shop = await shopWith(5, 1);
    const [before] = [await shop.envelope('a')];
    const reserved = await shop.stock.reserve([
      { id: 'a', quantity: 2 },
      { id: 'b', quantity: 1 },
    ]);
    expect(reserved).toMatchObject({
      created: true,
      state: 'held',
      lines: [
        { id: 'a', quantity: 2 },
        { id: 'b', quantity: 1 },
      ],
    });
    expect(reserved.expiresAt.getTime()).toBeGreaterThan(Date.now() + 600_000);
    const [a, b] = [await shop.envelope('a'), await shop.envelope('b')];
    expect([a.doc, b.doc]).toEqual([goods('a', 3), { ...goods('b', 0), inStock: false }]);
    expect(a.meta).toEqual({
      ...before.meta,
      version: 3,
      updated: expect.any(Number),
      marks: expect.stringMatching(/^.{8}.*~{6}/),
    });
    expect(b.meta.version).toBe(4);
    expect((await shop.repository('goods').changes()).slice(-2)).toMatchObject([
      { op: 'replace', id: 'a', version: 3 },
      { op: 'replace', id: 'b', version: 4 },
    ]);
    await expect(shop.stock.commit(reserved.id)).resolves.toMatchObject({ id: reserved.id, state: 'committed' });
    expect((await shop.envelope('a')).meta.version).toBe(3);
    await expectAsWritten(shop, 'a');
    await expectAsWritten(shop, 'b');
  });

  it('is seen by the search that follows: filter, facet and order', async () => {
    const shop = await shopWith(1, 3, 2);
    expect(await shop.foundInStock()).toEqual(['a', 'b', 'c']);
    const { id } = await shop.stock.reserve([
      { id: 'a', quantity: 1 },
      { id: 'b', quantity: 2 },
    ]);
    const { hits, facets } = await shop.search('goods').search({ sort: ['stock:desc'], facets: ['inStock', 'stock'] });
    expect(hits.map((hit) => hit.id)).toEqual(['c', 'b', 'a']);
    expect(facets).toMatchObject({
      inStock: {
        values: [
          { value: true, count: 2 },
          { value: false, count: 1 },
        ],
      },
      stock: { min: 0, max: 2 },
    });
    expect(await shop.foundInStock()).toEqual(['b', 'c']);
    await shop.stock.release(id);
    expect(await shop.foundInStock()).toEqual(['a', 'b', 'c']);
  });

  it('takes nothing when one line has too little, and names all that do', async () => {
    const shop = await shopWith(5, 1);
    const lines = [
      { id: 'a', quantity: 1 },
      { id: 'b', quantity: 2 },
      { id: 'nothing', quantity: 1 },
    ];
    await expect(shop.stock.reserve(lines)).rejects.toMatchObject({
      code: 'INSUFFICIENT_STOCK',
      shortages: [
        { line: 1, id: 'b', requested: 2, available: 1 },
        { line: 2, id: 'nothing', requested: 1, available: null },
      ],
      faults: [
        { path: 'lines[1]', message: '"b" has 1 left, not 2' },
        { path: 'lines[2]', message: 'there is no stock of "nothing"' },
      ],
    });
    expect(await shop.connection.send(['GET', shop.keys.sequence('goods', null)])).toBe('2');
    expect(await shop.quantityOf('a')).toBe(5);
  });

  it('gives the last one to exactly one of a hundred buyers', async () => {
    const shop = await shopWith(1);
    const stocks = [shop.stock];
    while (stocks.length < 5) stocks.push(shop.stockOver(await lab.connect()));
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, buyer) =>
        stocks[buyer % 5]!.reserve([{ id: 'a', quantity: 1 }]).then(({ state }) => state, codeOf),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'held')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'INSUFFICIENT_STOCK')).toHaveLength(99);
    expect(await shop.envelope('a')).toMatchObject({ doc: { stock: 0, inStock: false }, meta: { version: 2 } });
  });

  it('never sells more than there is, nor loses any, among buyers that commit, release and let expire', async () => {
    const shop = await shopWith(40, 40, 40);
    const stocks = [shop.stock, shop.stockOver(await lab.connect()), shop.stockOver(await lab.connect())];
    const sold = { a: 0, b: 0, c: 0 };
    const buy = async (stock: Stock, round: number) => {
      const lines = (['a', 'b', 'c'] as const)
        .filter((_, index) => (round + index) % 3 > 0)
        .map((id) => ({ id, quantity: 1 + (round % 3) }));
      const { id } = await stock.reserve(lines, { ttlMs: round % 3 === 0 ? 100 : 60_000 });
      if (round % 3 === 1) {
        await stock.commit(id);
        for (const line of lines) sold[line.id] += line.quantity;
      } else if (round % 3 === 2) await stock.release(id);
    };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 90 }, (_, round) => buy(stocks[round % 3]!, Math.floor(round / 3))),
    );
    const failures = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [codeOf(outcome.reason)] : []));
    expect(new Set(failures)).toEqual(failures.length === 0 ? new Set() : new Set(['INSUFFICIENT_STOCK']));
    await until('all is back that was not sold', async () => {
      await shop.stock.sweep();
      const left = await Promise.all(['a', 'b', 'c'].map((id) => shop.quantityOf(id)));
      return left.join() === [40 - sold.a, 40 - sold.b, 40 - sold.c].join();
    });
    for (const id of ['a', 'b', 'c']) await expectAsWritten(shop, id);
  });
});

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
    const over = [shop.connection, await lab.connect(), await lab.connect()];
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

describe('an idempotency key', () => {
  const options = { idempotencyKey: 'order 4711', ttlMs: 60_000 };

  it('gives the same reservation to all who bring it, and takes once', async () => {
    const shop = await shopWith(9);
    const others = shop.stockOver(await lab.connect());
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        (at % 2 ? shop.stock : others).reserve([{ id: 'a', quantity: 2 }], options),
      ),
    );
    expect(new Set(results.map(({ id }) => id)).size).toBe(1);
    expect(results.filter(({ created }) => created)).toHaveLength(1);
    expect(await shop.quantityOf('a')).toBe(7);
    await shop.stock.commit(results[0]!.id);
    expect(await shop.stock.reserve([{ id: 'a', quantity: 2 }], options)).toMatchObject({
      created: false,
      state: 'committed',
    });
    expect(await shop.quantityOf('a')).toBe(7);
  });

  it('is refused with another body, and free again where nothing was taken', async () => {
    const shop = await shopWith(1, 1);
    await expect(shop.stock.reserve([{ id: 'a', quantity: 2 }], options)).rejects.toMatchObject({
      code: 'INSUFFICIENT_STOCK',
    });
    await shop.stock.reserve([{ id: 'a', quantity: 1 }], options);
    for (const [lines, other] of [
      [[{ id: 'b', quantity: 1 }], options],
      [[{ id: 'a', quantity: 1 }], { ...options, ttlMs: 50_000 }],
    ] as const) {
      await expect(shop.stock.reserve(lines, other)).rejects.toMatchObject({
        code: 'IDEMPOTENCY_KEY_REUSED',
        idempotencyKey: 'order 4711',
      });
    }
    expect(await shop.quantityOf('b')).toBe(1);
  });
});

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
    const other = shop.stockOver(await lab.connect());
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
    const shop = await lab.shop([goods('a', -3)]);
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
    const shop = await lab.shop([goods('a', 9, { numbers, price: 0.1 + 0.2 })]);
    await shop.stock.reserve([{ id: 'a', quantity: 1 }]);
    const found = await shop.repository('goods').get('a');
    expect(found?.document).toEqual(goods('a', 8, { numbers, price: 0.1 + 0.2 }));
  });

  it.each([
    ['says not whether it is available', { inStock: undefined }],
    ['says it is null', { inStock: null }],
  ])('a document that %s says so afterwards, to filters on it too', async (_, members) => {
    const shop = await lab.shop([goods('a', 2, members)]);
    await shop.stock.reserve([{ id: 'a', quantity: 1 }]);
    expect((await shop.envelope('a')).doc).toMatchObject({ stock: 1, inStock: true });
    const { total } = await shop.search('goods').search({ where: { inStock: { exists: true } } });
    expect(total).toBe(1);
    await expectAsWritten(shop, 'a');
  });

  it.each([[7.5], [[3, 4]], [null], [undefined], ['many']])('the quantity %j is none', async (quantity) => {
    const definition = { fields: { ...GOODS.fields, count: { kind: 'numeric' } }, stock: GOODS.stock };
    const shop = await lab.shop([], definition);
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

describe('while the definition changes', () => {
  const NAMED = { fields: { name: { kind: 'text' }, stock: { kind: 'numeric' }, inStock: { kind: 'boolean' } } };
  const PLAIN = { ...NAMED, stock: GOODS.stock };

  it('members of both definitions are written, as if the documents were', async () => {
    const shop = await lab.shop([goods('a', 3)], PLAIN);
    expect((await shop.envelope('a')).idx).not.toHaveProperty([expect.stringMatching(/_s$/)]);
    await shop.stock.reserve([{ id: 'a', quantity: 1 }]);
    await expectAsWritten(shop, 'a');
    const buyer = shop.stockOver(await lab.connect());
    await buyer.reserve([{ id: 'a', quantity: 1 }]);
    await shop.manager.put('goods', GOODS);
    await shop.manager.settled();
    await buyer.reserve([{ id: 'a', quantity: 1 }]);
    const { hits } = await shop.search('goods').search({ sort: ['stock:asc'], facets: ['stock'] });
    expect(hits.map(({ document }) => document)).toEqual([{ ...goods('a', 0), inStock: false }]);
    await expectAsWritten(shop, 'a');
  });

  it('sales go on, and the new index counts what is left', async () => {
    const shop = await lab.shop(
      Array.from({ length: 200 }, (_, at) => goods(`g${at}`, 10)),
      PLAIN,
    );
    const buyers = [shop.stock, shop.stockOver(await lab.connect())];
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
    const shop = await lab.shop([goods('a', 3)], PLAIN);
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

describe('bad input', () => {
  const line = { id: 'a', quantity: 1 };
  it.each([
    ['no line', [], {}, 'INVALID_VALUE', 'lines: must be a list with at least one line'],
    ['nothing of it', [{ id: 'a', quantity: 0 }], {}, 'INVALID_VALUE', 'lines[0].quantity: must be a whole number'],
    ['half of it', [{ id: 'a', quantity: 1.5 }], {}, 'INVALID_VALUE', 'lines[0].quantity'],
    ['an empty id', [{ id: '', quantity: 1 }], {}, 'INVALID_ID', '1 to 256 bytes'],
    ['null', [null], {}, 'INVALID_VALUE', 'lines[0]: must be an object'],
    ['an id twice', [line, line], {}, 'INVALID_VALUE', 'lines[1].id: names "a" again'],
    ['101 lines', Array(101).fill(line), {}, 'LIMIT_EXCEEDED', 'at most 100'],
    ['99 ms', [line], { ttlMs: 99 }, 'INVALID_VALUE', 'stock option "ttlMs" is 99. Give a whole number from 100 to'],
    ['a blank key', [line], { idempotencyKey: '' }, 'INVALID_VALUE', '"idempotencyKey" is "". Give 1 to 200'],
  ])('%s is refused', async (_, lines, options, code, message) => {
    const shop = await shopWith(1);
    await expect(shop.stock.reserve(lines as never, options)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(await shop.quantityOf('a')).toBe(1);
  });
});
