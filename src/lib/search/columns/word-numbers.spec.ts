import { Random } from '../../../../test/integration/differential/generate/random.js';
import { TEST_SEED } from '../../../../test/support/test-seed.js';
import { WordNumbers } from './word-numbers.js';

function numbersIn(words: WordNumbers, text: string): readonly number[] {
  const numbers = new Int32Array(text.length + 1);
  return [...numbers.subarray(0, words.number(text, numbers, 0))];
}

describe('WordNumbers', () => {
  it('numbers words as they come, and gives known ones the number that they have', () => {
    const words = new WordNumbers();
    expect(numbersIn(words, 'red lamp red')).toEqual([0, 1, 0]);
    expect(numbersIn(words, 'lamp lampshade lam')).toEqual([1, 2, 3]);
    expect(words.words).toEqual(['red', 'lamp', 'lampshade', 'lam']);
    expect(['red', 'lam', 're', '', 'blue'].map((word) => words.find(word))).toEqual([
      0,
      3,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(['', ' ', '   '])('finds no word in %j', (text) => {
    expect(numbersIn(new WordNumbers(), text)).toEqual([]);
  });

  it('takes any number of spaces between words', () => {
    expect(numbersIn(new WordNumbers(), '  a  b ')).toEqual([0, 1]);
  });

  it('puts numbers behind those that are there', () => {
    const words = new WordNumbers();
    const numbers = Int32Array.of(7, 7, 7, 7);
    expect(words.number('a b', numbers, 1)).toBe(3);
    expect([...numbers]).toEqual([7, 0, 1, 7]);
  });

  it('tells words of one hash apart', () => {
    const words = new WordNumbers();
    // Two words of the same FNV-1a hash.
    expect(numbersIn(words, 'costarring liquid liquid costarring')).toEqual([0, 1, 1, 0]);
  });

  it(`is like a map, seed ${TEST_SEED}`, () => {
    const random = new Random(`${TEST_SEED}:words`);
    const words = new WordNumbers();
    const known = new Map<string, number>();
    const letters = ['a', 'b', 'é', '語', '𝕃', '0', 'longpart'];
    for (let text = 0; text < 3_000; text++) {
      const some = Array.from({ length: random.integer(1, 6) }, () => random.some(letters, 1, 5).join(''));
      const expected = some.map((word) => {
        const number = known.get(word) ?? known.size;
        known.set(word, number);
        return number;
      });
      expect(numbersIn(words, some.join(' '))).toEqual(expected);
    }
    expect(words.words).toEqual([...known.keys()]);
    for (const [word, number] of known) expect(words.find(word)).toBe(number);
  });
});
