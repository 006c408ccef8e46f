import { SharedRead } from './shared-read.js';

/** A read that ends when it is told to, and counts. */
function controlled() {
  const ends: { readonly resolve: (value: number) => void; readonly reject: (reason: Error) => void }[] = [];
  const shared = new SharedRead(() => {
    return new Promise<number>((resolve, reject) => ends.push({ resolve, reject }));
  });
  const settle = async (at: number, how: (end: (typeof ends)[number]) => void) => {
    const end = ends[at];
    if (end !== undefined) how(end);
    await new Promise(setImmediate);
  };
  return { shared, begun: () => ends.length, settle };
}

describe('SharedRead', () => {
  it('begins at once when none is under way', async () => {
    const { shared, begun, settle } = controlled();
    const first = shared.ask();
    expect(begun()).toBe(1);
    await settle(0, ({ resolve }) => {
      resolve(1);
    });
    const second = shared.ask();
    expect(begun()).toBe(2);
    await settle(1, ({ resolve }) => {
      resolve(2);
    });
    expect(await Promise.all([first, second])).toEqual([1, 2]);
  });

  it('gives whoever asks meanwhile the next one, all the same', async () => {
    const { shared, begun, settle } = controlled();
    const first = shared.ask();
    const later = [shared.ask(), shared.ask(), shared.ask()];
    expect(begun()).toBe(1);
    await settle(0, ({ resolve }) => {
      resolve(1);
    });
    expect(begun()).toBe(2);
    const last = shared.ask();
    await settle(1, ({ resolve }) => {
      resolve(2);
    });
    await settle(2, ({ resolve }) => {
      resolve(3);
    });
    expect(await Promise.all([first, ...later, last])).toEqual([1, 2, 2, 2, 3]);
  });

  it('begins no second one between the end of one and the beginning of the next', async () => {
    let underWay = 0;
    let most = 0;
    const shared = new SharedRead(async () => {
      most = Math.max(most, ++underWay);
      await new Promise(setImmediate);
      underWay--;
    });
    const askAgain = async (times: number): Promise<void> => {
      await shared.ask();
      if (times > 0) await Promise.all([askAgain(times - 1), askAgain(times - 1)]);
    };
    await askAgain(5);
    expect(most).toBe(1);
  });

  it('goes on after a failure, which only those meet who shared it', async () => {
    const { shared, settle } = controlled();
    const first = shared.ask().catch((error: unknown) => error);
    const second = shared.ask();
    await settle(0, ({ reject }) => {
      reject(new Error('gone'));
    });
    await settle(1, ({ resolve }) => {
      resolve(2);
    });
    expect(await first).toEqual(new Error('gone'));
    expect(await second).toBe(2);
  });
});
