import { UseGuards } from '@nestjs/common';
import type { RateLimitedRequest } from './rate-limit-subject.js';
import { createRateLimitGuard } from './rate-limit.guard.js';
import type { RateLimitUse } from './rate-limit.guard.js';

export interface RateLimitDecoratorOptions<Request> {
  /**
   * What requests are counted by: parts, all of them together, or a function that gives a subject, or null for a request
   * that is not limited. Behind a proxy `'ip'` needs the framework to trust it. Who invents keys gets round `'key'`: put it
   * behind the guard that checks them.
   * @default ['ip']
   */
  readonly by?: RateLimitUse<Request>['by'];
}

/**
 * Limits a route, or all of a controller, by a limit that `RateLimitsModule.forRoot` names; a route's own limit holds
 * beside that of its controller. A refused request is answered with RATE_LIMITED, or while the engine is silent with its
 * error if the limit fails closed.
 *
 * @example
 * @Get()
 * @RateLimit('search', { by: ['ip', 'route'] })
 * search() { … }
 */
export function RateLimit<Request extends RateLimitedRequest = RateLimitedRequest>(
  name: string,
  { by = ['ip'] }: RateLimitDecoratorOptions<Request> = {},
): ClassDecorator & MethodDecorator {
  return UseGuards(createRateLimitGuard<Request>({ name, by }));
}
