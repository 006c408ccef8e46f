import { PLACES, PostingList } from './posting-list.js';
import type { Posting } from './posting-list.js';
import { SlotSet } from './slot-set.js';

const listOf = (postings: readonly Posting[]) => {
  const list = new PostingList();
  for (const { slot, frequency, places } of postings) list.add(slot, frequency, places);
  return list;
};
const postingsOf = (list: PostingList) => {
  const postings: Posting[] = [];
  list.forEach((slot, frequency, places) => postings.push({ slot, frequency, places }));
  return postings;
};
const SLOTS = [0, 1, 128, 255, 256, 16_639, 16_640, 2_113_792, 268_435_456 + 2_113_792, 2 ** 31 - 1];
const FREQUENCIES = [1, 25, 31, 32, 100, 4_095, 4_096, 2 ** 20, 2 ** 28, 2];

describe('PostingList', () => {
  it('holds documents however far they are apart, and however often a word is in them', () => {
    const postings = SLOTS.map((slot, at) => ({ slot, frequency: FREQUENCIES[at] ?? 1, places: 1 + (at % 3) }));
    expect(postingsOf(listOf(postings))).toEqual(postings);
    expect(postingsOf(listOf(postings.slice(1)))).toEqual(postings.slice(1));
  });

  it('is added to a set, by the places of the word', () => {
    const list = listOf([
      { slot: 2, frequency: 1, places: PLACES.words },
      { slot: 5, frequency: 1, places: PLACES.codes },
      { slot: 9, frequency: 1, places: PLACES.any },
    ]);
    const slotsIn = (places: number) => {
      const set = SlotSet.of(10, [1]);
      list.addTo(set, places);
      return [...set.toArray()];
    };
    expect([slotsIn(PLACES.any), slotsIn(PLACES.codes), slotsIn(PLACES.words)]).toEqual([
      [1, 2, 5, 9],
      [1, 5, 9],
      [1, 2, 9],
    ]);
  });

  it('adds scores by frequency and length, and frequencies, to what was there', () => {
    const list = listOf([
      { slot: 0, frequency: 3, places: PLACES.words },
      { slot: 2, frequency: 1, places: PLACES.codes },
    ]);
    const scores = Float64Array.of(1, 1, 1);
    list.addScores(scores, Uint32Array.of(4, 4, 6), 8, { flat: 1, slope: 0.5 }, PLACES.words);
    expect([...scores]).toEqual([1 + (8 * 3) / (3 + 1 + 2), 1, 1]);
    list.addFrequencies(scores, PLACES.codes);
    expect([...scores]).toEqual([5, 1, 2]);
  });

  it('tells whether it is empty', () => {
    expect([listOf([]).isEmpty, listOf([{ slot: 0, frequency: 1, places: 1 }]).isEmpty]).toEqual([true, false]);
  });

  it('takes two bytes of room for each of many neighbours, and as much again at most', () => {
    const postings = Array.from({ length: 1_000 }, (_, at) => ({ slot: 2 * at, frequency: 1, places: 1 }));
    const { capacity } = listOf(postings);
    expect(capacity).toBeGreaterThanOrEqual(2_000);
    expect(capacity).toBeLessThanOrEqual(4_096);
  });
});
