import fc from 'fast-check';

import { findWindow } from './snippet.js';

const marks = (pattern: string) => Array.from(pattern, (character) => character === 'x');

describe('findWindow', () => {
  it.each([
    ['.....', 3, '[...]..'],
    ['x....', 3, '[x..]..'],
    ['..x..', 3, '.[.x.].'],
    ['....x', 3, '..[..x]'],
    ['x...xx...', 3, 'x...[xx.]..'],
    ['xx..xx', 2, '[xx]..xx'],
    ['x....x', 3, '[x..]..x'],
    ['......x.x......', 7, '....[..x.x..]....'],
    ['.x.', 5, '[.x.]'],
    ['x', 1, '[x]'],
  ])('of %s takes %d words: %s', (pattern, size, expected) => {
    const { first, last } = findWindow(marks(pattern), size);
    const shown = `${pattern.slice(0, first)}[${pattern.slice(first, last + 1)}]${pattern.slice(last + 1)}`;
    expect(shown).toBe(expected);
  });

  it('is empty for no words', () => {
    expect(findWindow([], 3)).toEqual({ first: 0, last: -1 });
  });

  it('holds as many marked words as any window', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        (all, size) => {
          const count = (start: number, end: number) => all.slice(start, end).filter(Boolean).length;
          const { first, last } = findWindow(all, size);
          expect(last - first + 1).toBe(Math.min(size, all.length));
          expect(count(first, last + 1)).toBe(Math.max(...all.map((_, start) => count(start, start + size))));
        },
      ),
    );
  });
});
