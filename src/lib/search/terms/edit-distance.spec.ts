import fc from 'fast-check';
import { editDistance, prefixDistance } from './edit-distance.js';

/** The definition, without any limit or shortcut. */
function naive(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  const steps = [naive(restA, b) + 1, naive(a, restB) + 1, naive(restA, restB) + (a[0] === b[0] ? 0 : 1)];
  if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]) steps.push(naive(a.slice(2), b.slice(2)) + 1);
  return Math.min(...steps);
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

describe('editDistance', () => {
  it.each([
    ['keyboard', 'keyboard', 0],
    ['keybord', 'keyboard', 1],
    ['kayboard', 'keyboard', 1],
    ['ekyboard', 'keyboard', 1],
    ['eyboard', 'keyboard', 1],
    ['kybord', 'keyboard', 2],
    ['mouse', 'keyboard', 3],
  ])('of %s and %s is %d', (a, b, distance) => {
    expect(editDistance(a, b, 2)).toBe(distance);
  });

  it('is that of the definition up to its limit', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 3 }), (a, b, max) => {
        expect(editDistance(a, b, max)).toBe(Math.min(naive(a, b), max + 1));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('prefixDistance', () => {
  it('is the least distance to any beginning, up to its limit', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 2 }), (a, b, max) => {
        const starts = Array.from({ length: b.length + 1 }, (_, length) => naive(a, b.slice(0, length)));
        expect(prefixDistance(a, b, max)).toBe(Math.min(...starts, max + 1));
      }),
      { numRuns: 1_000 },
    );
  });
});
