import { Inject } from '@nestjs/common';

/** The connection to Redis, see `RedisConnection`. */
export const AISLE_CONNECTION = 'AisleConnection';

/** The builder of keys, see `Keys`. */
export const AISLE_KEYS = 'AisleKeys';

/** Injects the connection to Redis. */
export const InjectConnection = (): ParameterDecorator & PropertyDecorator => Inject(AISLE_CONNECTION);

/** Injects the builder of keys. */
export const InjectKeys = (): ParameterDecorator & PropertyDecorator => Inject(AISLE_KEYS);
