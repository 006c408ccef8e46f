import { string } from './json-schema.js';
import type { JsonSchema } from './json-schema.js';
import type { Parameter } from './operation.js';

export const collectionParameter: Parameter = {
  name: 'collection',
  in: 'path',
  required: true,
  description: 'Name of the collection, such as `products`.',
  schema: string('', { pattern: '^[a-z][a-z0-9_-]{0,63}$' }),
};

export const idParameter: Parameter = {
  name: 'id',
  in: 'path',
  required: true,
  description: 'Id of the document, percent-encoded: any text of 1 to 256 bytes without control characters.',
  schema: string(),
};

export const fieldsParameter: Parameter = {
  name: 'fields',
  in: 'query',
  description: 'Members to give, split by commas, such as `name,variants[].color`.',
  schema: string(),
};

export const ifMatchParameter: Parameter = header(
  'If-Match',
  'Write only while the document has one of these versions (`"42"`), or with `*` while it exists.',
);

export const ifNoneMatchParameter: Parameter = header(
  'If-None-Match',
  '`*`: write only where no document is; tags: only while it has none of these versions.',
);

export const staleIfErrorParameter: Parameter = header(
  'Cache-Control',
  '`stale-if-error=300`: while the engine fails, an earlier answer to the same address will do that is no older than these seconds; `Age` and `Warning` tell of it.',
);

export const ifMatchReadParameter: Parameter = header('If-Match', '412 while the document has none of these versions.');

export const ifNoneMatchReadParameter: Parameter = header(
  'If-None-Match',
  '304 while the document has one of these versions.',
);

export const etagHeader = {
  etag: {
    description: 'The version in quotes, for `If-Match` and `If-None-Match`.',
    schema: string('', { examples: ['"42"'] }),
  },
};

export const query = (name: string, description: string, schema: JsonSchema): Parameter => ({
  name,
  in: 'query',
  description,
  schema,
});

function header(name: string, description: string): Parameter {
  return { name, in: 'header', description, schema: string() };
}
