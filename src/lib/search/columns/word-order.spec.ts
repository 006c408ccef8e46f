import { WordOrder } from './word-order.js';

/** Different words, in no order. */
const WORDS = Array.from({ length: 5_000 }, (_, at) => ((at * 7_919) % 5_003).toString(6));

function ordered(count: number): { readonly order: WordOrder; readonly words: readonly string[] } {
  const words: string[] = [];
  const order = new WordOrder(words);
  for (const word of WORDS.slice(0, count)) {
    words.push(word);
    order.update();
  }
  return { order, words };
}

function found(order: WordOrder, words: readonly string[], beginning: string): readonly string[] {
  const visited: string[] = [];
  order.forEachFrom(beginning, (word) => visited.push(words[word] ?? ''));
  return visited.sort();
}

describe('WordOrder', () => {
  it.each([0, 1, 1_024, 1_025, 2_500, 5_000])('finds the words with a beginning among %d', (count) => {
    const { order, words } = ordered(count);
    for (const beginning of ['1', '12', '1234', '5', '55555', '6', String(WORDS[0])]) {
      expect(found(order, words, beginning)).toEqual(words.filter((word) => word.startsWith(beginning)).sort());
    }
  });

  it('brings all but the last words in order', () => {
    const { order, words } = ordered(5_000);
    const sorted = [...order.sorted];
    expect(sorted.length).toBeGreaterThan(3_900);
    expect(sorted.map((word) => words[word])).toEqual(words.slice(0, sorted.length).sort());
  });
});
