import { PassThrough } from 'node:stream';
import { interruptible, InterruptedError, OutputClosedError } from './interruption.js';

/** Work that ends when it is told to. */
const obedient = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Error('stopped in the middle of something'));
    });
  });

describe('interruptible', () => {
  afterEach(() => {
    expect(['SIGHUP', 'SIGINT', 'SIGTERM'].map((name) => process.listenerCount(name))).toEqual([0, 0, 0]);
  });

  it('gives the result of work that nobody interrupts', async () => {
    await expect(interruptible(new PassThrough(), () => Promise.resolve(7))).resolves.toBe(7);
  });

  it('lets errors of the work through', async () => {
    const error = new Error('no');
    await expect(interruptible(new PassThrough(), () => Promise.reject(error))).rejects.toBe(error);
  });

  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('ends the work at %s, with exit code %d', async (name, exitCode) => {
    const ended = interruptible(new PassThrough(), obedient);
    process.emit(name);
    const error: unknown = await ended.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(InterruptedError);
    expect(error).toMatchObject({ exitCode });
  });

  it('tells of an interruption also when the work came to its end', async () => {
    const ended = interruptible(new PassThrough(), (signal) => Promise.resolve(signal.aborted).then(() => 7));
    process.emit('SIGINT');
    await expect(ended).rejects.toBeInstanceOf(InterruptedError);
  });

  it('leaves work behind that does not end in time', async () => {
    jest.useFakeTimers();
    try {
      const ended = interruptible(new PassThrough(), () => new Promise<never>(() => undefined));
      process.emit('SIGINT');
      jest.advanceTimersByTime(2_000);
      await expect(ended).rejects.toBeInstanceOf(InterruptedError);
    } finally {
      jest.useRealTimers();
    }
  });

  it('ends the process at once at the second interruption', async () => {
    const exit = jest.spyOn(process, 'exit').mockImplementation(() => {
      throw new Error('exited');
    });
    try {
      const ended = interruptible(new PassThrough(), obedient);
      process.emit('SIGINT');
      expect(() => process.emit('SIGINT')).toThrow('exited');
      expect(exit).toHaveBeenCalledWith(130);
      await expect(ended).rejects.toBeInstanceOf(InterruptedError);
    } finally {
      exit.mockRestore();
    }
  });

  it('ends the work when nobody reads its output any more', async () => {
    const output = new PassThrough();
    const ended = interruptible(output, obedient);
    output.destroy(Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' }));
    await expect(ended).rejects.toBeInstanceOf(OutputClosedError);
  });

  it('ends the work with the error when the output cannot be written', async () => {
    const output = new PassThrough();
    const error = Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
    const ended = interruptible(output, obedient);
    output.destroy(error);
    await expect(ended).rejects.toBe(error);
  });
});
