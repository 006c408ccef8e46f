import fc from 'fast-check';

import { unicodeText } from '../../../test/support/arbitrary-text.js';
import { compareUtf8, sortKey } from './sort-key.js';

describe('sortKey', () => {
  it('folds and keeps white space', () => {
    expect([' Ägypten ', 'Zürich', 'ЁЖ'].map(sortKey)).toEqual([' agypten ', 'zurich', 'еж']);
  });

  it('puts accents and capitals where their letters are', () => {
    const names = ['zoo', 'Äpfel', 'apfelmus', 'Zebra', 'Øl', 'öl'];
    expect(names.toSorted((a, b) => compareUtf8(sortKey(a), sortKey(b)))).toEqual([
      'Äpfel',
      'apfelmus',
      'Øl',
      'öl',
      'Zebra',
      'zoo',
    ]);
  });
});

describe('compareUtf8', () => {
  it.each([
    ['', '', 0],
    ['', 'a', -1],
    ['ab', 'a', 1],
    ['a', 'b', -1],
    ['Z', 'a', -1],
    ['\uFFFD', '😀', -1],
    ['\uE000', '\u{10000}', -1],
    ['\uD7FF', '\u{10000}', -1],
    ['😀', '😁', -1],
    ['x😀', 'x\uFB01', 1],
  ] as const)('compares %j with %j', (a, b, order) => {
    expect(compareUtf8(a, b)).toBe(order);
    expect(compareUtf8(b, a)).toBe(order === 0 ? 0 : -order);
  });

  it('agrees with the encoded bytes', () => {
    const text = fc.oneof(
      unicodeText,
      fc.string({ unit: fc.constantFrom('a', '\uE000', '\uFFFD', '\u{10000}', '😀') }),
    );
    fc.assert(
      fc.property(text, text, text, (head, a, b) => {
        const [left, right] = [head + a, head + b];
        expect(compareUtf8(left, right)).toBe(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      }),
      { numRuns: 3000 },
    );
  });
});
