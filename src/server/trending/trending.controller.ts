import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { Access } from '../access/access.decorator.js';
import { QueryNames } from '../http/query-names.js';
import { QueryParameter } from '../http/query-string.js';
import { LimitSearches } from '../search/search-quota.js';
import { TrendingRequests } from './trending-requests.js';
import type { FrequentSearch, ViewedProduct } from './trending-requests.js';

@Controller('v1')
@Access('read')
@LimitSearches()
export class TrendingController {
  constructor(private readonly trending: TrendingRequests) {}

  @Post('collections/:collection/documents/:id/views')
  @HttpCode(200)
  view(
    @Param('collection') collection: string,
    @Param('id') id: string,
  ): Promise<{ readonly id: string; readonly views: number }> {
    return this.trending.view(collection, id);
  }

  @Get('trending/products')
  @QueryNames(['days', 'size'])
  products(
    @QueryParameter('days') days: string | undefined,
    @QueryParameter('size') size: string | undefined,
  ): Promise<{ readonly products: readonly ViewedProduct[] }> {
    return this.trending.products({ days, size });
  }

  @Get('trending/searches')
  @QueryNames(['days', 'size'])
  searches(
    @QueryParameter('days') days: string | undefined,
    @QueryParameter('size') size: string | undefined,
  ): Promise<{ readonly searches: readonly FrequentSearch[] }> {
    return this.trending.searches({ days, size });
  }
}
