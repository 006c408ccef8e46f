import { Inject, Injectable, Logger } from '@nestjs/common';
import type { CanActivate, ExecutionContext, Type } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { RateLimitedError } from '../../errors/rate-limit-errors.js';
import { rateLimitHeaders } from './rate-limit-headers.js';
import { subjectOf } from './rate-limit-subject.js';
import type { RateLimitedRequest, RateLimitPart } from './rate-limit-subject.js';
import type { RateLimiter } from './rate-limiter.js';
import { RateLimits } from './rate-limits.js';

/** How a route is limited. */
export interface RateLimitUse<Request> {
  /** Name of the limit. */
  readonly name: string;
  readonly by: readonly RateLimitPart[] | ((request: Request) => string | null);
}

/** Makes the guard of one use of a limit: it refuses requests beyond it, and tells all others where they stand. */
export function createRateLimitGuard<Request extends RateLimitedRequest>({
  name,
  by,
}: RateLimitUse<Request>): Type<CanActivate> {
  @Injectable()
  class RateLimitGuard implements CanActivate {
    readonly #logger = new Logger('RateLimit');

    constructor(
      @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
      @Inject(RateLimits) private readonly limits: RateLimits,
    ) {}

    canActivate(context: ExecutionContext): boolean | Promise<boolean> {
      const limiter = this.limits.limiter(name);
      if (limiter === null) return true;
      const request = context.switchToHttp().getRequest<Request>();
      const route = `${context.getClass().name}.${context.getHandler().name}`;
      const subject = typeof by === 'function' ? by(request) : subjectOf(request, by, route);
      return subject === null || this.#consume(limiter, subject, context.switchToHttp().getResponse());
    }

    async #consume(limiter: RateLimiter, subject: string, response: unknown): Promise<boolean> {
      const result = await limiter.consume(subject);
      if (result.failure !== null) this.#logger.warn(`A request was not counted. ${result.failure.message}`);
      for (const [header, value] of Object.entries(rateLimitHeaders(limiter.options, result))) {
        this.host.httpAdapter.setHeader(response, header, value);
      }
      if (!result.allowed) throw new RateLimitedError(name, { ...limiter.options, retryAfter: result.retryAfter });
      return true;
    }
  }
  return RateLimitGuard;
}
