import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Access } from '../access/access.decorator.js';
import { JsonBody } from '../http/json-body.js';
import { CurrentRequest } from '../http/request-context.js';
import type { RequestContext } from '../http/request-context.js';
import { sendJson } from '../http/send-json.js';
import { readSearches } from './read-searches.js';
import { SearchQuota } from './search-quota.js';
import { SearchRequests } from './search-requests.js';

/** Several searches in one request. They are counted together, once it is known how many they are. */
@Controller('v1/search')
@Access('read')
export class MultiSearchController {
  constructor(
    private readonly searches: SearchRequests,
    private readonly quota: SearchQuota,
  ) {}

  @Post()
  @HttpCode(200)
  @JsonBody()
  async searchAll(
    @Body() body: unknown,
    @CurrentRequest() context: RequestContext,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const searches = readSearches(body);
    await this.quota.charge(request, response, searches.length);
    sendJson(response, await this.searches.searchAll(searches, context));
  }
}
