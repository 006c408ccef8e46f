import type { RateLimitRuntimeOptions } from './rate-limit-options.js';
import type { RateLimitResult } from './rate-limit-result.js';

/**
 * The header fields that tell a client where it stands, as draft-ietf-httpapi-ratelimit-headers-06 has them: the form with
 * a field for each number, which clients know. `RateLimit-Reset` is in seconds from now.
 */
export function rateLimitHeaders(
  { windowMs }: Pick<RateLimitRuntimeOptions, 'windowMs'>,
  { allowed, limit, remaining, resetAt, retryAfter, failure }: RateLimitResult,
  now = Date.now(),
): Readonly<Record<string, string>> {
  if (failure !== null) return {};
  return {
    'RateLimit-Limit': String(limit),
    'RateLimit-Remaining': String(remaining),
    'RateLimit-Reset': String(Math.max(0, Math.ceil((resetAt.getTime() - now) / 1000))),
    'RateLimit-Policy': `${limit};w=${Math.ceil(windowMs / 1000)}`,
    ...(allowed ? {} : { 'Retry-After': String(Math.max(1, Math.ceil(retryAfter))) }),
  };
}
