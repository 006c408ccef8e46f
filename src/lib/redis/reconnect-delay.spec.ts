import { reconnectDelay } from './reconnect-delay.js';

describe('reconnectDelay', () => {
  const backoff = { baseMs: 50, maxMs: 2_000 };

  it('doubles its bound with each try, up to the greatest', () => {
    const bounds = [0, 1, 2, 3, 4, 5, 6, 7, 100].map((tries) => reconnectDelay(tries, backoff, () => 1));
    expect(bounds).toEqual([50, 100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000]);
  });

  it('lies anywhere below the bound', () => {
    expect([0, 0.25, 0.5].map((random) => reconnectDelay(2, backoff, () => random))).toEqual([0, 50, 100]);
  });
});
