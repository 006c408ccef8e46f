import { ERROR_CODES } from '../../lib/index.js';
import type { JsonSchema } from './json-schema.js';
import type { Paths } from './operation.js';
import { CHANGE_PATHS } from './paths/change.paths.js';
import { COLLECTION_PATHS } from './paths/collection.paths.js';
import { DOCUMENT_PATHS } from './paths/document.paths.js';
import { ENGINE_PATHS } from './paths/engine.paths.js';
import { HEALTH_PATHS } from './paths/health.paths.js';
import { LINK_PATHS } from './paths/link.paths.js';
import { SEARCH_PATHS } from './paths/search.paths.js';
import { STOCK_PATHS } from './paths/stock.paths.js';
import { SESSION_PATHS } from './paths/session.paths.js';
import { SYNONYM_PATHS } from './paths/synonym.paths.js';
import { TRANSFER_PATHS } from './paths/transfer.paths.js';
import { TRENDING_PATHS } from './paths/trending.paths.js';
import { COLLECTION_SCHEMAS } from './schemas/collection.schemas.js';
import { DOCUMENT_SCHEMAS } from './schemas/document.schemas.js';
import { FACET_SCHEMAS } from './schemas/facet.schemas.js';
import { ENGINE_SCHEMAS } from './schemas/engine.schemas.js';
import { HEALTH_SCHEMAS } from './schemas/health.schemas.js';
import { LINK_SCHEMAS } from './schemas/link.schemas.js';
import { PROBLEM_SCHEMAS } from './schemas/problem.schemas.js';
import { SEARCH_SCHEMAS } from './schemas/search.schemas.js';
import { STOCK_SCHEMAS } from './schemas/stock.schemas.js';
import { SESSION_SCHEMAS } from './schemas/session.schemas.js';
import { SYNONYM_SCHEMAS } from './schemas/synonym.schemas.js';

/** The description of the REST API. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly paths: Paths;
  readonly components: {
    readonly schemas: Readonly<Record<string, JsonSchema>>;
    readonly securitySchemes: Readonly<Record<string, object>>;
  };
}

const DESCRIPTION = [
  'Documents in collections, searched by words, conditions, facets and vectors.',
  'What a write stored is found by the next search.',
  `An error is \`application/problem+json\` with one of ${Object.keys(ERROR_CODES).length} stable codes: [all of them](/docs/errors).`,
].join(' ');

export function createOpenApiDocument(): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: { title: 'Aisle', version: '1', description: DESCRIPTION },
    paths: {
      ...SEARCH_PATHS,
      ...SYNONYM_PATHS,
      ...DOCUMENT_PATHS,
      ...TRANSFER_PATHS,
      ...CHANGE_PATHS,
      ...STOCK_PATHS,
      ...TRENDING_PATHS,
      ...LINK_PATHS,
      ...COLLECTION_PATHS,
      ...SESSION_PATHS,
      ...HEALTH_PATHS,
      ...ENGINE_PATHS,
    },
    components: {
      schemas: {
        ...SEARCH_SCHEMAS,
        ...SYNONYM_SCHEMAS,
        ...FACET_SCHEMAS,
        ...DOCUMENT_SCHEMAS,
        ...STOCK_SCHEMAS,
        ...LINK_SCHEMAS,
        ...COLLECTION_SCHEMAS,
        ...HEALTH_SCHEMAS,
        ...ENGINE_SCHEMAS,
        ...SESSION_SCHEMAS,
        ...PROBLEM_SCHEMAS,
      },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'The search key searches and reads, the admin key does all. Without keys, on loopback, none is needed.',
        },
      },
    },
  };
}
