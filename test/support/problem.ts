import type { Response } from 'supertest';
import { ERROR_CODES } from '../../src/lib/index.js';
import type { ErrorCode } from '../../src/lib/index.js';

interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/** Asserts that a reply is the problem of a code, whole and in form, and gives it. */
export function expectProblem({ status, headers, body }: Response, code: ErrorCode): ProblemBody {
  const { status: expected, title } = ERROR_CODES[code];
  expect({ status, body }).toMatchObject({
    status: expected,
    body: { type: `/docs/errors#${code}`, title, status: expected, code, detail: expect.stringMatching(/\S/) },
  });
  expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(Object.keys(body as object).filter((name) => !PROBLEM_MEMBERS.includes(name))).toEqual([]);
  return body as ProblemBody;
}

const PROBLEM_MEMBERS = ['type', 'title', 'status', 'detail', 'code', 'errors'];
