import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Access } from '../access/access.decorator.js';
import { QueryNames } from '../http/query-names.js';
import { QueryParameter } from '../http/query-string.js';
import { ChangeRequests } from './change-requests.js';

@Controller('v1/collections/:collection/changes')
export class ChangeController {
  constructor(private readonly changes: ChangeRequests) {}

  @Get()
  @Access('admin')
  @QueryNames(['after'])
  follow(
    @Param('collection') collection: string,
    @QueryParameter('after') after: string | undefined,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    return this.changes.follow(collection, after, request, response);
  }
}
