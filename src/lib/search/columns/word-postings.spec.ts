import { WordPostings } from './word-postings.js';

/** Puts as many words as there are, each in the document of its number. */
function holding(count: number): WordPostings {
  const postings = new WordPostings();
  const numbers = new Int32Array(count);
  postings.number(Array.from({ length: count }, (_, at) => `w${at}`).join(' '), numbers, 0);
  for (const number of numbers) postings.add(number, number, 1, 1);
  return postings;
}

const slotsOf = (postings: WordPostings, word: string) => {
  const slots: number[] = [];
  postings.postings(postings.find(word) ?? -1).forEach((slot) => slots.push(slot));
  return slots;
};

describe('WordPostings', () => {
  it('is worn once most of many words are in no document any more, until they come again', () => {
    const postings = holding(12_000);
    for (let word = 0; word < 11_000; word++) postings.remove(word);
    expect(postings.isWorn).toBe(false);
    postings.remove(11_000);
    expect(postings.isWorn).toBe(true);
    postings.add(11_000, 12_000, 1, 1);
    expect(postings.isWorn).toBe(false);
  });

  it('renumbers the documents of words, in one or in several, and leaves out dead ones', () => {
    const postings = holding(3);
    postings.add(0, 3, 2, 3);
    postings.add(0, 4, 2 ** 28, 1);
    postings.compact(Int32Array.of(-1, 0, -1, 1, 2));
    expect(['w0', 'w1', 'w2', 'w3'].map((word) => slotsOf(postings, word))).toEqual([[1, 2], [0], [], []]);
    postings.add(2, 5, 1, 1);
    expect(slotsOf(postings, 'w2')).toEqual([5]);
  });

  it('holds a word alone that stands in its document very often', () => {
    const postings = holding(1);
    postings.number('often', new Int32Array(3), 0);
    postings.add(1, 1, 2 ** 20, 1);
    const found: number[] = [];
    postings.postings(1).forEach((...posting) => found.push(...posting));
    expect(found).toEqual([1, 2 ** 20, 1]);
  });
});
