import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Starts a TypeScript file as a process of its own. */
export function spawnTypeScript(
  file: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
  stderr: 'inherit' | 'pipe' = 'inherit',
) {
  const loader = join(import.meta.dirname, 'typescript-loader.mjs');
  return spawn(process.execPath, ['--import', loader, file, ...args], {
    stdio: ['pipe', 'pipe', stderr],
    env: environment,
  });
}

/** The first line that a process writes. */
export function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', (code, signal) => {
      reject(new Error(`The process ended (${signal ?? String(code)}) without a line.`));
    });
  });
}

/** Waits for a condition, asking again every few milliseconds. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 20_000,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not within ${deadlineMs} ms: ${what}`);
    await sleep(5);
  }
}

/** False for a process that has ended, even when nobody has reaped it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
