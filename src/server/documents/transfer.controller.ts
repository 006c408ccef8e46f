import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Access } from '../access/access.decorator.js';
import { WithoutConditions } from '../http/without-conditions.js';
import { TransferRequests } from './transfer-requests.js';

@Controller('v1/collections/:collection')
export class TransferController {
  constructor(private readonly transfers: TransferRequests) {}

  @Post('import')
  @Access('admin')
  @WithoutConditions()
  import(@Param('collection') collection: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.transfers.import(collection, request, response);
  }

  @Get('export')
  @Access('read')
  export(@Param('collection') collection: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    return this.transfers.export(collection, request, response);
  }
}
