import { Tally } from './tally.js';

describe('Tally', () => {
  it('counts the numbers at some places, and begins anew', () => {
    const tally = new Tally().reset(10);
    tally.addAt(Uint32Array.of(0, 2, 3), Int32Array.of(7, 8, 9, 7));
    expect(tally.entries()).toEqual([
      [7, 2],
      [9, 1],
    ]);
    tally.reset(5_000).addAt(Uint32Array.of(0), Int32Array.of(4_999));
    expect(tally.entries()).toEqual([[4_999, 1]]);
  });

  it('adds its counts to what the numbers stand for', () => {
    const tally = new Tally().reset(3);
    tally.addAt(Uint32Array.of(0, 1, 2), Int32Array.of(0, 2, 2));
    const into = new Tally().reset(10);
    tally.spread(into, Int32Array.of(0, 2, 2, 4), Int32Array.of(5, 6, 6, 9));
    expect(into.entries()).toEqual([
      [5, 1],
      [6, 3],
      [9, 2],
    ]);
  });
});
