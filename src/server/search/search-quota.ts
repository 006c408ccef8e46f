import { Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AisleError, RateLimit, RateLimitedError, rateLimitHeaders, RateLimits, subjectOf } from '../../lib/index.js';
import type { RateLimiter } from '../../lib/index.js';
import { contextOf } from '../http/request-context.js';

const LIMIT = 'search';

/** Whose searches are counted together: those of an address. Who has the admin key searches for many people. */
const searcherOf = (request: Request) => (contextOf(request).isAdmin ? null : subjectOf(request, ['ip'], ''));

/** Counts each request as a search, see `AISLE_SEARCH_LIMIT`. */
export const LimitSearches = () => RateLimit<Request>(LIMIT, { by: searcherOf });

/** Counts the searches of a request that holds several. */
@Injectable()
export class SearchQuota {
  readonly #logger = new Logger('RateLimit');

  constructor(private readonly limits: RateLimits) {}

  /**
   * Counts them in one step, all or none: one by one, each try would use up what the next one needs.
   * @throws RATE_LIMITED; LIMIT_EXCEEDED when there are more than the limit ever allows
   */
  async charge(request: Request, response: Response, count: number): Promise<void> {
    const searcher = searcherOf(request);
    const limiter = this.limits.limiter(LIMIT);
    if (searcher === null || limiter === null || count < 1) return;
    if (count > limiter.capacity) throw neverAllowed(limiter, count);
    const result = await limiter.consume(searcher, { cost: count });
    if (result.failure !== null) this.#logger.warn(`A request was not counted. ${result.failure.message}`);
    response.set(rateLimitHeaders(limiter.options, result));
    if (!result.allowed) throw new RateLimitedError(LIMIT, { ...limiter.options, retryAfter: result.retryAfter });
  }
}

function neverAllowed({ capacity, options: { limit, windowMs } }: RateLimiter, count: number): AisleError {
  const allowed = `AISLE_SEARCH_LIMIT allows ${limit} searches in ${windowMs / 1000} s`;
  const message = `has ${count} elements, but ${allowed}, so one request may hold at most ${capacity}. Send them in several requests.`;
  return new AisleError('LIMIT_EXCEEDED', `searches: ${message}`, { faults: [{ path: 'searches', message }] });
}
