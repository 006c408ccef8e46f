import { Global, Inject, Logger, Module } from '@nestjs/common';
import type { BeforeApplicationShutdown, DynamicModule, FactoryProvider, OnApplicationBootstrap } from '@nestjs/common';
import type { AnyCollection } from '../collections/collection.js';
import { InvalidDefinitionError } from '../errors/input-errors.js';
import type { Keys } from '../redis/keys.js';
import type { RedisConnection } from '../redis/redis-connection.js';
import { InjectConnection, InjectKeys } from '../redis/redis.tokens.js';
import { StockAccess } from './stock-access.js';
import { resolveStockOptions } from './stock-options.js';
import type { StockModuleOptions, StockRuntimeOptions } from './stock-options.js';
import { StockSweeper } from './stock-sweeper.js';
import { getStockToken, STOCK_OPTIONS } from './stock.tokens.js';

/**
 * Reservations of stock, beside `AisleModule.forRoot`: `forRoot` once, which also gives back what expires, `forFeature`
 * where a collection's stock is used, see `InjectStock`.
 *
 * @example
 * @Module({ imports: [StockModule.forRoot(), StockModule.forFeature([products])] })
 * class CheckoutModule {}
 */
@Module({})
export class StockModule {
  /** @throws INVALID_VALUE */
  static forRoot(options: StockModuleOptions = {}): DynamicModule {
    const provider = { provide: STOCK_OPTIONS, useValue: resolveStockOptions(options) };
    return { module: StockCoreModule, providers: [provider, StockAccess], exports: [StockAccess] };
  }

  /** @throws INVALID_DEFINITION when a collection declares no stock */
  static forFeature(collections: readonly AnyCollection[]): DynamicModule {
    const providers = collections.map(createStockProvider);
    return { module: StockModule, providers, exports: providers };
  }
}

@Global()
@Module({})
class StockCoreModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #sweeper: StockSweeper;
  readonly #isSweeping: boolean;

  constructor(
    @InjectConnection() connection: RedisConnection,
    @InjectKeys() keys: Keys,
    @Inject(STOCK_OPTIONS) { sweepIntervalMs }: StockRuntimeOptions,
    access: StockAccess,
  ) {
    const logger = new Logger('Stock');
    this.#isSweeping = sweepIntervalMs > 0;
    this.#sweeper = new StockSweeper({
      connection,
      keys,
      stock: (name) => access.stock(name),
      intervalMs: sweepIntervalMs,
      onFailure: (error) => {
        logger.warn(`Expired reservations could not be given back; the next look tries again. ${String(error)}`);
      },
    });
  }

  onApplicationBootstrap(): void {
    if (this.#isSweeping) this.#sweeper.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#sweeper.stop();
  }
}

function createStockProvider(collection: AnyCollection): FactoryProvider {
  const { name, stock } = collection;
  if (stock === null) {
    throw new InvalidDefinitionError(
      `${name}: declares no stock. Add the setting stock: { quantity: 'stock', available: 'inStock' } with its fields.`,
    );
  }
  return {
    provide: getStockToken(collection),
    inject: [StockAccess],
    useFactory: (access: StockAccess) => access.stock(name),
  };
}
