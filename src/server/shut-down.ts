import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';

const IDLE_CHECK_MS = 50;

/**
 * Stops a server: it accepts no more connections, what is under way may end within `graceMs`, then the rest is cut off and
 * the connections to the engine are closed.
 */
export async function shutDown(app: INestApplication, graceMs: number): Promise<void> {
  const server = app.getHttpServer() as Server;
  await new Promise<void>((resolve) => {
    const cutOff = setTimeout(() => {
      server.closeAllConnections();
    }, graceMs);
    const closeIdle = setInterval(() => {
      server.closeIdleConnections();
    }, IDLE_CHECK_MS);
    server.close(() => {
      clearTimeout(cutOff);
      clearInterval(closeIdle);
      resolve();
    });
  });
  await app.close();
}
