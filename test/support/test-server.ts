import request from 'supertest';
import type TestAgent from 'supertest/lib/agent.js';
import { startServer } from '../../src/server/start.js';
import { startTestEngine } from './engine.js';

/** The real server in this process. */
export interface TestServer {
  readonly url: string;
  readonly engineUrl: string;
  readonly http: TestAgent;
  close(): Promise<void>;
}

/** Starts a server on an empty engine of its own, on a free port, without the example catalogue, with these variables. */
export async function startTestServer(env: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const engine = await startTestEngine();
  try {
    const server = await startServerOn(engine.url, env);
    return {
      ...server,
      async close() {
        await server.close();
        await engine.close();
      },
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** Starts a server in the same way on an engine that is there. */
export async function startServerOn(
  engineUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
  const server = await startServer(
    { PORT: '0', AISLE_REDIS_URL: engineUrl, AISLE_SEED: 'off', LOG_LEVEL: 'fatal', ...env },
    { graceMs: 2_000 },
  );
  return { url: server.url, engineUrl, http: request.agent(server.url), close: () => server.close() };
}
