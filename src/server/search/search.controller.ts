import { Body, Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import type { FacetSearchResult } from '../../lib/index.js';
import { Access } from '../access/access.decorator.js';
import { JsonBody } from '../http/json-body.js';
import { QueryNames } from '../http/query-names.js';
import { QueryString } from '../http/query-string.js';
import { SearchRequests } from './search-requests.js';

const JSON_TYPE = ['content-type', 'application/json; charset=utf-8'] as const;

@Controller('v1')
@Access('read')
export class SearchController {
  constructor(private readonly searches: SearchRequests) {}

  @Get('collections/:collection/search')
  @Header(...JSON_TYPE)
  @QueryNames('*')
  searchUrl(@Param('collection') collection: string, @QueryString() query: string): Promise<string> {
    return this.searches.searchUrl(collection, query);
  }

  @Post('collections/:collection/search')
  @Header(...JSON_TYPE)
  @HttpCode(200)
  @JsonBody()
  search(@Param('collection') collection: string, @Body() body: unknown): Promise<string> {
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
  @Header(...JSON_TYPE)
  @HttpCode(200)
  @JsonBody()
  searchAll(@Body() body: unknown): Promise<string> {
    return this.searches.searchAll(body);
  }
}
