import { SlotList } from './slot-list.js';
import { SlotSet } from './slot-set.js';

const slotsOf = (list: SlotList) => {
  const slots: number[] = [];
  list.forEach((slot) => slots.push(slot));
  return slots;
};

describe('SlotList', () => {
  it('holds slots however far they are apart', () => {
    const slots = [0, 1, 128, 255, 256, 16_639, 16_640, 2_113_792, 268_435_456 + 2_113_792, 2 ** 31 - 1];
    expect(slotsOf(SlotList.of(...slots))).toEqual(slots);
    expect(slotsOf(SlotList.of(...slots.slice(1)))).toEqual(slots.slice(1));
  });

  it('holds a slot once', () => {
    expect(slotsOf(SlotList.of(0, 0, 7, 7, 7, 8))).toEqual([0, 7, 8]);
  });

  it('is added to a set', () => {
    const set = SlotSet.of(10_000, [1]);
    const slots = Array.from({ length: 3_000 }, (_, at) => 3 * at);
    SlotList.of(...slots).addTo(set);
    expect([...set.toArray()]).toEqual([0, 1, ...slots.slice(1)]);
  });

  it('tells whether it is empty', () => {
    expect([SlotList.of().isEmpty, SlotList.of(0).isEmpty]).toEqual([true, false]);
  });

  it('takes a byte of room for each of many neighbours, and as much again at most', () => {
    const { capacity } = SlotList.of(...Array.from({ length: 1_000 }, (_, at) => 2 * at));
    expect(capacity).toBeGreaterThanOrEqual(1_000);
    expect(capacity).toBeLessThanOrEqual(2_048);
  });
});
