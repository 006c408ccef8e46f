import { AisleError } from '../../errors/aisle-error.js';
import { assertWithin } from '../../errors/option-range.js';

/**
 * How requests are counted.
 * - `sliding-window-counter`: two numbers a subject; the window before counts in proportion, as if its requests had come
 *   evenly. Nearly exact, and the cheapest.
 * - `sliding-window-log`: the time of each request that was allowed; exact, and as large as the limit.
 * - `token-bucket`: a store of `burst` tokens that fills up evenly; lets bursts through and then an even flow.
 */
export type RateLimitAlgorithm = 'sliding-window-log' | 'sliding-window-counter' | 'token-bucket';

export interface RateLimitOptions {
  /** Requests within a window, 1 to 1,000,000; 10,000 for a log. */
  readonly limit: number;
  /** Milliseconds of the window, 100 to 30 days. */
  readonly windowMs: number;
  /** @default 'sliding-window-counter' */
  readonly algorithm?: RateLimitAlgorithm;
  /** Tokens that a token bucket holds, 1 to 1,000,000. @default limit */
  readonly burst?: number;
  /** What to do while the engine does not answer: let requests through, or fail them with its error. @default 'open' */
  readonly onEngineFailure?: 'open' | 'closed';
  /** Milliseconds to wait for the engine, 1 to 60,000. @default 1000 */
  readonly timeoutMs?: number;
}

export type RateLimitRuntimeOptions = Readonly<Required<RateLimitOptions>>;

const ALGORITHMS: readonly string[] = ['sliding-window-log', 'sliding-window-counter', 'token-bucket'];
const MOST = 1_000_000;
const MOST_IN_LOG = 10_000;

/** @throws INVALID_VALUE that names the option and what is allowed */
export function resolveRateLimitOptions(name: string, options: RateLimitOptions): RateLimitRuntimeOptions {
  const { limit, windowMs, algorithm = 'sliding-window-counter', burst = limit } = options;
  const { onEngineFailure = 'open', timeoutMs = 1_000 } = options;
  assertName(name);
  if (!ALGORITHMS.includes(algorithm)) throw invalid('algorithm', algorithm, ALGORITHMS);
  if (!['open', 'closed'].includes(onEngineFailure))
    throw invalid('onEngineFailure', onEngineFailure, ['open', 'closed']);
  const most = algorithm === 'sliding-window-log' ? MOST_IN_LOG : MOST;
  assertWithin('rate limit option "limit"', limit, { min: 1, max: most });
  assertWithin('rate limit option "windowMs"', windowMs, { min: 100, max: 30 * 86_400_000 });
  assertWithin('rate limit option "burst"', burst, { min: 1, max: MOST });
  assertWithin('rate limit option "timeoutMs"', timeoutMs, { min: 1, max: 60_000 });
  return Object.freeze({ limit, windowMs, algorithm, burst, onEngineFailure, timeoutMs });
}

function assertName(name: string): void {
  if (/^[a-z][a-z0-9_-]{0,63}$/.test(name)) return;
  throw new AisleError(
    'INVALID_VALUE',
    `"${name}" cannot name a rate limit. Use 1 to 64 lower-case letters, digits, - and _, a letter first.`,
  );
}

const invalid = (option: string, value: string, allowed: readonly string[]) =>
  new AisleError(
    'INVALID_VALUE',
    `The rate limit option "${option}" is "${value}". Use one of: ${allowed.join(', ')}.`,
  );
