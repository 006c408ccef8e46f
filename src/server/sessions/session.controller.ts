import { Body, Controller, Delete, Get, Header, HttpCode, Param, Patch, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { NewSession, Session } from '../../lib/index.js';
import { Access } from '../access/access.decorator.js';
import { JsonBody } from '../http/json-body.js';
import { SessionRequests } from './session-requests.js';
import { clearSessionCookie, SessionToken, setSessionCookie } from './session-token.js';

const NO_STORE = ['cache-control', 'no-store'] as const;

@Controller('v1')
@Access('admin')
export class SessionController {
  constructor(private readonly sessions: SessionRequests) {}

  @Post('sessions')
  @Header(...NO_STORE)
  @JsonBody()
  async create(
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NewSession> {
    const created = await this.sessions.create(body);
    setSessionCookie(request, response, created.token);
    return created;
  }

  @Get('sessions/current')
  @Header(...NO_STORE)
  read(@SessionToken() token: string): Promise<Session> {
    return this.sessions.read(token);
  }

  @Patch('sessions/current')
  @Header(...NO_STORE)
  @JsonBody('application/merge-patch+json', 'application/json')
  patch(@SessionToken() token: string, @Body() body: unknown): Promise<Session> {
    return this.sessions.patch(token, body);
  }

  @Delete('sessions/current')
  @HttpCode(204)
  async end(
    @SessionToken() token: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.sessions.end(token);
    clearSessionCookie(request, response);
  }

  @Get('users/:id/sessions')
  @Header(...NO_STORE)
  list(@Param('id') userId: string): Promise<{ readonly sessions: readonly Session[] }> {
    return this.sessions.list(userId);
  }

  @Delete('users/:id/sessions')
  endAll(@Param('id') userId: string): Promise<{ readonly ended: number }> {
    return this.sessions.endAll(userId);
  }
}
