import { createProgressBar } from './progress-bar.js';

/** A stream that keeps what is written to it. */
function fakeStream(isTTY: boolean) {
  const written: string[] = [];
  const stream = {
    isTTY,
    columns: 80,
    write: (text: string) => {
      written.push(text);
      return true;
    },
    once: () => stream,
    off: () => stream,
    removeListener: () => stream,
    clearLine: () => true,
    cursorTo: () => true,
    moveCursor: () => true,
    getWindowSize: () => [80, 24],
  };
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => written.join('') };
}

const step = (bytes: number) => ({ label: 'Fetching the engine', bytes, totalBytes: 80 * 1_048_576 });

describe('createProgressBar', () => {
  it('tells once what is being done where nobody looks', () => {
    const { stream, text } = fakeStream(false);
    const bar = createProgressBar(stream);
    for (const bytes of [0, 10_000_000, 83_886_080]) bar.update(step(bytes));
    bar.stop();
    expect(text()).toBe('Fetching the engine …\n');
  });

  it('shows how far it is on a terminal', () => {
    const { stream, text } = fakeStream(true);
    const bar = createProgressBar(stream);
    bar.update(step(0));
    bar.update(step(41_943_040));
    bar.update(step(83_886_080));
    bar.stop();
    expect(text()).toContain('Fetching the engine');
    expect(text()).toContain('100% of 80 MiB');
  });

  it('writes nothing where nothing has to be fetched', () => {
    for (const isTTY of [true, false]) {
      const { stream, text } = fakeStream(isTTY);
      createProgressBar(stream).stop();
      expect(text()).toBe('');
    }
  });
});
