import { Module } from '@nestjs/common';
import { SearchQuota } from './search-quota.js';
import { SearchRequests } from './search-requests.js';
import { SearchController } from './search.controller.js';

@Module({ controllers: [SearchController], providers: [SearchRequests, SearchQuota] })
export class SearchModule {}
