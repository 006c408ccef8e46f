import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Put, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { WriteResult } from '../../lib/index.js';
import { Access } from '../access/access.decorator.js';
import { JsonBody } from '../http/json-body.js';
import { QueryNames } from '../http/query-names.js';
import { QueryParameter } from '../http/query-string.js';
import { WithoutConditions } from '../http/without-conditions.js';
import { setCreated, setVersion } from './document-headers.js';
import { DocumentRequests } from './document-requests.js';
import type { DocumentAddress } from './document-requests.js';
import type { ConditionHeaders } from './write-condition.js';

@Controller('v1/collections/:collection/documents')
export class DocumentController {
  constructor(private readonly documents: DocumentRequests) {}

  @Post()
  @Access('admin')
  @WithoutConditions()
  @JsonBody()
  async create(
    @Param('collection') collection: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteResult> {
    const { id, version } = await this.documents.create(collection, body);
    setVersion(response, version);
    setCreated(response, { collection, id });
    return { id, version };
  }

  @Post('get')
  @HttpCode(200)
  @Access('read')
  @JsonBody()
  readMany(@Param('collection') collection: string, @Body() body: unknown): Promise<unknown> {
    return this.documents.readMany(collection, body);
  }

  @Get(':id')
  @Access('read')
  @QueryNames(['fields'])
  async read(
    @Param() address: DocumentAddress,
    @Headers() headers: ConditionHeaders,
    @QueryParameter('fields') fields: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const { document, version } = await this.documents.read(address, fields, headers);
    setVersion(response, version);
    return document;
  }

  @Put(':id')
  @Access('admin')
  @JsonBody()
  async put(
    @Param() address: DocumentAddress,
    @Headers() headers: ConditionHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteResult> {
    const { id, version, created } = await this.documents.put(address, body, headers);
    setVersion(response, version);
    if (created) setCreated(response, { ...address, id });
    return { id, version };
  }

  @Patch(':id')
  @Access('admin')
  @JsonBody('application/merge-patch+json', 'application/json')
  async patch(
    @Param() address: DocumentAddress,
    @Headers() headers: ConditionHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WriteResult> {
    const result = await this.documents.patch(address, body, headers);
    setVersion(response, result.version);
    return result;
  }

  @Delete(':id')
  @Access('admin')
  delete(@Param() address: DocumentAddress, @Headers() headers: ConditionHeaders): Promise<WriteResult> {
    return this.documents.delete(address, headers);
  }
}
