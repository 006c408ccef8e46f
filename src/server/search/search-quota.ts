import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimit, RateLimitedError, rateLimitHeaders, RateLimits, subjectOf } from '../../lib/index.js';
import { contextOf } from '../http/request-context.js';

const LIMIT = 'search';

/** Whose searches are counted together: those of an address. Who has the admin key searches for many people. */
const searcherOf = (request: Request) => (contextOf(request).isAdmin ? null : subjectOf(request, ['ip'], ''));

/** Counts each request as a search, see `AISLE_SEARCH_LIMIT`. */
export const LimitSearches = () => RateLimit<Request>(LIMIT, { by: searcherOf });

/** Counts the searches of a request that holds several. */
@Injectable()
export class SearchQuota {
  constructor(private readonly limits: RateLimits) {}

  /**
   * Counts the searches beside the first.
   * @throws RATE_LIMITED; INVALID_VALUE when there are more than the limit ever allows
   */
  async chargeFurther(request: Request, response: Response, count: number): Promise<void> {
    const searcher = searcherOf(request);
    const limiter = this.limits.limiter(LIMIT);
    if (searcher === null || limiter === null || count < 1) return;
    const result = await limiter.consume(searcher, { cost: count });
    response.set(rateLimitHeaders(limiter.options, result));
    if (!result.allowed) throw new RateLimitedError(LIMIT, { ...limiter.options, retryAfter: result.retryAfter });
  }
}
