import { SlotSet } from './slot-set.js';

const slots = (set: SlotSet) => [...set.toArray()];

describe('SlotSet', () => {
  it('holds what was added and not taken out', () => {
    const set = SlotSet.of(100, [99, 0, 31, 32, 64]);
    set.delete(32);
    expect(slots(set)).toEqual([0, 31, 64, 99]);
    expect([set.has(31), set.has(32), set.has(33)]).toEqual([true, false, false]);
    expect(set.count).toBe(4);
  });

  it('is united, intersected, subtracted', () => {
    const a = () => SlotSet.of(70, [1, 2, 40, 69]);
    const b = SlotSet.of(70, [2, 31, 69]);
    expect(slots(a().unite(b))).toEqual([1, 2, 31, 40, 69]);
    expect(slots(a().intersect(b))).toEqual([2, 69]);
    expect(slots(a().subtract(b))).toEqual([1, 40]);
  });

  it('holds the slots whose numbers are wanted', () => {
    const numbers = Int32Array.from({ length: 70 }, (_, slot) => slot % 3);
    expect(slots(SlotSet.ofNumbers(70, numbers, Uint8Array.of(0, 0, 1)))).toEqual(
      Array.from({ length: 23 }, (_, index) => 3 * index + 2),
    );
    expect(slots(SlotSet.ofNumbers(0, numbers, Uint8Array.of(1)))).toEqual([]);
  });

  it('holds the slots whose values lie within bounds', () => {
    const values = Float64Array.of(1, Number.NaN, 2, 3, -4);
    expect(slots(SlotSet.within(5, values, 2, 3))).toEqual([2, 3]);
    expect(slots(SlotSet.within(5, values, Number.NEGATIVE_INFINITY, 1))).toEqual([0, 4]);
  });

  it('is copied with room for more', () => {
    const set = SlotSet.of(32, [0, 31]);
    const copy = set.copy(200);
    copy.add(150);
    expect([slots(set), slots(copy), slots(copy.copy(32))]).toEqual([
      [0, 31],
      [0, 31, 150],
      [0, 31],
    ]);
  });

  it('counts all of many', () => {
    const set = new SlotSet(100_000);
    for (let slot = 0; slot < 100_000; slot += 3) set.add(slot);
    expect(set.count).toBe(33_334);
    expect(slots(set).every((slot, index) => slot === 3 * index)).toBe(true);
  });
});
