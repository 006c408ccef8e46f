import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Response } from 'supertest';
import { createOpenApiDocument } from '../../src/server/openapi/openapi-document.js';

const document = createOpenApiDocument();
const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
});
ajv.addSchema(document, 'api');

const pointer = (...steps: readonly string[]) =>
  `api#/${steps.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

/** Asserts that a value is as a schema of the API's description says. */
export function expectSchema(name: string, value: unknown): void {
  expectValid(pointer('components', 'schemas', name), value);
}

/** Asserts that a reply is one that the description of its route tells: status, media type and body. */
export function expectDescribed(reply: Response, method: string, path: string): void {
  const response = document.paths[path]?.[method]?.responses[String(reply.status)];
  if (response === undefined) throw new Error(`${method} ${path} is not described with the status ${reply.status}.`);
  const mediaType = (reply.headers['content-type'] ?? '').split(';')[0] ?? '';
  if (response.content === undefined) {
    expect(reply.text).toBeFalsy();
    return;
  }
  expect(Object.keys(response.content)).toContain(mediaType);
  if (!mediaType.endsWith('json') || mediaType.endsWith('ndjson')) return;
  const steps = ['paths', path, method, 'responses', String(reply.status), 'content', mediaType, 'schema'];
  expectValid(pointer(...steps), reply.body);
}

function expectValid(schema: string, value: unknown): void {
  const validate = ajv.getSchema(schema);
  if (validate === undefined) throw new Error(`There is no schema ${schema}.`);
  const isValid = validate(value);
  expect({ isValid, errors: validate.errors ?? [], value: isValid ? undefined : value }).toEqual({
    isValid: true,
    errors: [],
    value: undefined,
  });
}
