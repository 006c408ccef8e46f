import { HttpException } from '@nestjs/common';
import { AisleError, ERROR_CODES } from '../../lib/index.js';
import type { ErrorCode, Fault } from '../../lib/index.js';

/** An error as RFC 9457 carries it. */
export interface Problem {
  /** Where the code is explained. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly errors?: readonly Fault[];
}

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'INVALID_REQUEST',
  404: 'ROUTE_NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** The problem that an error is answered with. Nothing of an unexpected error gets out but the request's id. */
export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof AisleError) {
    const { code, message, faults } = error;
    return problem(code, message, faults);
  }
  if (error instanceof HttpException) {
    const code = CODE_OF_STATUS[error.getStatus()];
    if (code !== undefined) return problem(code, error.message);
  }
  return problem('INTERNAL', `Something went wrong here. The log has more under the request id ${requestId}.`);
}

/** Makes the problem of a code. */
export function problem(code: ErrorCode, detail: string, errors: readonly Fault[] = []): Problem {
  const { status, title } = ERROR_CODES[code];
  return { type: `/docs/errors#${code}`, title, status, detail, code, ...(errors.length === 0 ? {} : { errors }) };
}
