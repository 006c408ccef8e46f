import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { AisleCoreModule } from './aisle-core.module.js';
import type { AisleModuleAsyncOptions, AisleModuleOptions } from './aisle-options.js';
import { createAsyncOptionsProvider, createCollectionProviders, createOptionsProvider } from './aisle.providers.js';
import type { AnyCollection } from './collections/collection.js';

/**
 * Documents and search in a Nest application: `forRoot` once, `forFeature` where collections are used.
 *
 * @example
 * @Module({ imports: [AisleModule.forRoot({ redis: { url } }), AisleModule.forFeature([products])] })
 * class CatalogModule {}
 */
@Module({})
export class AisleModule {
  /** Opens the connection. @throws INVALID_CONFIGURATION, and the errors of the engine when the application starts */
  static forRoot(options: AisleModuleOptions): DynamicModule {
    return { module: AisleModule, imports: [AisleCoreModule.forRoot(createOptionsProvider(options))] };
  }

  /** The same, with options that come from a factory. */
  static forRootAsync(options: AisleModuleAsyncOptions): DynamicModule {
    return {
      module: AisleModule,
      imports: [AisleCoreModule.forRoot(createAsyncOptionsProvider(options), options.imports)],
    };
  }

  /**
   * Declares collections and offers their repositories and search services, see `InjectRepository` and `InjectSearch`.
   * The application starts when their indexes are ready.
   * @throws MIGRATION_REQUIRED at start, under `migrations: 'check'`, when a stored collection differs
   */
  static forFeature(collections: readonly AnyCollection[]): DynamicModule {
    const providers = collections.flatMap(createCollectionProviders);
    return { module: AisleModule, providers, exports: providers };
  }
}
