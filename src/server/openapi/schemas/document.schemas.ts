import { CATALOG } from '../../catalog/catalog-collections.js';
import { ERROR_CODES } from '../../../lib/index.js';
import { classSchema } from '../class-schema.js';
import { integer, list, object, ref, string } from '../json-schema.js';
import type { JsonSchema } from '../json-schema.js';

/** Documents of the collections that are declared in code. */
const typed = CATALOG.flatMap(({ document }): [string, JsonSchema][] =>
  document === null ? [] : [[document.name, classSchema(document)]],
);

const version = integer('Grows with each write to the collection; the ETag is this number in quotes.', { minimum: 1 });

export const DOCUMENT_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ...Object.fromEntries(typed),
  Document: {
    description: 'The bare document: any members; those that fields name are indexed.',
    anyOf: [...typed.map(([name]) => ref(name)), { type: 'object', additionalProperties: true }],
  },
  WriteResult: object({ id: string(), version }),
  ReadMany: object({
    ids: list({ type: ['string', 'integer'] }, { maxItems: 1_000 }),
    'fields?': list(string(), { description: 'Members to give.', examples: [['name', 'variants[].color']] }),
  }),
  Documents: object({
    documents: list({ anyOf: [ref('Document'), { type: 'null' }] }, { description: 'In the order of the ids.' }),
  }),
  ImportLine: {
    anyOf: [
      object({
        line: integer('Its number in the upload, from 1.', { minimum: 1 }),
        id: { type: ['string', 'null'] },
        status: string('', { enum: ['created', 'replaced', 'failed'] }),
        'version?': version,
        'code?': string('', { enum: Object.keys(ERROR_CODES) }),
        'detail?': string(),
        'errors?': list(ref('Fault'), { description: 'Each member that is wrong.' }),
      }),
      object({
        summary: object(
          { total: integer(), created: integer(), replaced: integer(), failed: integer() },
          'The last line.',
        ),
      }),
    ],
  },
};
