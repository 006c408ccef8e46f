import { SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createOpenApiDocument } from './openapi-document.js';

const PATHS = ['/docs', '/docs-json', '/docs-yaml'];

/** The route of a page or file of the description, which no controller answers; undefined for other requests. */
export function openApiRouteOf(method: string, path: string): string | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  return path.startsWith('/docs/') ? '/docs' : PATHS.find((known) => known === path);
}

/** Offers the description of the API at `/docs`, `/docs-json` and `/docs-yaml`. */
export function setupOpenApi(app: NestExpressApplication): void {
  // Swagger's types know no JSON Schema of OpenAPI 3.1.
  const document = createOpenApiDocument() as unknown as OpenAPIObject;
  SwaggerModule.setup('docs', app, document, { customSiteTitle: 'Aisle' });
}
