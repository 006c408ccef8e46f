import { Deadlines } from './deadlines.js';

const untilExpired = (deadlines: Deadlines, ms: number) =>
  new Promise<void>((resolve) => {
    deadlines.start(ms, resolve);
  });

/** Keeps the process from ending while only clocks run. */
let alive: NodeJS.Timeout;
beforeAll(() => {
  alive = setInterval(() => undefined, 1_000);
});
afterAll(() => {
  clearInterval(alive);
});

describe('Deadlines', () => {
  it('expires every clock, whatever the order of their starts', async () => {
    const deadlines = new Deadlines();
    const order: number[] = [];
    await Promise.all([60, 20, 40].map((ms) => untilExpired(deadlines, ms).then(() => order.push(ms))));
    expect(order.toSorted((a, b) => a - b)).toEqual([20, 40, 60]);
    expect(deadlines.size).toBe(0);
  });

  it('never expires before the time', async () => {
    const deadlines = new Deadlines();
    for (const ms of [0, 1, 3, 10]) {
      const startedAt = performance.now();
      await untilExpired(deadlines, ms);
      expect(performance.now() - startedAt).toBeGreaterThanOrEqual(ms);
    }
  });

  it('never calls a clock that was stopped, first, last or in between, and counts those that run', async () => {
    const deadlines = new Deadlines();
    const expired: number[] = [];
    const clocks = [0, 1, 2, 3, 4].map((name) => deadlines.start(5, () => expired.push(name)));
    const [first, , middle, , last] = clocks;
    for (const clock of [first, middle, last]) expect(clock && deadlines.stop(clock)).toBe(true);
    expect(deadlines.size).toBe(2);
    await untilExpired(deadlines, 5);
    expect(expired).toEqual([1, 3]);
    expect(clocks.map((clock) => deadlines.stop(clock))).toEqual([false, false, false, false, false]);
  });

  it('lets a clock stop another one that expires with it', async () => {
    const deadlines = new Deadlines();
    const expired: string[] = [];
    deadlines.start(2, () => {
      expired.push('first');
      deadlines.stop(second);
    });
    const second = deadlines.start(2, () => expired.push('second'));
    await untilExpired(deadlines, 10);
    expect(expired).toEqual(['first']);
  });

  it('waits for ever where there is no limit', async () => {
    const deadlines = new Deadlines();
    const endless = deadlines.start(Infinity, () => {
      throw new Error('It expired.');
    });
    await untilExpired(deadlines, 2);
    expect(deadlines.stop(endless)).toBe(true);
  });
});
