import { AisleError } from '../lib/index.js';
import type { Environment } from './config/read-config.js';
import { createProgressBar } from './progress-bar.js';
import { startServer } from './start-server.js';
import type { RunningServer } from './start-server.js';
import { welcome } from './welcome.js';

/**
 * Runs the server as a program: tells when it is ready, ends it on SIGTERM and SIGINT, and ends the process with 1 and one
 * message when it cannot start.
 */
export async function runServer(env: Environment = process.env): Promise<void> {
  const isTerminal = process.stdout.isTTY;
  const progress = createProgressBar(process.stderr);
  try {
    const server = await startServer(env, { isTerminal, onProgress: progress.update });
    progress.stop();
    endOnSignals(server);
    await server.seeded;
    process.stdout.write(welcome(server.url, isTerminal));
  } catch (error) {
    progress.stop();
    process.stderr.write(`Aisle cannot start. ${messageOf(error)}\n`);
    process.exit(1);
  }
}

/** The second signal ends the process at once. */
function endOnSignals(server: RunningServer): void {
  let isEnding = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isEnding) process.exit(1);
      isEnding = true;
      void end(server);
    });
  }
}

async function end(server: RunningServer): Promise<void> {
  try {
    await server.close();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`Aisle did not end well. ${messageOf(error)}\n`);
    process.exit(1);
  }
}

function messageOf(error: unknown): string {
  if (error instanceof AisleError) return error.message;
  return error instanceof Error ? `An unexpected error: ${error.message}` : String(error);
}
