import { Injectable, Logger } from '@nestjs/common';
import type { NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { contextOf } from '../http/request-context.js';
import type { RequestContext } from '../http/request-context.js';
import { RouteTable } from '../http/route-table.js';
import { HttpMetrics } from '../metrics/http-metrics.js';
import { openApiRouteOf } from '../openapi/setup-openapi.js';

/** Probes come every few seconds, so they are told to those who debug alone. */
const PROBES = /^\/(?:health\/|metrics$)/;

/** What proxies log for a client that went away before it was answered. */
const CLIENT_GONE = 499;

/** What was noted of a request on the way. */
interface Answered {
  readonly context: RequestContext;
  readonly path: string;
  readonly milliseconds: number;
}

/** Gives each request its id and context, and tells the log and the metrics how it was answered. */
@Injectable()
export class RequestLogMiddleware implements NestMiddleware {
  readonly #logger = new Logger('Http');

  constructor(
    private readonly metrics: HttpMetrics,
    private readonly routes: RouteTable,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const context = contextOf(request);
    const started = performance.now();
    // Routers that serve files change it.
    const { path } = request;
    response.set('x-request-id', context.id);
    response.once('close', () => {
      this.#tell(request, response, { context, path, milliseconds: performance.now() - started });
    });
    next();
  }

  #tell({ method }: Request, response: Response, { context, path, milliseconds }: Answered): void {
    const route = this.routes.find(method, path)?.template ?? openApiRouteOf(method, path) ?? 'none';
    const status = response.headersSent ? response.statusCode : CLIENT_GONE;
    this.metrics.observe({ method, route, status: String(status) }, milliseconds);
    const details = {
      method,
      route,
      status,
      ms: round(milliseconds),
      engineMs: round(context.engineMs),
      requestId: context.id,
      ...(context.problem === null ? {} : { code: context.problem }),
      ...(response.writableFinished ? {} : { aborted: true }),
    };
    const level = PROBES.test(path) ? 'debug' : 'log';
    this.#logger[level](`${method} ${route} ${status}`, details);
  }
}

const round = (milliseconds: number) => Math.round(milliseconds * 100) / 100;
