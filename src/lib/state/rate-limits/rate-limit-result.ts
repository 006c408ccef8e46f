import { EngineError } from '../../errors/engine-errors.js';
import type { RateLimitRuntimeOptions } from './rate-limit-options.js';

export interface RateLimitResult {
  readonly allowed: boolean;
  /** Requests within a window; of a token bucket, the tokens that it holds. */
  readonly limit: number;
  /** Requests that would be allowed at once now. */
  readonly remaining: number;
  /** When all of the limit is available again, if nothing comes meanwhile. */
  readonly resetAt: Date;
  /** Seconds after which this request would be allowed; 0 when it is. */
  readonly retryAfter: number;
  /** Why the engine could not be asked: then the request is allowed without being counted. Null when it was asked. */
  readonly failure: EngineError | null;
}

/** Most requests that can be allowed at once. */
export function capacityOf({ algorithm, limit, burst }: RateLimitRuntimeOptions): number {
  return algorithm === 'token-bucket' ? burst : limit;
}

/** Reads the answer of a script. */
export function readResult(limit: number, reply: unknown): RateLimitResult {
  const [allowed, remaining, resetMs, retryMs, now] = numbersOf(reply);
  return {
    allowed: allowed === 1,
    limit,
    remaining,
    resetAt: new Date(now + resetMs),
    retryAfter: retryMs / 1000,
    failure: null,
  };
}

/** What is answered while the engine is silent and requests are to be let through. */
export function uncounted(limit: number, failure: EngineError): RateLimitResult {
  return { allowed: true, limit, remaining: limit, resetAt: new Date(), retryAfter: 0, failure };
}

type Numbers = readonly [number, number, number, number, number];

function numbersOf(reply: unknown): Numbers {
  if (isNumbers(reply)) return reply;
  throw new EngineError('The engine answered a rate limit with something unknown.');
}

const isNumbers = (reply: unknown): reply is Numbers =>
  Array.isArray(reply) && reply.length === 5 && reply.every((item) => typeof item === 'number');
