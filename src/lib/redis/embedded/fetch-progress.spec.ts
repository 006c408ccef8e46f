import { fetchProgress } from './fetch-progress.js';

describe('fetchProgress', () => {
  it.each([
    ['grows', 10, 30, 30],
    ['never goes back when a file is moved', 30, 10, 30],
    ['never goes beyond its total when a file is copied', 60, 140, 100],
  ])('%s', (_, before, bytes, shown) => {
    expect(fetchProgress(before, bytes, 100)).toEqual({ label: 'Fetching the engine', bytes: shown, totalBytes: 100 });
  });
});
