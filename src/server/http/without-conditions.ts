import { Injectable, UseInterceptors } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { Request } from 'express';
import type { Observable } from 'rxjs';
import { AisleError } from '../../lib/index.js';

const CONDITIONS = ['If-Match', 'If-None-Match'] as const;

@Injectable()
class WithoutConditionsInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const name = CONDITIONS.find((header) => request.get(header) !== undefined);
    if (name === undefined) return next.handle();
    throw new AisleError(
      'INVALID_REQUEST',
      `${name} does not apply here: only a document at its own address has a version. Leave the header out, or write to /v1/collections/{collection}/documents/{id}.`,
    );
  }
}

/** Refuses conditions on a write that has no version to compare them with: it would happen whatever they ask for. */
export const WithoutConditions = (): MethodDecorator => UseInterceptors(WithoutConditionsInterceptor);
