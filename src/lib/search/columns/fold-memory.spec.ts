import { Random } from '../../../../test/integration/differential/generate/random.js';
import { TEST_SEED } from '../../../../test/support/test-seed.js';
import { fromDefinitionJson } from '../../collections/definition-json.js';
import { layoutOf } from '../../collections/field-layout.js';
import { parseSearch } from '../../query/parse-search.js';
import type { SearchInput } from '../../query/search-input.js';
import type { Search } from '../../query/search.js';
import { literalPlan } from '../../query/text-plan.js';
import { createKeys } from '../../redis/keys.js';
import { targetOf } from '../search-target.js';
import { ChangeLog } from './change-log.js';
import { columnLayoutOf } from './column-layout.js';
import type { DocumentRow } from './column-layout.js';
import { ColumnTable } from './column-table.js';
import { FoldMemory } from './fold-memory.js';
import { countIn, foldPage } from './fold-page.js';

const things = fromDefinitionJson('things', {
  fields: {
    name: { kind: 'text', weight: 3 },
    brand: { kind: 'tag', facet: true },
    color: { kind: 'tag', facet: true },
    price: { kind: 'numeric', facet: true, sortable: true },
    stock: { kind: 'numeric', sortable: true },
  },
  ranking: ['stock:desc'],
});
const target = targetOf(createKeys('t'), things);
const layout = columnLayoutOf(layoutOf(things));
const WORDS = ['red', 'redder', 'blue', 'lamp', 'lampshade', 'chair', 'usb', 'c'];
const MANY = 10_000_000;
/** So many that scores do not change with each of them. */
const DOCUMENTS = 2_000;

function rowOf(random: Random, version: number): DocumentRow {
  return {
    version,
    has: random.pick(['', 'brand', 'brand\x1fcolor']),
    values: [random.pick(['', 'Ohm', 'ohm', 'Lumen']), random.pick(['', 'red', 'red\x1fblue'])],
    numbers: [random.pick([[], [1], [2, 7], [version % 10]]), [random.integer(0, 3)]],
    texts: [random.some(WORDS, 0, 4).join(' ')],
    boost: random.pick([1, 1, 1.5]),
  };
}

/** A row of which some has become another one. */
function changed(random: Random, row: DocumentRow, version: number): DocumentRow {
  const { has, values, numbers, texts, boost } = rowOf(random, version);
  return {
    ...row,
    version,
    ...random.pick([{ has }, { values }, { numbers }, { texts }, { boost }, { values, texts }]),
  };
}

function searchOf(random: Random): Search {
  const q = random.chance(0.6) ? random.some(WORDS, 1, 2).join(' ') : undefined;
  const brand = random.some(['Ohm', 'Lumen'], 0, 2);
  const input: SearchInput = {
    ...(q === undefined ? {} : { q: random.chance(0.3) ? q.slice(0, -1) : q }),
    where: { ...(brand.length === 0 ? {} : { brand }), ...(random.chance(0.3) ? { price: { gte: 2 } } : {}) },
    facets: random.some(['brand', 'color', 'price'], 0, 3),
    ...(random.chance(0.5) ? { sort: [random.pick(['price:asc', 'stock:desc'])] } : {}),
    size: random.pick([0, 2, 20]),
    page: random.pick([1, 2]),
  };
  const search = parseSearch(things, input);
  return { ...search, plan: search.text && literalPlan(search.text) };
}

it(`gives what is kept as it would be found anew, whatever was written, seed ${TEST_SEED}`, () => {
  const random = new Random(`${TEST_SEED}:kept`);
  const table = new ColumnTable(layout);
  const log = new ChangeLog(layout, table);
  const memory = new FoldMemory(table, log, MANY);
  const fresh = new FoldMemory(table, log, 0);
  const searches = Array.from({ length: 40 }, () => searchOf(random));
  const rows = new Map<string, DocumentRow>();
  for (let at = 1; at <= DOCUMENTS; at++) rows.set(`d${at}`, rowOf(random, at));
  for (const [id, row] of rows) table.put(id, row);
  let [kept, asked, compactions] = [0, 0, 0];
  for (let version = 1; version <= 6_000; version++) {
    const id = `d${random.integer(1, DOCUMENTS)}`;
    const isGone = random.chance(0.1);
    const row = isGone ? null : changed(random, rows.get(id) ?? rowOf(random, version), version);
    rows.set(id, row ?? rowOf(random, version));
    const change = row === null ? table.delete(id) : table.put(id, row);
    if (change !== null) log.add(id, row, change);
    const { size } = table;
    table.tidy();
    if (table.size < size) compactions++;
    if (random.chance(0.8)) continue;
    const search = random.pick(searches);
    const context = { target, table, memory, search };
    const page = foldPage(context);
    expect(page).toEqual(foldPage({ ...context, memory: fresh }));
    asked++;
    if (page !== null && foldPage(context)?.facets[0] === page.facets[0]) kept++;
    const { plan } = search;
    if (plan !== null) expect(countIn(context, plan)).toBe(countIn({ ...context, memory: fresh }, plan));
  }
  expect(compactions).toBeGreaterThan(0);
  expect(kept).toBeGreaterThan(asked / 2);
});

describe('a page that is kept', () => {
  const row: DocumentRow = {
    version: 1,
    has: '',
    values: ['Ohm', ''],
    numbers: [[5], [1]],
    texts: ['red lamp'],
    boost: 1,
  };

  function shop() {
    const table = new ColumnTable(layout);
    const log = new ChangeLog(layout, table);
    const memory = new FoldMemory(table, log, MANY);
    const put = (id: string, changes: Partial<DocumentRow>) => {
      const next = { ...row, ...changes };
      log.add(id, next, table.put(id, next));
    };
    for (let at = 0; at < 5; at++) put(`d${at}`, { texts: [at === 0 ? 'red lamp' : 'blue chair'] });
    const search = parseSearch(things, { q: 'red', facets: ['brand', 'price'] });
    const context = { target, table, memory, search: { ...search, plan: search.text && literalPlan(search.text) } };
    return { put, page: () => foldPage(context) };
  }

  it.each([
    [
      'another document is priced anew',
      (put: ReturnType<typeof shop>['put']) => {
        put('d3', { texts: ['blue chair'], numbers: [[9], [1]] });
      },
      [true, true],
    ],
    [
      'its document is priced anew',
      (put: ReturnType<typeof shop>['put']) => {
        put('d0', { numbers: [[9], [1]] });
      },
      [true, false],
    ],
    [
      'its document has another brand',
      (put: ReturnType<typeof shop>['put']) => {
        put('d0', { values: ['Lumen', ''] });
      },
      [false, true],
    ],
    [
      'its document loses the word',
      (put: ReturnType<typeof shop>['put']) => {
        put('d0', { texts: ['lamp'] });
      },
      [false, false],
    ],
    [
      'another document gains the word',
      (put: ReturnType<typeof shop>['put']) => {
        put('d4', {});
      },
      [false, false],
    ],
  ])('keeps what is as it was when %s', (_, write, isKept) => {
    const { put, page } = shop();
    const before = page()?.facets ?? [];
    write(put);
    const after = page()?.facets ?? [];
    expect(before.map((facet, at) => facet === after[at])).toEqual(isKept);
  });
});

it('stays within its memory', () => {
  const table = new ColumnTable(layout);
  const log = new ChangeLog(layout, table);
  const random = new Random(`${TEST_SEED}:memory`);
  for (let at = 0; at < 1_000; at++) table.put(`d${at}`, rowOf(random, at));
  const memory = new FoldMemory(table, log, 300_000);
  const own = memory.bytes;
  for (let at = 0; at < 500; at++) {
    foldPage({
      target,
      table,
      memory,
      search: parseSearch(things, { where: { price: { lt: at } }, facets: ['brand'] }),
    });
  }
  expect(memory.bytes - own).toBeLessThanOrEqual(300_000);
  expect(memory.bytes - own).toBeGreaterThan(150_000);
});
