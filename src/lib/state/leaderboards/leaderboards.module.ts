import { Inject, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import { resolveLeaderboardOptions } from './leaderboard-options.js';
import type { LeaderboardOptions } from './leaderboard-options.js';
import { Leaderboard } from './leaderboard.js';

/** The token of a leaderboard. */
export function getLeaderboardToken(name: string): string {
  return `Aisle/${name}/Leaderboard`;
}

/** Injects a leaderboard that was given to `LeaderboardsModule.forFeature`. */
export const InjectLeaderboard = (name: string): ParameterDecorator & PropertyDecorator =>
  Inject(getLeaderboardToken(name));

/**
 * Leaderboards of an application by name. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [LeaderboardsModule.forFeature({ bestsellers: { period: 'week' } })] })
 * class ShopModule {}
 */
@Module({})
export class LeaderboardsModule {
  /** @throws INVALID_VALUE that names the option and what is allowed */
  static forFeature(leaderboards: Readonly<Record<string, LeaderboardOptions>>): DynamicModule {
    const providers = Object.entries(leaderboards).map(([name, options]) => {
      const resolved = resolveLeaderboardOptions(options);
      return {
        provide: getLeaderboardToken(name),
        inject: [AISLE_CONNECTION, AISLE_KEYS],
        useFactory: (connection: RedisConnection, keys: Keys) => new Leaderboard(connection, keys, name, resolved),
      };
    });
    return { module: LeaderboardsModule, providers, exports: providers };
  }
}
