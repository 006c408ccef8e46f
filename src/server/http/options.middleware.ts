import { Inject, Injectable } from '@nestjs/common';
import type { NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { SERVER_CONFIG } from '../config/config.module.js';
import type { ServerConfig } from '../config/server-config.js';
import { RouteTable } from './route-table.js';

const EXPOSED = [
  'age, etag, location, retry-after, x-request-id',
  'ratelimit-limit, ratelimit-policy, ratelimit-remaining, ratelimit-reset',
].join(', ');
const ACCEPTED = 'authorization, cache-control, content-type, if-none-match, x-request-id';
const PREFLIGHT_SECONDS = '600';

/** Answers OPTIONS, and lets pages of the configured origins search and read. */
@Injectable()
export class OptionsMiddleware implements NestMiddleware {
  constructor(
    private readonly routes: RouteTable,
    @Inject(SERVER_CONFIG) private readonly config: ServerConfig,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const wanted = request.get('access-control-request-method');
    const isPreflight = request.method === 'OPTIONS' && wanted !== undefined;
    const isOpen = this.#allowOrigin(request, response, isPreflight ? wanted : request.method);
    const methods = request.method === 'OPTIONS' ? this.routes.methodsOf(request.path) : [];
    if (methods.length === 0) {
      next();
      return;
    }
    if (isPreflight && isOpen) {
      response.set('access-control-allow-methods', wanted);
      response.set('access-control-allow-headers', ACCEPTED);
      response.set('access-control-max-age', PREFLIGHT_SECONDS);
    }
    response.status(204).set('allow', methods.join(', ')).end();
  }

  /** @returns whether a page of that origin may do it */
  #allowOrigin(request: Request, response: Response, method: string): boolean {
    const { corsOrigins } = this.config;
    if (corsOrigins.length === 0 || this.routes.find(method, request.path)?.access !== 'read') return false;
    const all = corsOrigins.includes('*');
    if (!all) response.vary('origin');
    const origin = request.get('origin');
    if (origin === undefined || !(all || corsOrigins.includes(origin))) return false;
    response.set('access-control-allow-origin', all ? '*' : origin);
    response.set('access-control-expose-headers', EXPOSED);
    return true;
  }
}
