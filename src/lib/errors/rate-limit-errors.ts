import { AisleError } from './aisle-error.js';

/** What a rate limit allows. */
export interface RateLimitFacts {
  /** Requests within a window. */
  readonly limit: number;
  readonly windowMs: number;
  /** Seconds after which the request would be allowed. */
  readonly retryAfter: number;
}

/** There were too many requests; this one was not counted. */
export class RateLimitedError extends AisleError {
  constructor(
    /** Name of the limit. */
    readonly rateLimit: string,
    { limit, windowMs, retryAfter }: RateLimitFacts,
  ) {
    super(
      'RATE_LIMITED',
      `Too many requests: ${limit} in ${windowMs / 1000} s are allowed. Try again in ${Math.ceil(retryAfter)} s.`,
      { retryAfter },
    );
  }
}
