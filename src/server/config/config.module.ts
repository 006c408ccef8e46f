import { Global, Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import type { ServerConfig } from './server-config.js';

/** Token of the {@link ServerConfig}. */
export const SERVER_CONFIG = 'aisle/server/config';

@Global()
@Module({})
export class ConfigModule {
  static for(config: ServerConfig): DynamicModule {
    return {
      module: ConfigModule,
      providers: [{ provide: SERVER_CONFIG, useValue: config }],
      exports: [SERVER_CONFIG],
    };
  }
}
