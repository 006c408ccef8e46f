import { mustSeed } from './seed-decision.js';
import type { SeedPolicy, SeedState } from './seed-decision.js';
import { decodeMarker, encodeMarker } from './seed-marker.js';

const NEVER: SeedState = { marker: null, hash: 'a', count: 0 };
const OTHERS: SeedState = { marker: null, hash: 'a', count: 7 };
const CUT_SHORT: SeedState = { marker: { state: 'begun', hash: 'a' }, hash: 'a', count: 7 };
const DONE: SeedState = { marker: { state: 'done', hash: 'a' }, hash: 'a', count: 7 };
const EMPTIED: SeedState = { ...DONE, count: 0 };
const CHANGED: SeedState = { ...DONE, hash: 'b' };

describe('mustSeed', () => {
  it.each<[SeedPolicy, SeedState, boolean]>([
    ['once', NEVER, true],
    ['once', OTHERS, false],
    ['once', CUT_SHORT, true],
    ['once', DONE, false],
    ['once', EMPTIED, false],
    ['once', CHANGED, false],
    ['changed', NEVER, true],
    ['changed', OTHERS, true],
    ['changed', DONE, false],
    ['changed', CHANGED, true],
  ])('%s, %j: %j', (policy, state, expected) => {
    expect(mustSeed(policy, state)).toBe(expected);
  });
});

describe('the marker', () => {
  it.each([{ state: 'begun', hash: '0a' } as const, { state: 'done', hash: 'ff' } as const])(
    'reads %j back',
    (marker) => {
      expect(decodeMarker(encodeMarker(marker))).toEqual(marker);
    },
  );

  it.each([null, '', 'done', 'gone:0a', 7])('takes %j for none', (text) => {
    expect(decodeMarker(text)).toBeNull();
  });
});
