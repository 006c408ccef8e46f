import type { Stock } from '../../../src/lib/stock/stock.js';
import { forAllTests } from '../../support/for-all-tests.js';
import { until } from '../../support/processes.js';
import { codeOf, expectAsWritten, goods, openStockLab } from '../../support/stock-lab.js';

const lab = forAllTests(openStockLab);

const shopWith = (...quantities: readonly number[]) => lab().shopWith(...quantities);

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

  it('is seen by the ranking that follows, beside other boosts', async () => {
    const shop = await lab().shop([
      goods('a', 1, { name: 'Lamp', isNew: true }),
      goods('b', 1, { name: 'Lamp' }),
      goods('c', 0, { name: 'Lamp' }),
    ]);
    const ratios = async () => {
      const { hits } = await shop.search('goods').search({ q: 'lamp' });
      const scores = new Map(hits.map(({ id, score }) => [id, score ?? 0]));
      return ['a', 'b', 'c'].map((id) => Number(((scores.get(id) ?? 0) / (scores.get('c') ?? 0)).toFixed(4)));
    };
    expect(await ratios()).toEqual([1.87, 1.1, 1]);
    const { id } = await shop.stock.reserve(['a', 'b'].map((one) => ({ id: one, quantity: 1 })));
    expect(await ratios()).toEqual([1.7, 1, 1]);
    await expectAsWritten(shop, 'a');
    await expectAsWritten(shop, 'b');
    await shop.stock.release(id);
    expect(await ratios()).toEqual([1.87, 1.1, 1]);
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
    while (stocks.length < 5) stocks.push(shop.stockOver(await lab().connect()));
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
    const stocks = [shop.stock, shop.stockOver(await lab().connect()), shop.stockOver(await lab().connect())];
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

describe('an idempotency key', () => {
  const options = { idempotencyKey: 'order 4711', ttlMs: 60_000 };

  it('gives the same reservation to all who bring it, and takes once', async () => {
    const shop = await shopWith(9);
    const others = shop.stockOver(await lab().connect());
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
