import { Inject, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { Keys } from '../../redis/keys.js';
import type { RedisConnection } from '../../redis/redis-connection.js';
import { AISLE_CONNECTION, AISLE_KEYS } from '../../redis/redis.tokens.js';
import type { HashDefinition } from './define-hash.js';
import { HashStore } from './hash-store.js';

/** The token of the `HashStore` of a definition. */
export const getHashToken = ({ name }: Pick<HashDefinition, 'name'>): string => `Aisle/${name}/Hash`;

/** Injects the `HashStore` of a definition that was given to `HashesModule.forFeature`. */
export const InjectHash = (definition: Pick<HashDefinition, 'name'>): ParameterDecorator & PropertyDecorator =>
  Inject(getHashToken(definition));

/**
 * Offers stores of hash objects, see `InjectHash`. Needs `AisleModule.forRoot`.
 *
 * @example
 * @Module({ imports: [HashesModule.forFeature([carts])] })
 * class CartModule {}
 */
@Module({})
export class HashesModule {
  static forFeature(definitions: readonly HashDefinition[]): DynamicModule {
    const providers = definitions.map((definition) => ({
      provide: getHashToken(definition),
      inject: [AISLE_CONNECTION, AISLE_KEYS],
      useFactory: (connection: RedisConnection, keys: Keys) => new HashStore(connection, keys, definition),
    }));
    return { module: HashesModule, providers, exports: providers };
  }
}
