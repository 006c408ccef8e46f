import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const MAIN = join(import.meta.dirname, '../../dist/server/main.js');
const DEADLINE_MS = 60_000;

/** The built server as a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Resolves when `/health/ready` says 200. */
  ready(): Promise<void>;
  /** Asks it to end, and waits for it. */
  stop(): Promise<void>;
}

/** Starts dist/server/main.js on a free port, in a throw-away home, with only these AISLE variables. */
export async function startServerProcess(env: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const home = mkdtempSync(join(tmpdir(), 'aisle-server-'));
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AISLE_|REDIS_URL$|PORT$|HOST$)/.test(name));
  const child = spawn(process.execPath, [MAIN], {
    env: { ...Object.fromEntries(inherited), PORT: '0', AISLE_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const [, found] = /Aisle is ready at (http:\S+)/.exec(output) ?? [];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => {
      reject(new Error(`The server ended with ${String(code)}:\n${output}`));
    });
  });
  return {
    url,
    pid: child.pid ?? 0,
    async ready() {
      const deadline = Date.now() + DEADLINE_MS;
      while (!(await fetch(`${url}/health/ready`)).ok) {
        if (Date.now() > deadline) throw new Error(`The server is not ready:\n${output}`);
        await delay(50);
      }
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}
