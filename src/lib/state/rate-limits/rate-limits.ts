import { AisleError } from '../../errors/aisle-error.js';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import type { RateLimitOptions } from './rate-limit-options.js';
import { RateLimiter } from './rate-limiter.js';

/** Limits by name; null switches one off. */
export type NamedRateLimits = Readonly<Record<string, RateLimitOptions | null>>;

/** The rate limits of an application. */
export class RateLimits {
  readonly #limiters: ReadonlyMap<string, RateLimiter | null>;

  /** @throws INVALID_VALUE that names the option and what is allowed */
  constructor(connection: RedisConnection, keys: Keys, limits: NamedRateLimits) {
    this.#limiters = new Map(
      Object.entries(limits).map(([name, options]) => [
        name,
        options === null ? null : new RateLimiter(connection, keys, name, options),
      ]),
    );
  }

  /** The limiter of a name; null when it is switched off. @throws INVALID_CONFIGURATION when there is none */
  limiter(name: string): RateLimiter | null {
    const limiter = this.#limiters.get(name);
    if (limiter !== undefined) return limiter;
    const known = [...this.#limiters.keys()].join(', ');
    throw new AisleError(
      'INVALID_CONFIGURATION',
      `There is no rate limit "${name}". Name it in RateLimitsModule.forRoot, where there are: ${known || 'none'}.`,
    );
  }
}
