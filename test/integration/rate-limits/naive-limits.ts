import type { RateLimitAlgorithm } from '../../../src/lib/state/rate-limits/rate-limit-options.js';

/** What one limit was made with. */
export interface NaiveOptions {
  readonly limit: number;
  readonly windowMs: number;
  readonly burst: number;
}

/** A request that was allowed. */
interface Allowed {
  readonly at: number;
  readonly cost: number;
}

export interface NaiveAnswer {
  readonly allowed: boolean;
  readonly remaining: number;
  readonly resetMs: number;
  readonly retryMs: number;
}

/** How many requests fit at a time, given all that were allowed before: each algorithm by its definition alone. */
const FREE: Readonly<
  Record<RateLimitAlgorithm, (options: NaiveOptions, past: readonly Allowed[], now: number) => number>
> = {
  'sliding-window-log': ({ limit, windowMs }, past, now) => limit - sum(past.filter(({ at }) => at > now - windowMs)),
  'sliding-window-counter': ({ limit, windowMs }, past, now) => {
    const start = Math.floor(now / windowMs) * windowMs;
    const current = sum(past.filter(({ at }) => at >= start));
    const previous = sum(past.filter(({ at }) => at >= start - windowMs && at < start));
    const units = BigInt(limit - current) * BigInt(windowMs) - BigInt(previous) * BigInt(windowMs - (now - start));
    return floorDivide(units, BigInt(windowMs));
  },
  'token-bucket': ({ limit, windowMs, burst }, past, now) => {
    const full = BigInt(burst) * BigInt(windowMs);
    let level = full;
    let since = 0;
    const flow = (until: number) => {
      level += BigInt(until - since) * BigInt(limit);
      if (level > full) level = full;
      since = until;
    };
    for (const { at, cost } of past) {
      flow(at);
      level -= BigInt(cost) * BigInt(windowMs);
    }
    flow(now);
    return floorDivide(level, BigInt(windowMs));
  },
};

/** A limit that remembers everything, and finds times by trying. */
export class NaiveLimit {
  readonly #past: Allowed[] = [];

  constructor(
    private readonly algorithm: RateLimitAlgorithm,
    private readonly options: NaiveOptions,
  ) {}

  consume(now: number, cost: number): NaiveAnswer {
    const { algorithm, options } = this;
    const free = (at: number) => FREE[algorithm](options, this.#past, at);
    const capacity = algorithm === 'token-bucket' ? options.burst : options.limit;
    const allowed = free(now) >= cost;
    const retryMs = allowed ? 0 : firstFrom(now, (at) => free(at) >= cost) - now;
    if (allowed) this.#past.push({ at: now, cost });
    return {
      allowed,
      remaining: Math.max(0, free(now)),
      resetMs: firstFrom(now, (at) => free(at) === capacity) - now,
      retryMs,
    };
  }
}

/** What was allowed weighs less as time goes by, so halving finds the first time. */
function firstFrom(now: number, holds: (at: number) => boolean): number {
  if (holds(now)) return now;
  let tooEarly = now;
  let late = now + 1;
  for (let step = 1; !holds(late); step *= 2) {
    tooEarly = late;
    late += step;
  }
  while (late - tooEarly > 1) {
    const middle = Math.floor((late + tooEarly) / 2);
    if (holds(middle)) late = middle;
    else tooEarly = middle;
  }
  return late;
}

function floorDivide(a: bigint, b: bigint): number {
  const quotient = a / b;
  return Number(a % b < 0n ? quotient - 1n : quotient);
}

const sum = (requests: readonly Allowed[]) => requests.reduce((total, { cost }) => total + cost, 0);
