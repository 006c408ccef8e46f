import { isLostSince } from './write-state.js';

const known = [
  { sequence: 5, entry: '100-0' },
  { sequence: 0, entry: '0-0' },
];

describe('isLostSince', () => {
  it.each<[string, (typeof known)[number], boolean]>([
    ['the same', { sequence: 5, entry: '100-0' }, false],
    ['more', { sequence: 6, entry: '120-0' }, false],
    ['fewer', { sequence: 4, entry: '90-0' }, true],
    ['as many others', { sequence: 5, entry: '110-0' }, true],
    ['none', { sequence: 0, entry: '0-0' }, true],
  ])('after %s', (_, place, isLost) => {
    expect(isLostSince(known, [place, { sequence: 0, entry: '0-0' }])).toBe(isLost);
  });

  it('after a partition that is gone', () => {
    expect(isLostSince(known, known.slice(0, 1))).toBe(true);
  });
});
