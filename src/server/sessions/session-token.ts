import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AisleError } from '../../lib/index.js';

/** The cookie that may carry the token in the place of the header. */
export const SESSION_COOKIE = 'aisle_session';

const HEADER = 'X-Session-Token';
const COOKIE = new RegExp(`(?:^|;) *${SESSION_COOKIE}=([^;]*)`);
const COOKIE_OPTIONS = { httpOnly: true, sameSite: 'strict', path: '/v1/sessions' } as const;

/** The token of a request: that of the header, else that of the cookie. @throws INVALID_REQUEST when there is neither */
export function sessionTokenOf(request: Pick<Request, 'get'>): string {
  const token = request.get(HEADER) ?? COOKIE.exec(request.get('cookie') ?? '')?.[1];
  if (token !== undefined) return token;
  throw new AisleError(
    'INVALID_REQUEST',
    `No session is named. Send its token in the header "${HEADER}", or in the cookie "${SESSION_COOKIE}".`,
  );
}

/** Gives the token to the browser, which keeps it from scripts. When the session ends is for the server to say. */
export function setSessionCookie(request: Request, response: Response, token: string): void {
  response.cookie(SESSION_COOKIE, token, { ...COOKIE_OPTIONS, secure: request.secure });
}

/** Makes the browser forget the token. */
export function clearSessionCookie(request: Request, response: Response): void {
  response.clearCookie(SESSION_COOKIE, { ...COOKIE_OPTIONS, secure: request.secure });
}

/** Injects the token of the request's session. */
export const SessionToken = createParamDecorator((_: unknown, context: ExecutionContext) =>
  sessionTokenOf(context.switchToHttp().getRequest<Request>()),
);
