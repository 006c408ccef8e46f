import { Body, Controller, Delete, Get, HttpCode, Param, Put, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { CollectionDescription } from '../../lib/index.js';
import { Access } from '../access/access.decorator.js';
import { JsonBody } from '../http/json-body.js';
import { QueryNames } from '../http/query-names.js';
import { QueryParameter } from '../http/query-string.js';
import { StaleAnswers } from '../http/stale-answers.js';
import { WithoutConditions } from '../http/without-conditions.js';
import { CollectionRequests } from './collection-requests.js';

@Controller('v1/collections')
export class CollectionController {
  constructor(
    private readonly collections: CollectionRequests,
    private readonly stale: StaleAnswers,
  ) {}

  @Get()
  @Access('read')
  list(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ readonly collections: readonly CollectionDescription[] }> {
    return this.stale.answer(request, response, () => this.collections.list());
  }

  @Get(':collection')
  @Access('read')
  describe(
    @Param('collection') name: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CollectionDescription> {
    return this.stale.answer(request, response, () => this.collections.describe(name));
  }

  @Put(':collection')
  @Access('admin')
  @WithoutConditions()
  @JsonBody()
  async put(
    @Param('collection') name: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CollectionDescription> {
    const { status, collection } = await this.collections.put(name, body);
    response.status(status);
    return collection;
  }

  @Delete(':collection')
  @HttpCode(204)
  @Access('admin')
  @WithoutConditions()
  @QueryNames(['confirm'])
  remove(@Param('collection') name: string, @QueryParameter('confirm') confirm: string | undefined): Promise<void> {
    return this.collections.remove(name, confirm);
  }
}
