import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { AisleError } from '../../lib/index.js';
import { queryOf } from './query-string.js';

/** Declares the query parameters of a route, each given once at most; `*` leaves them to the handler. Without it there are none. */
export const QueryNames = Reflector.createDecorator<readonly string[] | '*'>();

/** Refuses query parameters that a route does not know, and those given twice. */
@Injectable()
export class QueryNamesGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const names = this.reflector.get(QueryNames, context.getHandler()) as readonly string[] | '*' | undefined;
    if (names !== '*') assertNames(queryOf(context.switchToHttp().getRequest<Request>()), names ?? []);
    return true;
  }
}

function assertNames(query: URLSearchParams, known: readonly string[]): void {
  for (const name of query.keys()) {
    if (!known.includes(name)) {
      const mend = known.length === 0 ? 'It takes none' : `It takes: ${known.join(', ')}`;
      throw parameterError(
        'UNKNOWN_PARAMETER',
        name,
        `This address does not take the query parameter "${name}". ${mend}.`,
      );
    }
    if (query.getAll(name).length > 1) {
      throw parameterError('INVALID_VALUE', name, `The query parameter "${name}" is given twice. Give it once.`);
    }
  }
}

const parameterError = (code: 'UNKNOWN_PARAMETER' | 'INVALID_VALUE', path: string, message: string) =>
  new AisleError(code, message, { faults: [{ path, message }] });
