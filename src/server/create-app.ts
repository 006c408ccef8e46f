import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { AppModule } from './app.module.js';
import type { ServerConfig } from './config/server-config.js';
import { createCompression } from './http/compression.js';
import { HttpAdapter } from './http/http-adapter.js';
import { OptionsMiddleware } from './http/options.middleware.js';
import { RequestLogMiddleware } from './logging/request-log.middleware.js';
import { ServerLogger } from './logging/server-logger.js';
import { setupOpenApi } from './openapi/setup-openapi.js';

export interface CreateAppOptions {
  readonly config: ServerConfig;
  /** Whether the log is for eyes. */
  readonly isTerminal: boolean;
}

/** Builds the server, connected to its engine and ready to listen. @throws errors of the engine, MIGRATION_RUNNING, … */
export async function createApp({ config, isTerminal }: CreateAppOptions): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.for(config), new HttpAdapter(), {
    logger: new ServerLogger(config.logLevel, isTerminal),
    abortOnError: false,
    bodyParser: false,
  });
  // Queries are read by the handlers, strictly; tags are versions of documents.
  app.set('query parser', false).set('etag', false).set('trust proxy', config.trustedProxies);
  const log = app.get(RequestLogMiddleware);
  const options = app.get(OptionsMiddleware);
  app.use((request: Request, response: Response, next: NextFunction) => {
    log.use(request, response, next);
  });
  app.use(helmet(HEADERS));
  app.use(createCompression());
  app.use((request: Request, response: Response, next: NextFunction) => {
    options.use(request, response, next);
  });
  setupOpenApi(app);
  return app;
}

/** Whether a page is fetched by TLS is for the proxy in front to say. */
const HEADERS = {
  strictTransportSecurity: false,
  crossOriginResourcePolicy: { policy: 'cross-origin' },
  contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } },
} as const;
