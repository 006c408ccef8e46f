import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { readEngineState } from '../../src/lib/redis/embedded/engine-state.js';
import { startEmbeddedEngine } from '../../src/lib/redis/embedded/start-engine.js';
import type { EmbeddedEngine, EmbeddedEngineOptions } from '../../src/lib/redis/embedded/start-engine.js';
import { firstLine, isAlive, spawnTypeScript, until } from './processes.js';

export const ENGINES_HOME = resolve(process.env.AISLE_HOME ?? '.aisle');

const clientFile = join(import.meta.dirname, 'engine-client.ts');

/** A process that holds an engine. */
export interface EngineClient {
  readonly process: ChildProcess;
  readonly url: string;
}

/** Ends a supervisor that waits for its grace, or whose holder was killed a moment ago. */
async function endSupervisor(home: string): Promise<void> {
  if (!existsSync(join(home, 'engine.json'))) return;
  const { supervisorPid } = await readEngineState(home);
  if (supervisorPid === null || !isAlive(supervisorPid)) return;
  process.kill(supervisorPid, 'SIGTERM');
  await until(`end of the supervisor ${supervisorPid}`, () => !isAlive(supervisorPid));
}

/** Makes homes for tests, and cleans up after them. */
export function createEngineHomes() {
  const engines: EmbeddedEngine[] = [];
  const clients: ChildProcess[] = [];
  const folders: string[] = [];

  const start = async (home: string, options: Partial<EmbeddedEngineOptions> = {}) => {
    const engine = await startEmbeddedEngine({ home, enginesHome: ENGINES_HOME, graceMs: 0, ...options });
    engines.push(engine);
    return engine;
  };
  const spawnClient = (task: 'hold' | 'fetch', options: object, environment?: NodeJS.ProcessEnv) => {
    const client = spawnTypeScript(clientFile, [task, JSON.stringify(options)], environment);
    clients.push(client);
    return client;
  };
  return {
    start,
    spawnClient,
    async folder(): Promise<string> {
      const folder = await realpath(await mkdtemp(join(tmpdir(), 'aisle-faults-')));
      folders.push(folder);
      return folder;
    },
    /** Starts the engine of a home from a process of its own. */
    async startClient(home: string, options: Partial<EmbeddedEngineOptions> = {}): Promise<EngineClient> {
      const client = spawnClient('hold', { home, enginesHome: ENGINES_HOME, graceMs: 0, ...options });
      const { url } = JSON.parse(await firstLine(client));
      return { process: client, url };
    },
    async clean(): Promise<void> {
      for (const client of clients.splice(0)) client.kill('SIGKILL');
      await Promise.all(engines.splice(0).map((engine) => engine.close()));
      for (const folder of folders.splice(0)) {
        await endSupervisor(folder);
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}
