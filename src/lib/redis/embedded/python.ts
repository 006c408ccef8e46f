import { spawn } from 'node:child_process';
import { systemCode } from './system-error.js';
import { engineNotAvailable } from './ways-out.js';

export interface PythonResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** What it wrote, both streams in the order of arrival. */
  readonly output: string;
}

/**
 * Runs python3 to its end.
 * @throws AisleError `ENGINE_NOT_AVAILABLE_HERE` when there is no python3.
 */
export function runPython(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<PythonResult> {
  return new Promise((resolve, reject) => {
    const child = spawn('python3', args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    const chunks: Buffer[] = [];
    const collect = (chunk: Buffer) => chunks.push(chunk);
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', (error) => {
      const isMissing = systemCode(error) === 'ENOENT';
      const reason = isMissing ? 'python3 is not on the PATH' : `python3 does not start (${error.message})`;
      reject(engineNotAvailable(reason, error));
    });
    child.once('close', (exitCode) => {
      resolve({ exitCode, output: Buffer.concat(chunks).toString() });
    });
  });
}
