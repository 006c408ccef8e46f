import type { AddressInfo } from 'node:net';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { startEmbeddedEngine } from '../lib/index.js';
import type { EngineProgress } from '../lib/index.js';
import { readConfig } from './config/read-config.js';
import type { Environment } from './config/read-config.js';
import type { ServerConfig } from './config/server-config.js';
import { createApp } from './create-app.js';
import { Lifecycle } from './health/lifecycle.js';
import { answerClientErrors } from './http/client-errors.js';
import { assertPortIsFree, toPortError } from './port.js';
import { Seeding } from './seeding/seeding.js';
import { shutDown } from './shut-down.js';
import { toUrl } from './to-url.js';

export interface StartOptions {
  /** Whether the log is for eyes. @default false: a JSON object a line */
  readonly isTerminal?: boolean;
  /** Told while the engine is fetched, once on a machine. */
  readonly onProgress?: (progress: EngineProgress) => void;
  /** Milliseconds that requests under way have to end when the server is closed. @default 30000 */
  readonly graceMs?: number;
}

export interface RunningServer {
  /** Where it answers, such as `http://127.0.0.1:3000`. */
  readonly url: string;
  /** Kept when the example catalogue is loaded, or will not be. */
  readonly seeded: Promise<void>;
  /** Ends it: it takes no more requests, and those under way have some time. */
  close(): Promise<void>;
}

/**
 * Starts the server.
 * @throws INVALID_CONFIGURATION, a busy port included; ENGINE_UNAVAILABLE, ENGINE_AUTHENTICATION_FAILED,
 * ENGINE_MODULES_MISSING, ENGINE_NOT_AVAILABLE_HERE; DOCUMENTS_DO_NOT_FIT when a changed collection cannot take what is stored
 */
export async function startServer(env: Environment = process.env, options: StartOptions = {}): Promise<RunningServer> {
  const { isTerminal = false, onProgress = () => undefined, graceMs = 30_000 } = options;
  const config = readConfig(env);
  await assertPortIsFree(config);
  const engine = await holdEngine(config, onProgress);
  try {
    const app = await createApp({ config, isTerminal });
    const url = await listen(app, config);
    return {
      url,
      seeded: app.get(Seeding).start(),
      close: async () => {
        app.get(Lifecycle).stop();
        await shutDown(app, graceMs);
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Holds the engine before the application asks for it, to tell how its fetching goes. */
async function holdEngine(
  { redisUrl, home }: ServerConfig,
  onProgress: (progress: EngineProgress) => void,
): Promise<{ close(): Promise<void> }> {
  return redisUrl === null ? startEmbeddedEngine({ home, onProgress }) : { close: () => Promise.resolve() };
}

async function listen(app: NestExpressApplication, config: ServerConfig): Promise<string> {
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    await app.close();
    throw await toPortError(error, config);
  }
  const server = app.getHttpServer();
  // An import may take its time; each upload is given up when nothing comes any more.
  server.requestTimeout = 0;
  answerClientErrors(server);
  const { port } = server.address() as AddressInfo;
  return toUrl(config.host, port);
}
