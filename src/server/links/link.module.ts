import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { LinksModule } from '../../lib/index.js';
import { LinkRequests } from './link-requests.js';
import { LinkController } from './link.controller.js';

@Module({})
export class LinkModule {
  /** @param hosts where links may lead; empty: anywhere */
  static for(hosts: readonly string[]): DynamicModule {
    return {
      module: LinkModule,
      imports: [LinksModule.forRoot({ hosts })],
      controllers: [LinkController],
      providers: [LinkRequests],
    };
  }
}
