import { ERROR_CODES } from '../../lib/index.js';
import type { ErrorCode } from '../../lib/index.js';
import type { AccessLevel } from '../access/access.decorator.js';
import { ref } from './json-schema.js';
import type { JsonSchema } from './json-schema.js';

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly description?: string;
  readonly required?: boolean;
  readonly schema: JsonSchema;
  readonly style?: string;
  readonly explode?: boolean;
}

export interface MediaContent {
  readonly [mediaType: string]: { readonly schema: JsonSchema; readonly example?: unknown };
}

export interface ResponseSpec {
  readonly description: string;
  readonly content?: MediaContent;
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>;
}

/** What one route does, in the words of its area. */
export interface OperationSpec {
  readonly summary: string;
  readonly description?: string;
  readonly access: AccessLevel;
  readonly parameters?: readonly Parameter[];
  readonly body?: MediaContent;
  readonly responses: Readonly<Record<number, ResponseSpec>>;
  /** Codes it may be answered with, beside those that any route may. */
  readonly problems?: readonly ErrorCode[];
}

/** An operation of the document. */
export interface Operation extends Pick<OperationSpec, 'summary' | 'description' | 'parameters'> {
  readonly tags: readonly string[];
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly requestBody?: { readonly required: true; readonly content: MediaContent };
  readonly responses: Readonly<Record<string, ResponseSpec>>;
}

export type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

const ANY_ROUTE: readonly ErrorCode[] = ['INVALID_REQUEST', 'INTERNAL'];
const ANY_DATA_ROUTE: readonly ErrorCode[] = [
  'ENGINE_ERROR',
  'ENGINE_UNAVAILABLE',
  'ENGINE_TIMEOUT',
  'ENGINE_READ_ONLY',
  'ENGINE_OUT_OF_MEMORY',
];
const ANY_BODY: readonly ErrorCode[] = ['INVALID_JSON', 'LIMIT_EXCEEDED', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
const PROBLEM: MediaContent = { 'application/problem+json': { schema: ref('Problem') } };

/** JSON of a schema, as the content of a body or a response. */
export const json = (schema: JsonSchema): MediaContent => ({ 'application/json': { schema } });

export function operation(tag: string, operationId: string, spec: OperationSpec): Operation {
  const { summary, description, access, parameters, body, responses } = spec;
  return {
    tags: [tag],
    operationId,
    summary,
    ...(description === undefined ? {} : { description }),
    // Without keys, which means loopback, nobody needs one.
    security: access === 'open' ? [] : [{}, { bearer: [] }],
    ...(parameters === undefined ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: body } }),
    responses: withProblems(responses, problemsOf(spec)),
  };
}

function problemsOf({ access, body, problems = [] }: OperationSpec): readonly ErrorCode[] {
  return [
    ...problems,
    ...ANY_ROUTE,
    ...(body === undefined ? [] : ANY_BODY),
    ...(access === 'open' ? [] : ['UNKNOWN_PARAMETER' as const, 'UNAUTHORIZED' as const, ...ANY_DATA_ROUTE]),
    ...(access === 'admin' ? (['FORBIDDEN'] as const) : []),
  ];
}

function withProblems(
  responses: OperationSpec['responses'],
  codes: readonly ErrorCode[],
): Readonly<Record<string, ResponseSpec>> {
  const all: Record<string, ResponseSpec> = { ...responses };
  for (const code of new Set(codes)) {
    const { status, title } = ERROR_CODES[code];
    const known = all[status];
    const line = `\`${code}\`: ${title}.`;
    all[status] = {
      ...known,
      description: known === undefined ? line : `${known.description}\n\n${line}`,
      content: { ...known?.content, ...PROBLEM },
    };
  }
  return all;
}
