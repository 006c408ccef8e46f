import { overallProgress } from './migration-phase.js';

describe('the progress of a migration', () => {
  it.each([
    ['checking', 0, 100, 0],
    ['checking', 50, 100, 0.1],
    ['rewriting', 0, 100, 0.2],
    ['rewriting', 100, 100, 0.6],
    ['building', 0.5, 1, 0.725],
    ['cleaning', 100, 100, 1],
  ] as const)('%s %d of %d is %d of the whole', (phase, done, total, progress) => {
    expect(overallProgress(phase, done, total)).toBeCloseTo(progress, 10);
  });

  it('has at most four digits', () => {
    expect(overallProgress('rewriting', 7831, 20000)).toBe(0.3566);
    expect(overallProgress('building', 1, 3)).toBe(0.6833);
  });

  it('never leaves its phase, however the number of documents changes', () => {
    expect(overallProgress('rewriting', 150, 100)).toBe(0.6);
    expect(overallProgress('rewriting', 1, 0)).toBe(0.6);
  });
});
