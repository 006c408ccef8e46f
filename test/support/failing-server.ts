import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';

export const SERVER_MAIN = join(import.meta.dirname, '../../dist/server/main.js');
const DEADLINE_MS = 30_000;

/** How a server that cannot start ended. */
export interface FailedStart {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs dist/server/main.js, with only these AISLE variables, until it ends by itself. */
export async function failToStart(env: Readonly<Record<string, string>>): Promise<FailedStart> {
  if (!existsSync(SERVER_MAIN)) throw new Error('There is no dist. Run "npm run build" first.');
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AISLE_|REDIS_URL$|PORT$|HOST$)/.test(name));
  const child = spawn(process.execPath, [SERVER_MAIN], {
    env: { ...Object.fromEntries(inherited), PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const deadline = setTimeout(() => child.kill('SIGKILL'), DEADLINE_MS);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  clearTimeout(deadline);
  return { code: child.exitCode, stdout, stderr };
}
