import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { FacetSearchResult, SearchResult } from '../../lib/index.js';
import { Access } from '../access/access.decorator.js';
import { JsonBody } from '../http/json-body.js';
import { QueryNames } from '../http/query-names.js';
import { QueryString } from '../http/query-string.js';
import { SearchRequests } from './search-requests.js';
import type { SearchResults } from './search-requests.js';

@Controller('v1')
@Access('read')
export class SearchController {
  constructor(private readonly searches: SearchRequests) {}

  @Get('collections/:collection/search')
  @QueryNames('*')
  searchUrl(@Param('collection') collection: string, @QueryString() query: string): Promise<SearchResult> {
    return this.searches.searchUrl(collection, query);
  }

  @Post('collections/:collection/search')
  @HttpCode(200)
  @JsonBody()
  search(@Param('collection') collection: string, @Body() body: unknown): Promise<SearchResult> {
    return this.searches.search(collection, body);
  }

  @Get('collections/:collection/facets/:field')
  @QueryNames('*')
  facetValues(
    @Param('collection') collection: string,
    @Param('field') field: string,
    @QueryString() query: string,
  ): Promise<FacetSearchResult> {
    return this.searches.facetValues(collection, field, query);
  }

  @Post('search')
  @HttpCode(200)
  @JsonBody()
  searchAll(@Body() body: unknown): Promise<SearchResults> {
    return this.searches.searchAll(body);
  }
}
