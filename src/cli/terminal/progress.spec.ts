import { PassThrough } from 'node:stream';
import { describe as describePosition, startProgress } from './progress.js';
import type { Position } from './progress.js';
import { Terminal } from './terminal.js';

describe('where a piece of work stands', () => {
  it.each<[Position, number, string]>([
    [{ unit: 'documents', done: 0, total: 10 }, 0, '0 of 10 documents (0 %)'],
    [{ unit: 'documents', done: 5_000, total: 10_000 }, 5, '5,000 of 10,000 documents (50 %), 1,000/s, 5.0 s left'],
    [{ unit: 'documents', done: 10, total: 10 }, 2, '10 of 10 documents (100 %), 5/s'],
    [{ unit: 'documents', done: 12, total: 10 }, 2, '12 of 10 documents (100 %), 6/s'],
    [{ unit: 'documents', done: 10, total: null }, 2, '10 documents, 5/s'],
    [{ unit: 'bytes', done: 1_500_000, total: 3_000_000 }, 3, '1.5 MB of 3.0 MB (50 %), 500 kB/s, 3.0 s left'],
    [{ unit: 'bytes', done: 1_500, total: null }, 1, '1.5 kB, 1.5 kB/s'],
    [{ unit: 'percent', done: 0.25, total: 1 }, 10, '25 %, 30 s left'],
  ])('%j after %d s: %s', (position, seconds, expected) => {
    expect(describePosition(position, seconds)).toBe(expected);
  });
});

describe('startProgress', () => {
  const showOn = (isTTY: boolean) => {
    const stderr = Object.assign(new PassThrough(), { isTTY, columns: 80 });
    const terminal = new Terminal({ environment: {}, stdin: new PassThrough(), stdout: new PassThrough(), stderr });
    const progress = startProgress(terminal, { label: 'Working', unit: 'documents', total: 4 });
    progress.update(3);
    progress.end();
    return String(stderr.read() ?? '');
  };

  it('draws a bar on a terminal', () => {
    expect(showOn(true)).toContain('Working [============----] 3 of 4 documents (75 %)');
  });

  it('tells a line every three seconds elsewhere', () => {
    jest.useFakeTimers();
    try {
      const stderr = new PassThrough();
      const terminal = new Terminal({ environment: {}, stdin: new PassThrough(), stdout: new PassThrough(), stderr });
      const progress = startProgress(terminal, { label: 'Working', unit: 'documents', total: 10 });
      for (let done = 1; done <= 8; done++) {
        jest.advanceTimersByTime(1_000);
        progress.update(done);
      }
      progress.end();
      expect(String(stderr.read())).toBe(
        'Working: 3 of 10 documents (30 %), 1/s, 7.0 s left\nWorking: 6 of 10 documents (60 %), 1/s, 4.0 s left\n',
      );
    } finally {
      jest.useRealTimers();
    }
  });

  it('says nothing elsewhere when the work is over at once', () => {
    expect(showOn(false)).toBe('');
  });
});
