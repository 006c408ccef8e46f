import { Catch, HttpException, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AisleError } from '../../lib/index.js';
import { PROBLEM_TYPE, problem, toProblem } from './problem.js';
import type { Problem } from './problem.js';
import { contextOf } from './request-context.js';
import { systemCode } from '../system-code.js';
import { RouteTable } from './route-table.js';

const NOT_FOUND = 404;

/** Answers every error as `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger('Http');

  constructor(private readonly routes: RouteTable) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const context = contextOf(request);
    if (isClientGone(error)) {
      response.destroy();
      return;
    }
    const answer = this.#problemOf(error, request, response, context.id);
    context.problem = answer.code;
    if (answer.status >= 500) this.#log(error, answer, context.id);
    if (response.headersSent || response.destroyed) {
      // Half an answer must not look like a whole one.
      response.destroy();
      return;
    }
    if (error instanceof AisleError && error.retryAfter !== undefined) {
      response.set('retry-after', String(Math.ceil(error.retryAfter)));
    }
    response.removeHeader('etag');
    response.status(answer.status).set('cache-control', 'no-store').type(PROBLEM_TYPE).send(JSON.stringify(answer));
  }

  #problemOf(error: unknown, request: Request, response: Response, requestId: string): Problem {
    if (!(error instanceof HttpException)) return toProblem(error, requestId);
    if (error.cause instanceof URIError) {
      return problem('INVALID_REQUEST', 'The address is not percent-encoded UTF-8: write % as %25.');
    }
    if (error.getStatus() !== NOT_FOUND) return toProblem(error, requestId);
    const methods = this.routes.methodsOf(request.path);
    if (methods.length === 0) {
      return problem(
        'ROUTE_NOT_FOUND',
        `There is nothing at ${request.method} ${request.path}. All addresses are at /docs.`,
      );
    }
    response.set('allow', methods.join(', '));
    return problem(
      'METHOD_NOT_ALLOWED',
      `${request.path} does not take ${request.method}. It takes: ${methods.join(', ')}.`,
    );
  }

  #log(error: unknown, { code }: Problem, requestId: string): void {
    const isExpected = error instanceof AisleError && code !== 'INTERNAL';
    if (isExpected) this.#logger.warn(error.message, { code, requestId });
    else this.#logger.error(error, { code, requestId });
  }
}

const isClientGone = (error: unknown) => ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE'].includes(systemCode(error));
