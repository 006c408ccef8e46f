import fc from 'fast-check';
import { unicodeText } from '../../../test/support/arbitrary-text.js';
import { cutEngineWord, engineWordBytes, MAX_WORD_BYTES, toEngineWord } from './engine-word.js';

describe('a word for the engine', () => {
  it.each([
    ['plain', 'plain'],
    ['東京', '東京'],
    ['a𠀀b', 'a\uE040\uE400b'],
    ['\u{10FFFF}', '\uE3FF\uE7FF'],
  ])('of %s', (word, expected) => {
    expect(toEngineWord(word)).toBe(expected);
  });

  it.each([
    ['letters of one byte', 'x'.repeat(129), 128],
    ['letters of two bytes', 'é'.repeat(65), 64],
    ['letters of three bytes', 'ก'.repeat(43), 42],
    ['letters beyond U+FFFF', '𠀀'.repeat(22), 42],
    ['a short word', '東京', 2],
  ])('keeps what the engine takes of %s', (_, word, length) => {
    expect(cutEngineWord(word)).toBe(word.slice(0, length));
  });

  it('is cut to the longest beginning that the engine takes', () => {
    fc.assert(
      fc.property(unicodeText, (text) => {
        const word = text.repeat(10);
        const cut = cutEngineWord(word);
        expect(word.startsWith(cut)).toBe(true);
        expect(engineWordBytes(cut)).toBeLessThanOrEqual(MAX_WORD_BYTES);
        const [next = ''] = word.slice(cut.length);
        if (next !== '') expect(engineWordBytes(cut + next)).toBeGreaterThan(MAX_WORD_BYTES);
      }),
    );
  });
});
