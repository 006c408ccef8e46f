import { NumberColumn } from './number-column.js';
import { SlotSet } from './slot-set.js';

const VALUES: readonly (readonly number[])[] = [
  [3],
  [],
  [-1, 7, 7],
  [0],
  [-0],
  [5e-324],
  [Number.MAX_VALUE],
  [9007199254740991],
  [0.1 + 0.2],
  [2, 2],
];

function columnOf(values: readonly (readonly number[])[]): NumberColumn {
  const column = new NumberColumn();
  values.forEach((numbers, slot) => {
    column.set(slot, numbers);
  });
  return column;
}

const all = (size = VALUES.length) => SlotSet.of(size, Array(size).keys());
const column = columnOf(VALUES);

describe('NumberColumn', () => {
  it('gives the smallest and the largest value of a document', () => {
    expect(VALUES.map((_, slot) => column.least(slot))).toEqual([
      ...[3, Number.NaN, -1, 0, -0, 5e-324, Number.MAX_VALUE, 9007199254740991, 0.30000000000000004, 2],
    ]);
    expect([2, 9, 1].map((slot) => column.greatest(slot))).toEqual([7, 2, Number.NaN]);
  });

  const BOUNDS = [-1, 0, 5e-324, 0.30000000000000004, 2, 3, 6, 7, 9007199254740991, Number.MAX_VALUE];

  it('finds one value of a document within bounds, like a look at each', () => {
    for (const low of BOUNDS) {
      for (const high of BOUNDS) {
        const ranges = {
          closed: [{ gte: low, lte: high }, (value: number) => value >= low && value <= high],
          open: [{ gt: low, lt: high }, (value: number) => value > low && value < high],
          both: [{ gte: low, gt: high }, (value: number) => value >= low && value > high],
        } as const;
        for (const [range, holds] of Object.values(ranges)) {
          const wanted = [...VALUES.keys()].filter((slot) => VALUES[slot]?.some(holds));
          expect([range, ...column.select(all(), range).toArray()]).toEqual([range, ...wanted]);
        }
      }
    }
  });

  it.each([1, 3, 8])('finds any of %i values, among some documents', (count) => {
    const wanted = [7, 0, 3, 9007199254740991, 11, 12, 13, 14].slice(0, count);
    const among = [0, 2, 3, 4];
    const expected = among.filter((slot) => VALUES[slot]?.some((value) => wanted.some((other) => other === value)));
    expect([...column.selectAny(SlotSet.of(VALUES.length, among), wanted).toArray()]).toEqual(expected);
  });

  it('sums up documents with a value', () => {
    expect(column.summary(Uint32Array.of(0, 1, 3))).toEqual({ count: 2, min: 0, max: 3, sum: 3, several: false });
    expect(column.summary(Uint32Array.of(0, 2))).toEqual({ count: 2, min: -1, max: 7, sum: 2, several: true });
    expect(column.summary(Uint32Array.of(1))).toBeNull();
  });

  it('tells whether a value has changed', () => {
    const own = columnOf([[1], [2, 3], []]);
    expect([own.set(0, [1]), own.set(1, [3, 2]), own.set(2, []), own.set(0, [1, 1])]).not.toContain(true);
    expect([own.set(1, [2]), own.set(2, [0]), own.set(0, [])]).not.toContain(false);
    expect(own.summary(Uint32Array.of(0, 1, 2))).toMatchObject({ count: 2, min: 0, max: 2, several: false });
  });

  it('keeps values through new numbers of slots', () => {
    const own = columnOf([[1], [2, 9], [3], [4, 8]]);
    own.compact(Int32Array.of(-1, -1, 0, 1));
    expect([own.least(0), own.greatest(0), own.least(1), own.greatest(1)]).toEqual([3, 3, 4, 8]);
    own.set(2, []);
    expect(own.summary(Uint32Array.of(0, 1, 2))).toEqual({ count: 2, min: 3, max: 8, sum: 7, several: true });
  });
});
