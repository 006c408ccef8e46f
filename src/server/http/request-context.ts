import type { IncomingMessage } from 'node:http';
import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { requestIdOf } from './request-id.js';

/** What is known about a request that is being answered. */
export interface RequestContext {
  readonly id: string;
  /** Milliseconds spent waiting for the engine in searches. */
  engineMs: number;
  /** Whether it came with the admin key. */
  isAdmin: boolean;
  /** Code of the problem that it was answered with. */
  problem: string | null;
}

interface Carrier extends IncomingMessage {
  aisleContext?: RequestContext;
}

/** What is known about a request. It is kept with it: a context that follows all promises would slow each of them down. */
export function contextOf(request: Carrier): RequestContext {
  return (request.aisleContext ??= {
    id: requestIdOf(request.headers['x-request-id']),
    engineMs: 0,
    isAdmin: false,
    problem: null,
  });
}

/** Injects what is known about the request. */
export const CurrentRequest = createParamDecorator((_: unknown, context: ExecutionContext) =>
  contextOf(context.switchToHttp().getRequest<Request>()),
);
