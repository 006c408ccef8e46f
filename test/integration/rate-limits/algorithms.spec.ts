import fc from 'fast-check';
import { scriptCommand } from '../../../src/lib/redis/script.js';
import type { RateLimitAlgorithm } from '../../../src/lib/state/rate-limits/rate-limit-options.js';
import { rateLimitScript } from '../../../src/lib/state/rate-limits/rate-limit-scripts.js';
import { startConnectedEngine } from '../../support/connected-engine.js';
import { forAllTests } from '../../support/for-all-tests.js';
import { TEST_SEED } from '../../support/test-seed.js';
import { NaiveLimit } from './naive-limits.js';

const RUNS = 60;
const START = 1_700_000_000_000;

/** The time of the test. Keys do not expire, for that goes by the engine's clock. */
const TEST_CLOCK = `
local now = tonumber(ARGV[5])
local engine = redis
local redis = { call = function(name, ...) return name == 'PEXPIRE' and 1 or engine.call(name, ...) end }
`;

const ALGORITHMS: readonly RateLimitAlgorithm[] = ['sliding-window-log', 'sliding-window-counter', 'token-bucket'];

const engine = forAllTests(() => startConnectedEngine());

const limits = fc.record({
  limit: fc.integer({ min: 1, max: 12 }),
  windowMs: fc.integer({ min: 100, max: 300 }),
  burst: fc.integer({ min: 1, max: 15 }),
  steps: fc.array(
    fc.record({
      waitMs: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 0, max: 20 }) },
        { weight: 2, arbitrary: fc.integer({ min: 0, max: 120 }) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 700 }) },
      ),
      cost: fc.oneof(
        { weight: 4, arbitrary: fc.constant(1) },
        { weight: 1, arbitrary: fc.integer({ min: 1, max: 4 }) },
      ),
    }),
    { minLength: 5, maxLength: 50 },
  ),
});

describe.each(ALGORITHMS)('%s', (algorithm) => {
  const script = rateLimitScript(algorithm, TEST_CLOCK);

  it(`answers as a naive limit does (AISLE_TEST_SEED=${TEST_SEED})`, async () => {
    let round = 0;
    const property = fc.asyncProperty(limits, async ({ limit, windowMs, burst, steps }) => {
      const key = `${algorithm}:${(round += 1)}`;
      const capacity = algorithm === 'token-bucket' ? burst : limit;
      const naive = new NaiveLimit(algorithm, { limit, windowMs, burst });
      let now = START;
      const requests = steps.map(({ waitMs, cost }) => ({ now: (now += waitMs), cost: Math.min(cost, capacity) }));
      const replies = await engine().connection.pipeline(
        requests.map(({ now: at, cost }) =>
          scriptCommand(script, [key], [cost, limit, windowMs, burst, at].map(String)),
        ),
      );
      const expected = requests.map(({ now: at, cost }) => {
        const { allowed, remaining, resetMs, retryMs } = naive.consume(at, cost);
        return [allowed ? 1 : 0, remaining, resetMs, retryMs, at];
      });
      expect(replies).toEqual(expected);
    });
    await fc.assert(property, { seed: TEST_SEED, numRuns: RUNS });
  });
});
