import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { FacetSearchResult } from '../../lib/index.js';
import { Access } from '../access/access.decorator.js';
import { JsonBody } from '../http/json-body.js';
import { QueryNames } from '../http/query-names.js';
import { QueryString } from '../http/query-string.js';
import { CurrentRequest } from '../http/request-context.js';
import type { RequestContext } from '../http/request-context.js';
import { StaleAnswers } from '../http/stale-answers.js';
import { sendJson } from '../http/send-json.js';
import { LimitSearches } from './search-quota.js';
import { SearchRequests } from './search-requests.js';

@Controller('v1')
@Access('read')
@LimitSearches()
export class SearchController {
  constructor(
    private readonly searches: SearchRequests,
    private readonly stale: StaleAnswers,
  ) {}

  @Get('collections/:collection/search')
  @QueryNames('*')
  async searchUrl(
    @Param('collection') collection: string,
    @QueryString() query: string,
    @CurrentRequest() context: RequestContext,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const search = () => this.searches.searchUrl(collection, query, context);
    sendJson(response, await this.stale.answer(request, response, search));
  }

  @Post('collections/:collection/search')
  @HttpCode(200)
  @JsonBody()
  async search(
    @Param('collection') collection: string,
    @Body() body: unknown,
    @CurrentRequest() context: RequestContext,
    @Res() response: Response,
  ): Promise<void> {
    sendJson(response, await this.searches.search(collection, body, context));
  }

  @Get('collections/:collection/facets/:field')
  @QueryNames('*')
  facetValues(
    @Param('collection') collection: string,
    @Param('field') field: string,
    @QueryString() query: string,
    @CurrentRequest() context: RequestContext,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FacetSearchResult> {
    const count = () => this.searches.facetValues(collection, field, query, context);
    return this.stale.answer(request, response, count);
  }
}
