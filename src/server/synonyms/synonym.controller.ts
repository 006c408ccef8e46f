import { Body, Controller, Delete, Get, HttpCode, Param, Put, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Synonyms } from '../../lib/index.js';
import type { StoredSynonym, Synonym } from '../../lib/index.js';
import { Access } from '../access/access.decorator.js';
import { JsonBody } from '../http/json-body.js';
import { WithoutConditions } from '../http/without-conditions.js';

@Controller('v1/collections/:collection/synonyms')
export class SynonymController {
  constructor(private readonly synonyms: Synonyms) {}

  @Get()
  @Access('read')
  async list(@Param('collection') collection: string): Promise<{ readonly synonyms: readonly StoredSynonym[] }> {
    return { synonyms: await this.synonyms.list(collection) };
  }

  @Get(':id')
  @Access('read')
  get(@Param('collection') collection: string, @Param('id') id: string): Promise<StoredSynonym> {
    return this.synonyms.get(collection, id);
  }

  @Put(':id')
  @Access('admin')
  @WithoutConditions()
  @JsonBody()
  async put(
    @Param('collection') collection: string,
    @Param('id') id: string,
    @Body() body: Synonym,
    @Res({ passthrough: true }) response: Response,
  ): Promise<StoredSynonym> {
    const { created, synonym } = await this.synonyms.put(collection, id, body);
    response.status(created ? 201 : 200);
    return synonym;
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('admin')
  @WithoutConditions()
  delete(@Param('collection') collection: string, @Param('id') id: string): Promise<void> {
    return this.synonyms.delete(collection, id);
  }
}
