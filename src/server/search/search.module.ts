import { Module } from '@nestjs/common';
import { TrendingModule } from '../trending/trending.module.js';
import { FacetCache } from './facet-cache.js';
import { MultiSearchController } from './multi-search.controller.js';
import { SearchQuota } from './search-quota.js';
import { SearchRequests } from './search-requests.js';
import { SearchController } from './search.controller.js';

@Module({
  imports: [TrendingModule],
  controllers: [SearchController, MultiSearchController],
  providers: [SearchRequests, SearchQuota, FacetCache],
})
export class SearchModule {}
