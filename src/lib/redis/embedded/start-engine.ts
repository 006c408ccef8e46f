import { open } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AisleError } from '../../errors/aisle-error.js';
import { EngineUnavailableError } from '../../errors/engine-errors.js';
import { holdEngine, releaseEngine } from './control-channel.js';
import { prepareFolder } from './data-folder.js';
import type { EngineProgress } from './engine-files.js';
import { readEngineState } from './engine-state.js';
import { ensureEngine } from './fetch-engine.js';
import { socketAddress } from './socket-address.js';
import { spawnSupervisor } from './spawn-supervisor.js';
import type { SpawnedSupervisor } from './spawn-supervisor.js';
import { createSupervisorJob } from './supervisor-job.js';
import type { Persistence } from './supervisor-job.js';

export interface EmbeddedEngineOptions {
  /** Folder of the engine's data, state and log. */
  readonly home: string;
  /** Whether data is kept on disk. @default 'disk' */
  readonly persistence?: Persistence;
  /** Milliseconds that the engine outlives the last process that holds it. @default 2000 */
  readonly graceMs?: number;
  /** Folder whose subfolder `engine` holds the programs. @default home */
  readonly enginesHome?: string;
  /** Remove the home when the engine has ended. @default false */
  readonly throwAway?: boolean;
  /** Told while the engine is fetched, and while it loads its data. */
  readonly onProgress?: (progress: EngineProgress) => void;
}

/** An engine of our own, shared by all processes that work with the same home. */
export interface EmbeddedEngine {
  /** `redis://:<password>@127.0.0.1:<port>` */
  readonly url: string;
  /** The home as an absolute path without symbolic links. */
  readonly home: string;
  /** Version of the Redis server. */
  readonly version: string;
  /** Gives the engine back. It ends when no process holds it any more. */
  close(): Promise<void>;
}

type RuntimeOptions = Readonly<Required<EmbeddedEngineOptions>>;

/** How long a supervisor may take until it can be asked. */
const SUPERVISOR_START_MS = 20_000;
const ASK_AGAIN_MS = 5;
const MAX_PAUSE_MS = 30_000;

/**
 * Starts the engine of a home, or joins those who hold it already. It runs until the last process that holds it closes it or
 * ends, however that ends.
 * @throws AisleError `ENGINE_NOT_AVAILABLE_HERE` with the ways out, `INVALID_CONFIGURATION` for a home that cannot be used,
 * `ENGINE_UNAVAILABLE` when the engine does not start.
 */
export async function startEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const runtime = resolveOptions({ ...options, home: await prepareFolder(options.home) });
  const first = await acquire(runtime);
  try {
    const { url, version } = await readEngineState(runtime.home);
    return { url, home: runtime.home, version, close: keepHold(runtime, first) };
  } catch (error) {
    await releaseEngine(first);
    throw error;
  }
}

function resolveOptions(options: EmbeddedEngineOptions): RuntimeOptions {
  const { home, persistence = 'disk', graceMs = 2_000, enginesHome = home, throwAway = false } = options;
  const { onProgress = () => undefined } = options;
  return Object.freeze({ home, persistence, graceMs, enginesHome, throwAway, onProgress });
}

async function acquire(options: RuntimeOptions): Promise<Socket> {
  const address = socketAddress('engine', options.home);
  let supervisor: SpawnedSupervisor | null = null;
  let deadline = Date.now() + SUPERVISOR_START_MS;
  for (;;) {
    const hold = await holdEngine(address, options.onProgress);
    if (hold.kind === 'held') return await checkHold(hold.socket, hold.persistence, options);
    const exitCode = supervisor?.exitCode() ?? null;
    if (supervisor === null || exitCode === 0) {
      supervisor = await startSupervisor(address, options);
      deadline = Date.now() + SUPERVISOR_START_MS;
    } else if (exitCode !== null || Date.now() > deadline) {
      throw new EngineUnavailableError(
        `The supervisor of the engine does not start. ${await lastWords(join(options.home, 'engine.log'))}`,
      );
    }
    await sleep(ASK_AGAIN_MS);
  }
}

async function startSupervisor(address: string, options: RuntimeOptions): Promise<SpawnedSupervisor> {
  const { home, enginesHome, persistence, graceMs, throwAway, onProgress } = options;
  await prepareFolder(home);
  const files = await ensureEngine({ home: enginesHome, onProgress });
  return spawnSupervisor(createSupervisorJob({ address, home, files, persistence, graceMs, throwAway }));
}

async function checkHold(socket: Socket, persistence: string, options: RuntimeOptions): Promise<Socket> {
  if (persistence === options.persistence) return socket.unref();
  await releaseEngine(socket);
  throw new AisleError(
    'INVALID_CONFIGURATION',
    `The engine of "${options.home}" runs with persistence "${persistence}", not "${options.persistence}". ` +
      'Use another home, or the same persistence.',
  );
}

/** Holds the engine until it is given back: when its supervisor is killed, another one is started. */
function keepHold(options: RuntimeOptions, first: Socket): () => Promise<void> {
  let socket = first;
  let closed = false;
  const watch = () => {
    socket.once('close', () => {
      if (!closed && !options.throwAway) void regain();
    });
  };
  const regain = async (pauseMs = 100): Promise<void> => {
    try {
      socket = await acquire(options);
    } catch {
      // Who uses the engine meanwhile is told by the commands that fail.
      await sleep(pauseMs, undefined, { ref: false });
      if (!closed) await regain(Math.min(MAX_PAUSE_MS, pauseMs * 2));
      return;
    }
    if (closed) await releaseEngine(socket);
    else watch();
  };
  watch();
  return () => {
    closed = true;
    return releaseEngine(socket);
  };
}

async function lastWords(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2_000), 0, 2_000, Math.max(0, size - 2_000));
    const lines = buffer.toString('utf8', 0, bytesRead).trim().split('\n').slice(-8);
    return `The last words in "${path}":\n${lines.join('\n')}`;
  } finally {
    await file.close();
  }
}
