import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { SupervisorJob } from './supervisor-job.js';

export interface SpawnedSupervisor {
  /** Null while it runs. 0: another supervisor was there first. */
  exitCode(): number | null;
}

/** Starts a supervisor that outlives this process. */
export function spawnSupervisor(job: SupervisorJob): SpawnedSupervisor {
  const log = openSync(join(job.home, 'engine.log'), 'a', 0o600);
  try {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'supervisor.mjs'), JSON.stringify(job)], {
      detached: true,
      cwd: '/',
      stdio: ['ignore', log, log],
      // Options of this process, such as a debugger's port, are not for its supervisor.
      env: { ...process.env, NODE_OPTIONS: undefined, NODE_V8_COVERAGE: undefined, NODE_CHANNEL_FD: undefined },
    });
    child.unref();
    let failed = false;
    child.once('error', () => {
      failed = true;
    });
    return { exitCode: () => (failed || child.signalCode !== null ? 1 : child.exitCode) };
  } finally {
    closeSync(log);
  }
}
