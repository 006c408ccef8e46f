import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** Describes the REST API. */
export function createOpenApi(app: NestExpressApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Aisle')
    .setDescription('Product search and document store.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  return SwaggerModule.createDocument(app, config);
}

/** Offers the description at `/docs` and `/docs-json`. */
export function setupOpenApi(app: NestExpressApplication): void {
  SwaggerModule.setup('docs', app, createOpenApi(app));
}
