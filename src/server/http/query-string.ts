import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { AisleError } from '../../lib/index.js';

/** What stands behind the question mark of an address, as it was sent. */
export function queryStringOf({ originalUrl }: Pick<Request, 'originalUrl'>): string {
  const mark = originalUrl.indexOf('?');
  return mark === -1 ? '' : originalUrl.slice(mark + 1);
}

/** The query parameters. @throws INVALID_VALUE when they are not percent-encoded UTF-8 */
export function queryOf(request: Pick<Request, 'originalUrl'>): URLSearchParams {
  const query = queryStringOf(request);
  try {
    decodeURIComponent(query);
  } catch (cause) {
    throw new AisleError('INVALID_VALUE', 'The query string is not percent-encoded UTF-8: write % as %25.', { cause });
  }
  return new URLSearchParams(query);
}

/** Injects the query string as it was sent. */
export const QueryString = createParamDecorator((_: unknown, context: ExecutionContext) =>
  queryStringOf(context.switchToHttp().getRequest<Request>()),
);

/** Injects one query parameter, undefined when it is not given. */
export const QueryParameter = createParamDecorator(
  (name: string, context: ExecutionContext) =>
    queryOf(context.switchToHttp().getRequest<Request>()).get(name) ?? undefined,
);
