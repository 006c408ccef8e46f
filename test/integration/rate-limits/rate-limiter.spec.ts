import { createKeys } from '../../../src/lib/redis/keys.js';
import { openConnection } from '../../../src/lib/redis/open-connection.js';
import type { RedisConnection } from '../../../src/lib/redis/redis-connection.js';
import type { RateLimitAlgorithm, RateLimitOptions } from '../../../src/lib/state/rate-limits/rate-limit-options.js';
import { RateLimiter } from '../../../src/lib/state/rate-limits/rate-limiter.js';
import { startConnectedEngine } from '../../support/connected-engine.js';
import type { ConnectedEngine } from '../../support/connected-engine.js';
import { until } from '../../support/processes.js';
import { sendTo } from '../../support/raw-redis.js';

const keys = createKeys('limits-test');
const ALGORITHMS: readonly RateLimitAlgorithm[] = ['sliding-window-log', 'sliding-window-counter', 'token-bucket'];
const HOUR = 3_600_000;

let engine: ConnectedEngine;
let connections: readonly RedisConnection[];

beforeAll(async () => {
  engine = await startConnectedEngine(4);
  ({ connections } = engine);
});

afterEach(() => sendTo(engine.url, ['FLUSHALL']));

afterAll(() => engine.close());

const limiterOn = (index: number, options: RateLimitOptions) =>
  new RateLimiter(connections[index % connections.length]!, keys, 'test', options);

async function allKeys(): Promise<readonly string[]> {
  const [found] = await sendTo(engine.url, ['KEYS', '*']);
  return found as string[];
}

describe.each(ALGORITHMS)('a limit by %s', (algorithm) => {
  const options = { algorithm, limit: 10, windowMs: HOUR };

  it('lets as many through as it says, of 100 at once over several connections', async () => {
    const results = await Promise.all(Array.from({ length: 100 }, (_, n) => limiterOn(n, options).consume('one')));
    const allowed = results.filter((result) => result.allowed);
    expect(allowed.map(({ remaining }) => remaining).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const refused = results.filter((result) => !result.allowed);
    for (const { limit, remaining, retryAfter, failure } of refused) {
      expect({ limit, remaining, failure }).toEqual({ limit: 10, remaining: 0, failure: null });
      expect(retryAfter).toBeGreaterThan(0);
      expect(retryAfter).toBeLessThanOrEqual(7_200);
    }
  });

  it('counts each subject for itself, whatever it is called', async () => {
    const limiter = limiterOn(0, { ...options, limit: 1 });
    const subjects = ['', 'a', '{a}', 'a:b', '*', '\n', 'ключ', 'x'.repeat(10_000)];
    for (const subject of subjects)
      expect(await limiter.consume(subject)).toMatchObject({ allowed: true, remaining: 0 });
    for (const subject of subjects) expect(await limiter.consume(subject)).toMatchObject({ allowed: false });
    expect((await allKeys()).every((key) => /^limits-test:rate-limit:test\.[a-z-]+\.\d+:[\w-]{43}$/.test(key))).toBe(
      true,
    );
  });

  it('does not count what it refuses', async () => {
    const limiter = limiterOn(0, options);
    expect(await limiter.consume('one', { cost: 8 })).toMatchObject({ allowed: true, remaining: 2 });
    for (let n = 0; n < 20; n++) {
      expect(await limiter.consume('one', { cost: 3 })).toMatchObject({ allowed: false, remaining: 2 });
    }
    expect(await limiter.consume('one', { cost: 2 })).toMatchObject({ allowed: true, remaining: 0 });
  });

  it('lets a refused request through after the time that it told', async () => {
    const limiter = limiterOn(0, { algorithm, limit: 2, windowMs: 400 });
    let refused = await limiter.consume('one');
    for (let n = 0; refused.allowed; n++) {
      expect(n).toBeLessThan(10_000);
      refused = await limiter.consume('one');
    }
    const told = performance.now() + refused.retryAfter * 1000;
    await until('the time it told', () => performance.now() > told + 2);
    expect(await limiter.consume('one')).toMatchObject({ allowed: true, retryAfter: 0 });
  });

  it('keeps nothing longer than it matters', async () => {
    const limiter = limiterOn(0, { algorithm, limit: 5, windowMs: 300 });
    const { resetAt } = await limiter.consume('one', { cost: 5 });
    const [key] = await allKeys();
    expect(await connections[0]!.send(['PTTL', key!])).toBeLessThanOrEqual(600);
    await until('nothing is kept', async () => (await allKeys()).length === 0);
    expect(Date.now()).toBeGreaterThanOrEqual(resetAt.getTime() - 2);
    expect(await limiter.consume('one')).toMatchObject({ allowed: true, remaining: 4 });
  });

  it('forgets a subject when it is told to', async () => {
    const limiter = limiterOn(0, { ...options, limit: 1 });
    await limiter.consume('one');
    await limiter.reset('one');
    expect(await limiter.consume('one')).toMatchObject({ allowed: true });
  });

  it('is not confused by what was counted for another window or algorithm of the same name', async () => {
    await limiterOn(0, { algorithm, limit: 10, windowMs: 100 }).consume('one', { cost: 10 });
    expect(await limiterOn(0, options).consume('one')).toMatchObject({ allowed: true, remaining: 9 });
    for (const other of ALGORITHMS) {
      if (other === algorithm) continue;
      expect(await limiterOn(0, { ...options, algorithm: other }).consume('one')).toMatchObject({ remaining: 9 });
    }
  });

  it('lets requests through uncounted while the engine is gone, or fails them, as it was told', async () => {
    const own = await openConnection({ url: engine.url });
    const open = new RateLimiter(own, keys, 'test', options);
    const closed = new RateLimiter(own, keys, 'test', { ...options, onEngineFailure: 'closed' });
    await own.close();
    expect(await open.consume('one')).toMatchObject({
      allowed: true,
      remaining: 10,
      failure: { code: 'ENGINE_UNAVAILABLE' },
    });
    await expect(closed.consume('one')).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE', status: 503 });
  });
});

describe('a token bucket', () => {
  it('lets a burst through and tells its size', async () => {
    const limiter = limiterOn(0, { algorithm: 'token-bucket', limit: 1, windowMs: HOUR, burst: 3 });
    const results = [];
    for (let n = 0; n < 4; n++) results.push(await limiter.consume('one'));
    expect(results.map(({ allowed, limit, remaining }) => [allowed, limit, remaining])).toEqual([
      [true, 3, 2],
      [true, 3, 1],
      [true, 3, 0],
      [false, 3, 0],
    ]);
    expect(results[3]!.retryAfter).toBeGreaterThan(3_500);
  });
});

it.each([
  [{ limit: 0, windowMs: 1_000 }, 'The rate limit option "limit" is 0. Give a whole number from 1 to 1000000.'],
  [{ limit: 10_001, windowMs: 1_000, algorithm: 'sliding-window-log' }, 'from 1 to 10000'],
  [{ limit: 1, windowMs: 99 }, '"windowMs" is 99'],
  [
    { limit: 1, windowMs: 1_000, algorithm: 'leaky' },
    'Use one of: sliding-window-log, sliding-window-counter, token-bucket',
  ],
  [{ limit: 1, windowMs: 1_000, onEngineFailure: 'maybe' }, 'Use one of: open, closed'],
] as const)('the options %j are refused', (options, message) => {
  expect(() => limiterOn(0, options as RateLimitOptions)).toThrow(message);
});

it.each([0, 11, 1.5, Number.NaN])('a cost of %d is refused', async (cost) => {
  await expect(limiterOn(0, { limit: 10, windowMs: HOUR }).consume('one', { cost })).rejects.toMatchObject({
    code: 'INVALID_VALUE',
  });
});
