import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Access } from '../access/access.decorator.js';
import { JsonBody } from '../http/json-body.js';
import { QueryNames } from '../http/query-names.js';
import { QueryParameter } from '../http/query-string.js';
import { LinkRequests } from './link-requests.js';
import type { LinkStatistics, ShownLink } from './link-requests.js';

@Controller()
@Access('admin')
export class LinkController {
  constructor(private readonly links: LinkRequests) {}

  @Post('v1/links')
  @HttpCode(200)
  @JsonBody()
  async create(@Body() body: unknown, @Res({ passthrough: true }) response: Response): Promise<ShownLink> {
    const { link, created } = await this.links.create(body);
    if (created) response.status(201).location(`/v1/links/${link.code}`);
    return link;
  }

  @Get('v1/links')
  @QueryNames(['sort', 'size'])
  list(
    @QueryParameter('sort') sort: string | undefined,
    @QueryParameter('size') size: string | undefined,
  ): Promise<{ readonly links: readonly ShownLink[] }> {
    return this.links.list({ sort, size });
  }

  @Get('v1/links/:code')
  statistics(@Param('code') code: string): Promise<LinkStatistics> {
    return this.links.statistics(code);
  }

  @Delete('v1/links/:code')
  @HttpCode(204)
  remove(@Param('code') code: string): Promise<void> {
    return this.links.remove(code);
  }

  /** HEAD, which looks without going there, is not counted. */
  @Get('s/:code')
  @Access('open')
  async follow(@Param('code') code: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const click = { referrer: request.get('referer'), userAgent: request.get('user-agent') };
    const isCounted = request.method === 'GET';
    const { url, permanent } = await (isCounted ? this.links.follow(code, click) : this.links.look(code));
    response
      .status(permanent ? 301 : 302)
      .set({ location: url, 'cache-control': permanent ? 'max-age=86400' : 'no-store' })
      .end();
  }
}
