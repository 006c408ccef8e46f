import { compareUtf8 } from '../../analysis/sort-key.js';
import { createCollection } from '../../collections/create-collection.js';
import { layoutOf } from '../../collections/field-layout.js';
import { numeric } from '../../collections/fields.js';
import type { SortKey } from '../../collections/parse-sort.js';
import { Random } from '../../../../test/integration/differential/generate/random.js';
import { TEST_SEED } from '../../../../test/support/test-seed.js';
import { columnLayoutOf } from './column-layout.js';
import { ColumnTable } from './column-table.js';
import { firstSlots, slotOrder } from './order-slots.js';

const fields = { a: numeric({ sortable: true }), b: numeric({ sortable: true }) };
const layout = columnLayoutOf(layoutOf(createCollection('things', null, fields, {})));
const NUMBERS = [[], [0], [-0], [1], [1, -2], [3, 2], [Number.MAX_VALUE], [-1.5]];
const NAMES = ['a', '𝕃', '\uFFFC', 'é', 'z'];

const ORDERS: readonly (readonly SortKey[])[] = [
  [{ path: 'id', direction: 'asc' }],
  [{ path: 'id', direction: 'desc' }],
  [
    { path: 'a', direction: 'asc' },
    { path: 'id', direction: 'asc' },
  ],
  [
    { path: 'a', direction: 'desc' },
    { path: 'b', direction: 'asc' },
    { path: 'id', direction: 'desc' },
  ],
  [
    { path: 'b', direction: 'desc' },
    { path: 'a', direction: 'desc' },
    { path: 'id', direction: 'asc' },
  ],
];

const random = new Random(`${TEST_SEED}:order`);
const table = new ColumnTable(layout);
const rows = Array.from({ length: 200 }, (_, slot) => {
  const row = { id: `${random.pick(NAMES)}${slot}`, a: random.pick(NUMBERS), b: random.pick(NUMBERS) };
  table.put(row.id, { version: slot, has: '', values: [], numbers: [row.a, row.b], texts: [String(slot)], boost: 1 });
  return row;
});

function compareKey({ path, direction }: SortKey, one: (typeof rows)[number], other: (typeof rows)[number]): number {
  const sign = direction === 'asc' ? 1 : -1;
  if (path === 'id') return sign * compareUtf8(one.id, other.id);
  const valueOf = (row: (typeof rows)[number]) => {
    const values = path === 'a' ? row.a : row.b;
    if (values.length === 0) return null;
    return direction === 'asc' ? Math.min(...values) : Math.max(...values);
  };
  const [left, right] = [valueOf(one), valueOf(other)];
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? 1 : -1;
  return sign * (left - right);
}

const sorted = (order: readonly SortKey[]) =>
  [...rows]
    .sort((one, other) => order.reduce((found, key) => found || compareKey(key, one, other), 0))
    .map(({ id }) => id);

describe.each(ORDERS)(`an order, seed ${TEST_SEED}`, (...order) => {
  const slots = slotOrder(table, order);
  const every = table.all().toArray();

  it.each([0, 1, 7, 199, 200, 1_000])('gives the first %i like a sort of all', (most) => {
    expect(firstSlots(every, slots!, most).map((slot) => table.idAt(slot))).toEqual(sorted(order).slice(0, most));
  });

  it('tells what comes behind each position', () => {
    const ids = sorted(order);
    ids.forEach((id, at) => {
      const position = slots!.positionOf(table.slotOf(id)!);
      const behind = every.filter((slot) => slots!.compareTo(slot, position) > 0);
      expect(behind.length).toBe(ids.length - at - 1);
      expect(firstSlots(behind, slots!, 1).map((slot) => table.idAt(slot))).toEqual(ids.slice(at + 1, at + 2));
    });
  });
});

it('an order by what columns lack is left to the engine', () => {
  expect(slotOrder(table, [{ path: 'name', direction: 'asc' }])).toBeNull();
});
