import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule } from '@nestjs/core';
import { KeyGuard } from '../access/key-guard.js';
import { RequestLogMiddleware } from '../logging/request-log.middleware.js';
import { OptionsMiddleware } from './options.middleware.js';
import { ProblemFilter } from './problem.filter.js';
import { QueryNamesGuard } from './query-names.js';
import { RouteTable } from './route-table.js';
import { StaleAnswers } from './stale-answers.js';

/** What every route has in common. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    RouteTable,
    StaleAnswers,
    OptionsMiddleware,
    RequestLogMiddleware,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: KeyGuard },
    { provide: APP_GUARD, useClass: QueryNamesGuard },
  ],
  exports: [StaleAnswers, RouteTable],
})
export class HttpModule {}
