import { Injectable, Logger } from '@nestjs/common';
import type { NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { runInRequest } from '../http/request-context.js';
import type { RequestContext } from '../http/request-context.js';
import { requestIdOf } from '../http/request-id.js';
import { RouteTable } from '../http/route-table.js';
import { HttpMetrics } from '../metrics/http-metrics.js';

/** Probes come every few seconds, so they are told to those who debug alone. */
const PROBES = /^\/(?:health\/|metrics$)/;

/** What proxies log for a client that went away before it was answered. */
const CLIENT_GONE = 499;

/** Gives each request its id and context, and tells the log and the metrics how it was answered. */
@Injectable()
export class RequestLogMiddleware implements NestMiddleware {
  readonly #logger = new Logger('Http');

  constructor(
    private readonly metrics: HttpMetrics,
    private readonly routes: RouteTable,
  ) {}

  use(request: Request, response: Response, next: NextFunction): void {
    const context: RequestContext = { id: requestIdOf(request.headers['x-request-id']), engineMs: 0, problem: null };
    const started = performance.now();
    response.set('x-request-id', context.id);
    response.once('close', () => {
      this.#tell(request, response, context, performance.now() - started);
    });
    runInRequest(context, next);
  }

  #tell(request: Request, response: Response, context: RequestContext, milliseconds: number): void {
    const { method, path } = request;
    const route = this.routes.find(method, path)?.template ?? 'none';
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
