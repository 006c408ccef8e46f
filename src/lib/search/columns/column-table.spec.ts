import { createCollection } from '../../collections/create-collection.js';
import { layoutOf } from '../../collections/field-layout.js';
import { numeric, tag, text } from '../../collections/fields.js';
import { Random } from '../../../../test/integration/differential/generate/random.js';
import { TEST_SEED } from '../../../../test/support/test-seed.js';
import { columnLayoutOf } from './column-layout.js';
import type { DocumentRow } from './column-layout.js';
import { BOOST_PATH, ColumnTable } from './column-table.js';
import { matchPlan } from './match-plan.js';

const fields = { name: text(), brand: tag({ facet: true }), price: numeric({ facet: true, sortable: true }) };
const layout = columnLayoutOf(layoutOf(createCollection('things', null, fields, {})));
const WORDS = ['red', 'blue', 'lamp', 'chair', 'lampshade'];
const STEPS = 6_000;
const CHECKED_EVERY = 500;

function rowOf(random: Random, version: number): DocumentRow {
  const brand = random.pick(['', 'Ohm', 'ohm', 'Lumen', 'Ohm\x1fLumen']);
  const numbers = random.pick([[], [1], [2, -3], [version]]);
  const has = random.pick(['a', 'a\x1fb', '']);
  return {
    version,
    has,
    values: [brand],
    numbers: [numbers],
    texts: [random.some(WORDS, 1, 3).join(' ')],
    boost: random.pick([1, 1.5]),
  };
}

const onlyWord = (token: string) => ({
  require: 'all' as const,
  groups: [
    {
      typed: token,
      telling: true,
      alternatives: [{ kind: 'exact' as const, tokens: [token], prefix: false, weight: 1 }],
    },
  ],
  bonuses: [],
});

/** The table says of each document what a plain map does. */
function expectLike(table: ColumnTable, documents: ReadonlyMap<string, DocumentRow>): void {
  const live = [...table.all().toArray()];
  expect(live.map((slot) => table.idAt(slot)).sort()).toEqual([...documents.keys()].sort());
  expect(table.documents).toBe(documents.size);
  const idsOf = (slots: Iterable<number>) => Array.from(slots, (slot) => table.idAt(slot)).sort();
  const idsWhere = (holds: (row: DocumentRow) => boolean) =>
    [...documents].flatMap(([id, row]) => (holds(row) ? [id] : [])).sort();
  for (const slot of live) {
    const row = documents.get(table.idAt(slot));
    expect([table.versionAt(slot), table.slotOf(table.idAt(slot))]).toEqual([row?.version, slot]);
    const numbers = [...(row?.numbers[0] ?? [])].sort((a, b) => a - b);
    const { [0]: least = Number.NaN } = numbers;
    const column = table.numbers('price');
    expect([column?.least(slot), column?.greatest(slot)]).toEqual([least, numbers.at(-1) ?? Number.NaN]);
  }
  for (const word of WORDS) {
    const found = matchPlan(table.postings, onlyWord(word), table.size)?.intersect(table.all());
    expect(idsOf(found?.toArray() ?? [])).toEqual(
      idsWhere(({ texts }) => texts[0]?.split(' ').includes(word) === true),
    );
  }
  const lumens = table.values('brand')?.select(table.all(), ['lumen']).toArray() ?? [];
  expect(idsOf(lumens)).toEqual(idsWhere(({ values }) => values[0]?.includes('Lumen') === true));
  expect(idsOf(table.has.select(table.all(), ['b']).toArray())).toEqual(idsWhere(({ has }) => has.includes('b')));
}

it(`is like a plain map through all that is written, seed ${TEST_SEED}`, () => {
  const random = new Random(`${TEST_SEED}:table`);
  const table = new ColumnTable(layout);
  const documents = new Map<string, DocumentRow>();
  let compactions = 0;
  for (let version = 1; version <= STEPS; version++) {
    const id = `${random.pick(['𝕃', 'l'])}${random.integer(1, 40)}`;
    if (random.chance(0.1)) {
      table.delete(id);
      documents.delete(id);
    } else {
      const row = rowOf(random, version);
      const known = documents.get(id);
      const put = known !== undefined && random.chance(0.2) ? { ...row, texts: known.texts } : row;
      table.put(id, put);
      documents.set(id, put);
    }
    const { size } = table;
    table.tidy();
    if (table.size < size) compactions++;
    if (version % CHECKED_EVERY === 0) expectLike(table, documents);
  }
  expect(compactions).toBeGreaterThan(0);
});

it('keeps the slot of a document whose words stay, takes another one else, and tells what became of it', () => {
  const table = new ColumnTable(layout);
  const row: DocumentRow = { version: 1, has: '', values: ['Ohm'], numbers: [[1]], texts: ['red lamp'], boost: 1 };
  expect(table.put('1', row)).toMatchObject({ before: null, after: 0 });
  const changed = table.put('1', { ...row, version: 2, values: ['Lumen'] });
  expect(changed).toEqual({ before: 0, after: 0, paths: new Set(['brand']) });
  expect(table.put('1', { ...row, version: 3, values: ['Lumen'], boost: 2 }).paths).toEqual(new Set([BOOST_PATH]));
  expect(table.put('1', { ...row, version: 4, texts: ['red', 'lamp'] })).toMatchObject({ before: 0, after: 1 });
  expect([table.slotOf('1'), table.idAt(0)]).toEqual([1, '']);
  expect(table.put('1', { ...row, version: 5, texts: ['', 'red lamp'] })).toMatchObject({ before: 1, after: 2 });
  expect(table.delete('1')).toEqual({ before: 2, after: null, paths: new Set() });
  expect(table.delete('1')).toBeNull();
});
